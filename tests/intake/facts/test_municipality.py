"""The municipality's facts: what is said, what is not, and every mistake at once."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from intake.facts import municipality
from intake.facts.municipality import MunicipalityError
from intake.facts.municipality.decisions import Privacy
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
    assert not municipality.load(REAL).may_open


def test_the_invented_form_is_open() -> None:
    """The demonstration opens by its own file."""
    assert municipality.load(INVENTED).may_open


@pytest.mark.parametrize("name", ["open", "monitored", "readers", "dpia_date", "legal_basis"])
def test_each_decision_is_needed_and_must_be_answered(name: str) -> None:
    """One of the five proposed only, or unsaid, is enough to keep the form closed."""
    facts = municipality.load(INVENTED)
    fact: Fact = getattr(facts.intake, name)
    for part in (without_answer(fact), replace(without_answer(fact), value="")):
        decided: Any = {name: part}
        assert not replace(facts, intake=replace(facts.intake, **decided)).may_open


@pytest.mark.parametrize("name", [field.name for field in fields(Privacy)])
def test_each_item_of_the_privacy_notice_is_needed(name: str) -> None:
    """GDPR article 13: without it nobody may be asked to write."""
    facts = municipality.load(INVENTED)
    unsaid: Any = {name: without_answer(getattr(facts.privacy, name))}
    assert not replace(facts, privacy=replace(facts.privacy, **unsaid)).may_open


@pytest.mark.parametrize("name", ["open", "monitored"])
def test_a_no_is_an_answer_and_keeps_the_form_closed(name: str) -> None:
    """The question is gone from the list; the form is closed."""
    facts = municipality.load(INVENTED)
    no: Any = {name: replace(getattr(facts.intake, name), value=False)}
    closed = replace(facts, intake=replace(facts.intake, **no))
    assert not closed.may_open
    assert list(closed.questions()) == []


def without_answer(fact: Fact) -> Fact:
    """The same as a proposal."""
    return replace(fact, answered="")


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
        Link(value=address, ask="?")


def test_a_number_is_digits(tmp_path: Path) -> None:
    """A typing error in a phone number is found before anybody calls it."""
    with pytest.raises(ValueError, match="digits"):
        Phone(value="4048628", ask="?")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"value": "", "answered": "2026-11-01", "ask": "?"}, "no value"),
        ({"value": "", "source": "tegn", "read": "2026-11"}, "no value"),
        ({"value": "x"}, "needs a source, or a question"),
        ({"value": "x", "source": "tegn"}, "both source and read"),
        ({"value": "x", "read": "2026-11", "ask": "?"}, "both source and read"),
        ({"value": "x", "source": "tegn", "read": "i går"}, "isoformat"),
        ({"value": "x", "source": "tegn", "read": "2026-11", "answered": "2026-11-01"}, "nobody"),
        ({"value": "x", "answered": "ja", "ask": "?"}, "isoformat"),
    ],
)
def test_each_statement_is_of_one_kind_and_whole(said: Any, told: str) -> None:
    """A source with its date, or an answer with its question."""
    with pytest.raises(ValueError, match=told):
        Fact(**said)


@pytest.mark.parametrize(
    ("said", "may_be_said", "asked"),
    [
        ({"source": "tegn", "read": "2026-11"}, True, False),
        ({"source": "tegn", "read": "2026-11-26", "ask": "?"}, True, True),
        ({"answered": "2026-11-01", "ask": "?"}, True, False),
        ({"answered": "", "ask": "?"}, False, True),
    ],
)
def test_what_may_be_said_and_what_is_asked(said: Any, may_be_said: bool, asked: bool) -> None:
    """A proposal is never said; a review question may stand beside what a source says."""
    fact = Fact(value="x", **said)
    assert bool(fact) is may_be_said
    assert fact.is_asked is asked


def test_a_source_that_is_not_in_the_list_is_a_mistake(tmp_path: Path) -> None:
    """Told with the fact that names it."""
    path = changed(tmp_path, ('source = "politi"', 'source = "polti"'))
    with pytest.raises(MunicipalityError, match=r"\[\[source\]\].*police\.phone"):
        municipality.load(path)


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


def test_a_mark_before_the_first_sign_is_no_mistake(tmp_path: Path) -> None:
    """Notepad and its like begin a file in UTF-8 with one."""
    marked = tmp_path / "marked.toml"
    marked.write_bytes(b"\xef\xbb\xbf" + INVENTED.read_bytes())
    assert municipality.load(marked) == municipality.load(INVENTED)


def test_every_question_says_what_the_page_says_meanwhile() -> None:
    """The municipality sees what citizens read until it has answered."""
    questions = list(municipality.load(REAL).questions())
    assert [one.name for one in questions if not one.meanwhile] == []
    assert "privacy.dpo" in [one.name for one in questions]


def test_the_contacts_are_the_documents() -> None:
    """G08: given as they are, never corrected, and one of them asked about."""
    facts = municipality.load(REAL)
    assert [contact.is_asked for contact in facts.contacts] == [False, False, True]
    assert "contacts.2" in [one.name for one in facts.questions()]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('form_id = "f"\nkle = "27.24.00"', "needs form_id, kle and case_template"),
        ('form_id = "f"\nkle = "27.24"\ncase_template = "7"', "kle must be a number like"),
    ],
)
def test_a_case_file_needs_all_of_it(tmp_path: Path, table: str, told: str) -> None:
    """Half of what SBSYS needs would file a concern nobody knows where."""
    path = changed(tmp_path, ("[emergency]", f"[sbsys]\n{table}\n\n[emergency]"))
    with pytest.raises(MunicipalityError, match=told):
        municipality.load(path)


def test_no_case_file_unless_it_is_said(tmp_path: Path) -> None:
    """Off in the real municipality, and in a file of before; on with all three."""
    assert not municipality.load(REAL).sbsys.is_on
    assert not municipality.load(INVENTED).sbsys.is_on
    table = '[sbsys]\nform_id = "f"\nkle = "27.24.00 G01"\ncase_template = "7"\n\n[emergency]'
    assert municipality.load(changed(tmp_path, ("[emergency]", table))).sbsys.is_on
