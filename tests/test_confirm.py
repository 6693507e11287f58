"""The report to the municipality: every question, and what has grown old."""

from datetime import date

from intake.facts import municipality
from tests import places
from tests.places import ROOT
from tools.confirm import report

REAL = municipality.load(ROOT / "municipality.toml")
INVENTED = municipality.load(places.INVENTED)


def test_every_question_is_asked_with_what_stands_there_meanwhile() -> None:
    """And with the name of the value in the file."""
    told = list(report(REAL, date(2026, 11, 23)))
    questions = list(REAL.questions())
    assert len(questions) > 30
    for number, one in enumerate(questions, 1):
        at = told.index(f"{number}. {one.ask}  ({one.name})")
        assert f"   Indtil I svarer: {one.meanwhile}" in told[at : at + 3], one.name


def test_the_decisions_are_listed_as_they_stand() -> None:
    """The go-live list begins here."""
    real, invented = (list(report(one, date(2026, 11, 23))) for one in (REAL, INVENTED))
    for name, _ in REAL.needed():
        assert f"- {name}: mangler" in real
        assert f"- {name}: ja" in invented


def test_what_was_read_too_long_ago_is_listed() -> None:
    """180 days after 2026-11-01 is 2027-04-30."""
    fresh = "\n".join(report(INVENTED, date(2027, 4, 30)))
    old = "\n".join(report(INVENTED, date(2027, 5, 1)))
    assert "Læst for mere end 180 dage siden: 0" in fresh
    assert "- hotline.phone: for 181 dage siden" in old
