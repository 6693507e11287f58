"""The report to the municipality: every question, and what has grown old."""

from datetime import date

from intake.facts import municipality
from tests import places
from tests.places import ROOT
from tools.confirm import report

REAL = municipality.load(ROOT / "municipality.toml")
INVENTED = municipality.load(places.INVENTED)


def test_every_unconfirmed_fact_is_asked() -> None:
    """Nothing that is shown as unconfirmed may be missing from the list."""
    told = "\n".join(report(REAL, date(2026, 11, 23)))
    for name, fact in REAL.unconfirmed():
        assert fact.ask in told, name
        assert f"({name})" in told


def test_the_decisions_are_listed_as_they_stand() -> None:
    """The go-live list begins here."""
    assert "- intake.open: mangler" in list(report(REAL, date(2026, 11, 23)))
    assert "- intake.open: ja" in list(report(INVENTED, date(2026, 11, 23)))


def test_what_was_checked_too_long_ago_is_listed() -> None:
    """180 days after 2026-11-01 is 2027-04-30."""
    fresh = "\n".join(report(INVENTED, date(2027, 4, 30)))
    old = "\n".join(report(INVENTED, date(2027, 5, 1)))
    assert "i 180 dage: 0" in fresh
    assert "- hotline.phone" in old
