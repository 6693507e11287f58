"""Languages are rows: an address has one, and each writes days and numbers in its own way."""

import re
from datetime import date

import pytest

from intake.facts import DANISH, LANGUAGES, Language, language_at, language_of
from tests.intake.reporter import Person, invented_infohus
from tests.mirror import MIRROR, Mirrored
from tests.places import ROOT

MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august") + ("x",) * 4


def test_danish_is_the_original() -> None:
    """It stands first, at the root."""
    assert LANGUAGES[0] == DANISH
    assert DANISH.root == "/"
    assert language_of("en").form == "/en/write"
    with pytest.raises(LookupError):
        language_of("xx")


@pytest.mark.parametrize(
    ("path", "code"),
    [("/", "da"), ("/skriv", "da"), ("/en/", "en"), ("/en/om/", "en"), ("/e", "da")],
)
def test_an_address_has_a_language(path: str, code: str) -> None:
    """Of all roots that it begins with, the longest."""
    assert language_at(path).code == code


def test_a_day_and_a_number_are_written_as_people_write_them() -> None:
    """26. maj 2026 and 20.000 in Danish; 26 May 2026 and 20,000 in English."""
    day = date(2026, 5, 26)
    assert DANISH.dated(day, MONTHS) == "26. maj 2026"
    assert language_of("en").dated(day, MONTHS) == "26 maj 2026"
    assert [each.number(20_000) for each in LANGUAGES] == ["20.000", "20,000"]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_proxies_know_the_addresses_of_every_language(language: Language) -> None:
    """They let exact addresses through, so that a form that they do not know is closed."""
    for name in ("Caddyfile", "nginx.conf"):
        text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        exact = re.findall(r"\^\((/[^)]*)\)\$", text)
        assert exact
        assert all(language.form in re.split(r"[|{]", addresses) for addresses in exact), name
    new = (ROOT / "deploy" / "infohus-new").read_text(encoding="utf-8")
    assert f"|{language.answer}" in new


def test_a_third_language_is_a_row_and_its_texts() -> None:
    """The whole form in a mirror: its own address, direction and texts, from start to receipt."""
    texts = dict(invented_infohus().texts)
    texts[MIRROR] = Mirrored(texts[DANISH])
    house = invented_infohus(texts=texts)
    person = Person(house, address=MIRROR.form).opens()
    assert '<html lang="dv" dir="rtl"' in person.page
    assert 'formaction="/skriv"' in person.page
    assert 'formaction="/en/write"' in person.page
    assert "[Før du skriver]" in person.page
    assert person.fills_in("named").sends().reference
    assert "[Vi har fået din henvendelse]" in person.page
