"""How a fact is shown."""

from typing import Any

import pytest
from mkdocs.exceptions import PluginError

from intake.facts import texts
from intake.facts.municipality.fact import Fact, Link, Phone
from tests.site.hooks import display


@pytest.fixture
def shown() -> Any:
    """The filters of a Danish page."""
    return display.Display(texts.load("site.da"), "da")


def fact(kind: type[Fact], value: str, answered: str = "2026-11-01") -> Fact:
    """An answer of this kind; with an empty date a proposal only."""
    return kind(value=value, answered=answered, ask="?")


def test_a_number_is_pressed_in_one_and_read_in_pairs(shown: Any) -> None:
    """The link holds the country's code; the eye gets pairs."""
    html = str(shown.phone(fact(Phone, "40486286")))
    assert html == '<a class="phone" href="tel:+4540486286">40 48 62 86</a>'
    assert html == str(shown.phone("40486286"))


@pytest.mark.parametrize("way", ["show", "phone"])
def test_what_nobody_has_answered_stops_the_build(shown: Any, way: str) -> None:
    """A proposal never slips into a page."""
    with pytest.raises(PluginError, match="nobody has answered"):
        getattr(shown, way)(fact(Phone, "116111", answered=""))


def test_a_link_that_is_not_said_leaves_the_words_in_its_place(shown: Any) -> None:
    """And a page without such words does not build."""
    proposed = fact(Link, "https://example.org/", answered="")
    assert shown.link(proposed, "Gå", "Spørg os") == "Spørg os"
    with pytest.raises(PluginError):
        shown.link(proposed, "Gå")
    assert shown.link(fact(Link, "https://example.org/"), "Gå", "x") == "[Gå](https://example.org/)"


@pytest.mark.parametrize(
    ("language", "month", "day"),
    [
        ("da", "november 2026", "1. november 2026"),
        ("en", "November 2026", "1 November 2026"),
    ],
)
def test_a_date_is_written_as_the_language_does(language: str, month: str, day: str) -> None:
    """Of a month only the month."""
    shown = display.Display(texts.load(f"site.{language}"), language)
    assert shown.day("2026-11") == month
    assert shown.day("2026-11-01") == day
