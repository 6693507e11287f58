"""Every page can be read when one is tired and afraid.

LIX for Danish and the Flesch-Kincaid grade for English. `pytest -s` prints the figures.
"""

import re
from pathlib import PurePosixPath

import pytest

from tests.readability import lix, split
from tests.site.pages import Page, Site
from tests.site.prose import blocks

EASY = {"", "bekymret", "aere", "hvad-skal-jeg-goere"}
HEAVY = {"lov", "persondata"}
MOST_WORDS, MEAN_WORDS = 25, 15
FOR_WORK = {"fagfolk", "lov", "persondata"}
EVEN = (9, 12)
"""Words a sentence there, on average: shorter is chopped, longer is heavy."""
GRADE = 9.0


def slug(page: Page) -> str:
    """The last part of its address."""
    name = PurePosixPath(page.address.removeprefix("/en")).name
    return name.removesuffix(".html")


def limit(page: Page) -> int:
    """How heavy its Danish may be."""
    return 35 if slug(page) in EASY else 45 if slug(page) in HEAVY else 40


def sentences(page: Page) -> list[str]:
    """Its sentences."""
    return [each for block in blocks(page.html, page.language) for each in split(block)]


def syllables(word: str) -> int:
    """As near as a rule of thumb gets in English."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent - (word.endswith("ed") and not word.endswith(("ted", "ded"))))


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade level."""
    words = [word for text in texts for word in re.findall(r"[A-Za-z']+", text)]
    return 0.39 * len(words) / len(texts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.fixture
def danish(site: Site) -> list[Page]:
    """The Danish pages."""
    return [page for page in site.pages.values() if page.language == "da"]


@pytest.fixture
def english(site: Site) -> list[Page]:
    """The English pages."""
    return [page for page in site.pages.values() if page.language == "en"]


def test_danish_is_light(danish: list[Page]) -> None:
    """Front, worried, honour and door-finder 35; law and data 45; all others 40."""
    found = {slug(page): round(lix(blocks(page.html, "da")), 1) for page in danish}
    print(found)
    heavy = {slug(page): limit(page) for page in danish if found[slug(page)] > limit(page)}
    assert heavy == {}


def test_english_is_light(english: list[Page]) -> None:
    """Grade 9 at most."""
    found = {slug(page): round(grade(sentences(page)), 1) for page in english}
    print(found)
    assert {name: found[name] for name in found if found[name] > GRADE} == {}


def test_sentences_are_short(site: Site) -> None:
    """15 words on average, and none over 25."""
    long = {}
    for page in site.pages.values():
        lengths = {each: len(each.split()) for each in sentences(page)}
        mean = sum(lengths.values()) / len(lengths)
        if mean > MEAN_WORDS:
            long[page.address] = [f"mean {mean:.1f}"]
        if over := [each for each, words in lengths.items() if words > MOST_WORDS]:
            long[page.address] = over
    assert long == {}


def uneven(pages: list[Page]) -> dict[str, float]:
    """Pages for work whose sentences are too short or too long on average."""
    means = {
        page.address: sum(len(each.split()) for each in lines) / len(lines)
        for page in pages
        if slug(page) in FOR_WORK and (lines := sentences(page))
    }
    assert len(means) == 2 * len(FOR_WORK)
    return {place: mean for place, mean in means.items() if not EVEN[0] <= mean <= EVEN[1]}


def test_pages_for_work_have_even_sentences(site: Site) -> None:
    """Professionals, the law and privacy, in both languages."""
    assert uneven(list(site.pages.values())) == {}
