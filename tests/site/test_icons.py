"""One picture language: a closed list, one set, and never a picture alone."""

import re
from html.parser import HTMLParser

import pytest

from tests.places import ROOT
from tests.site.hooks import icons
from tests.site.pages import VOID, Site


class Pictures(HTMLParser):
    """The small pictures of a page, each with the words of the element it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[tuple[str, list[str], list[dict[str, str | None]]]] = [("", [], [])]
        self.found: list[tuple[dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A picture belongs to the element around it."""
        named = dict(attrs)
        if tag == "svg" and "icon" in (named.get("class") or "").split():
            self._open[-1][2].append(named)
        if tag not in VOID:
            self._open.append((tag, [], []))

    def handle_endtag(self, tag: str) -> None:
        """Its words are known when it ends."""
        if tag in VOID:
            return
        name, words, pictures = self._open.pop()
        assert name == tag
        self._open[-1][1].extend(words)
        self.found += [(picture, "".join(words).strip()) for picture in pictures]

    def handle_data(self, data: str) -> None:
        """Words count for every element around them."""
        self._open[-1][1].append(data)


@pytest.mark.parametrize("name", icons.PICTURES)
def test_each_picture_is_the_sets_own(name: str) -> None:
    """The path in the page is the path in Material's file, whole."""
    original = (icons.SET / f"{icons.PICTURES[name]}.svg").read_text(encoding="utf-8")
    paths = re.findall(r"<path[^>]*>", original)
    assert paths
    assert re.findall(r"<path[^>]*>", str(icons.icon(name))) == paths
    assert 'viewBox="0 0 24 24"' in original, "another grid would draw it in another size"


def test_a_picture_outside_the_list_stops_the_build() -> None:
    """A page cannot bring a picture of its own."""
    with pytest.raises(KeyError):
        icons.icon("no-such-thing")


def test_pictures_are_for_the_eye_only_and_stand_beside_a_word(site: Site) -> None:
    """A screen reader hears the word; who does not know the picture reads it."""
    seen = [each for page in site.pages.values() for each in Pictures(page.html).found]
    assert len(seen) > 20
    assert [each for each in seen if each[0].get("aria-hidden") != "true" or not each[1]] == []


def test_a_picture_alone_is_found() -> None:
    """The search above sees one."""
    ((picture, words),) = Pictures('<p><a href="/"><svg class="icon"></svg></a> later</p>').found
    assert words == ""
    assert "aria-hidden" not in picture


def test_every_picture_of_the_list_is_used() -> None:
    """None is left when a page goes, and none is asked for that is not there."""
    sources = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("site/**/*.html")]
    asked = {
        name
        for source in sources
        for name in re.findall(r'icon\("([a-z-]+)"', source.read_text(encoding="utf-8"))
    }
    assert asked == icons.PICTURES.keys()


def test_the_tab_shows_the_mark_of_the_band(site: Site) -> None:
    """One drawing: in the band of every page, and in the browser's tab."""
    (shape,) = re.findall(r' d="(.*?)"', str(icons.mark()))
    for page in site.pages.values():
        assert shape in page.html, page.address
        assert "%3Cpath" in page.html, page.address
    assert shape.replace(" ", "%20") in icons.tab_icon()
