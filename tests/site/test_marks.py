"""How a fact is shown."""

from typing import Any

import pytest

from intake.facts import texts
from intake.facts.municipality.fact import Fact, Link, Phone
from tests.site.hooks import marks


@pytest.fixture
def shown() -> Any:
    """The filters of a Danish page."""
    return marks.Marks(texts.load("site.da"), "da")


def fact(kind: type[Fact], value: str, confirmed: bool) -> Fact:
    """A fact of this kind."""
    return kind(value=value, confirmed=confirmed, checked="", ask="?")


def test_a_number_is_pressed_in_one_and_read_in_pairs(shown: Any) -> None:
    """The link holds the country's code; the eye gets pairs."""
    html = str(shown.phone(fact(Phone, "40486286", True)))
    assert html == '<a class="phone" href="tel:+4540486286">40 48 62 86</a>'


def test_an_unconfirmed_number_says_so(shown: Any) -> None:
    """Beside the number, and at the foot of the page."""
    assert "ikke bekræftet" in shown.phone(fact(Phone, "116111", False))
    assert shown.doubtful


def test_a_confirmed_fact_leaves_no_mark(shown: Any) -> None:
    """Neither beside it nor at the foot."""
    assert shown.marked(fact(Fact, "SSP", True)) == "SSP"
    assert not shown.doubtful


@pytest.mark.parametrize("url", [("", False), ("https://example.org/", False)])
def test_no_link_to_an_address_nobody_confirmed(shown: Any, url: tuple[str, bool]) -> None:
    """Neutral words stand in its place."""
    assert "](" not in shown.link(fact(Link, *url), "Gå")
    assert shown.link(fact(Link, *url), "Gå", "Spørg os") == "Spørg os"


def test_a_value_cannot_become_markup(shown: Any) -> None:
    """A file of facts is edited by hand; it holds no HTML."""
    assert "<b>" not in shown.marked(fact(Fact, "<b>", True))
