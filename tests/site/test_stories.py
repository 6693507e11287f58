"""The three drawn stories treat everybody alike, and say in words what the pictures show."""

import re
from statistics import mean

import pytest

from tests.site.pages import Page, Site

STORIES = 3
PICTURES = 3
"""In each story."""
FAMILY = {"shape", "end", "arrow", "warm"}
"""Classes that take their colours from the palette, in every mode and in print."""
MOST_APART = 0.15
"""How much a story's number of words may differ from the three's mean."""


@pytest.fixture(params=["/historier/", "/en/historier/"])
def page(site: Site, request: pytest.FixtureRequest) -> Page:
    """The page of stories in one language."""
    found: Page = site.pages[request.param]
    return found


def stories(page: Page) -> list[str]:
    """The HTML of each story: from its heading to the next."""
    parts = re.split(r"<h2", page.html)[1:]
    return [part for part in parts if 'class="scene"' in part]


def scenes(story: str) -> list[str]:
    """Each picture with the words beside it."""
    return story.split('<div class="scene">')[1:]


def words(html: str) -> list[str]:
    """The words of the text beside the pictures."""
    return re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL).split()


def test_each_picture_stands_beside_words_and_has_its_own_alternative(page: Page) -> None:
    """Three stories of three pictures, none without a text, no two with the same alternative."""
    found = [scenes(story) for story in stories(page)]
    assert [len(each) for each in found] == [PICTURES] * STORIES
    labels = re.findall(r'<svg[^>]* role="img" aria-label="([^"]{20,})"', page.html)
    assert len(set(labels)) == STORIES * PICTURES
    for scene in (one for story in found for one in story):
        assert len(words(scene)) > 20, scene


def test_the_stories_are_told_at_the_same_length(page: Page) -> None:
    """Left, right and militant Islamist milieus get the same room, and the same three steps."""
    told = stories(page)
    lengths = [len(words(story)) for story in told]
    assert all(abs(each / mean(lengths) - 1) <= MOST_APART for each in lengths), lengths
    steps = [re.findall(r"<strong>(.*?)</strong>", story) for story in told]
    assert steps[0] == steps[1] == steps[2]
    assert len(steps[0]) == PICTURES


def test_the_pictures_take_every_colour_from_the_palette(page: Page) -> None:
    """No colour or style of their own: only the classes that follow each mode."""
    for svg in re.findall(r"<figure><svg.*?</svg>", page.html):
        assert not re.search(r"(fill|stroke|style|color)=", svg)
        used = {name for found in re.findall(r'class="([^"]*)"', svg) for name in found.split()}
        assert used <= FAMILY, used
