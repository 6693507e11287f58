"""The municipality's facts: what is said, what is not, and every mistake at once."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from intake.facts import municipality
from intake.facts.municipality import MunicipalityError
from intake.facts.municipality.fact import Fact, Link, Phone
from tests.places import INVENTED, ROOT

REAL = ROOT / "municipality.toml"


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the invented municipality with some lines changed."""
    text = INVENTED.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "municipality.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_real_form_is_closed_until_the_municipality_decides() -> None:
    """G11: a web form is a new channel and off by default."""
    assert not municipality.load(REAL).intake.may_open


def test_the_invented_form_is_open() -> None:
    """The demonstration opens by its own file."""
    assert municipality.load(INVENTED).intake.may_open


@pytest.mark.parametrize("name", ["open", "monitored", "dpia_date", "legal_basis"])
def test_each_decision_is_needed_and_must_be_confirmed(name: str) -> None:
    """One of the four unconfirmed, or unsaid, is enough to keep the form closed."""
    intake = municipality.load(INVENTED).intake
    fact: Fact = getattr(intake, name)
    unconfirmed: Any = {name: replace(fact, confirmed=False)}
    unsaid: Any = {name: replace(fact, confirmed=False, value="")}
    assert not replace(intake, **unconfirmed).may_open
    assert not replace(intake, **unsaid).may_open


def test_every_mistake_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    """Unknown, missing, wrong type and wrong value in one go."""
    path = changed(
        tmp_path,
        ('short = "Andeby"', 'shrot = "Andeby"'),
        ("keep_days = 7", 'keep_days = "7"'),
        ('mobile = "00000001"', 'mobile = "1"'),
    )
    with pytest.raises(MunicipalityError) as caught:
        municipality.load(path)
    told = str(caught.value)
    lines = path.read_text(encoding="utf-8").splitlines()
    for words in ("shrot", "keep_days", 'mobile = "1"'):
        number = next(at for at, line in enumerate(lines, 1) if words in line)
        near = range(number - 3, number + 1)
        assert any(f"line {at}:" in told for at in near), words
    assert "municipality.short is missing" in told


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a b", "ftp://x", "x"])
def test_nothing_but_a_web_address_becomes_a_link(address: str) -> None:
    """The exit link stands on the page of a frightened person."""
    with pytest.raises(ValueError, match="address"):
        Link(value=address, confirmed=False, checked="", ask="")


def test_a_number_is_digits(tmp_path: Path) -> None:
    """A typing error in a phone number is found before anybody calls it."""
    with pytest.raises(ValueError, match="digits"):
        Phone(value="4048628", confirmed=True, checked="", ask="")


def test_nothing_empty_is_confirmed() -> None:
    """A yes to nothing is a mistake in the file."""
    with pytest.raises(ValueError, match="no value"):
        Fact(value="", confirmed=True, checked="", ask="")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("open", '"nej"', "true or false"),
        ("monitored", '"ja"', "true or false"),
        ("dpia_date", '"ved ikke"', "isoformat"),
    ],
)
def test_a_word_opens_nothing(tmp_path: Path, name: str, value: str, told: str) -> None:
    """ "nej" is no no, and "ved ikke" no date: a mistake, told with its line."""
    lines = INVENTED.read_text(encoding="utf-8").splitlines()
    at = lines.index("[intake]")
    number = next(i for i in range(at, len(lines)) if lines[i].startswith(f"{name} ="))
    old = lines[number].partition("value = ")[2].partition(",")[0]
    path = changed(tmp_path, (lines[number], lines[number].replace(old, value, 1)))
    with pytest.raises(MunicipalityError, match=told) as caught:
        municipality.load(path)
    assert f"line {number + 1}" in str(caught.value)


def test_no_number_of_days_is_less_than_none(tmp_path: Path) -> None:
    """A mistake, told with its line."""
    path = changed(tmp_path, ("keep_days = 7", "keep_days = -7"))
    with pytest.raises(MunicipalityError, match=r"keep_days must not be less than 0"):
        municipality.load(path)


def test_a_file_that_is_not_there_or_not_toml_says_so(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    with pytest.raises(MunicipalityError):
        municipality.load(tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text("[a\n")
    with pytest.raises(MunicipalityError, match="not TOML"):
        municipality.load(broken)


def test_every_unconfirmed_fact_asks_the_municipality() -> None:
    """The report of what must be confirmed is made of these questions."""
    unasked = [name for name, fact in municipality.load(REAL).unconfirmed() if not fact.ask]
    assert unasked == []


def test_the_third_contact_is_flagged() -> None:
    """G08: given as it is, never corrected, and asked about."""
    found = {contact.name: contact for contact in municipality.load(REAL).contacts}
    assert [one.confirmed for one in found.values()] == [True, True, False]
