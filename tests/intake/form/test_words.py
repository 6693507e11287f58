"""The form's words: the same keys in both languages, and easy to read."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from intake.facts import language_of, municipality, texts
from intake.form.words import Words
from tests.readability import lix, longest_sentence

DA, EN = texts.load("da"), texts.load("en")
ROOT = Path(__file__).parents[3]
INVENTED = ROOT / "demonstration" / "municipality.toml"


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    """A text is never missing in one language."""
    assert list(DA) == list(EN)
    for key in DA:
        assert set(re.findall(r"{\w+}", DA[key])) == set(re.findall(r"{\w+}", EN[key])), key


def test_danish_is_easy_to_read() -> None:
    """LIX at most 35 over sentences, none longer than 25 words."""
    sentences = [DA[key] for key in DA if len(DA[key].split()) > 3]
    assert lix(sentences) <= 35
    assert longest_sentence(sentences) <= 25


@pytest.mark.parametrize(
    ("language", "shown"), [("da", "26. november 2026"), ("en", "26 November 2026")]
)
def test_a_date_is_written_as_people_write_it(language: str, shown: str) -> None:
    """The month by name, so that no day can be read as a month."""
    facts = municipality.load(INVENTED)
    assert (
        Words(texts.load(language), facts, language_of(language)).day(date(2026, 11, 26)) == shown
    )


def test_a_value_is_shown_as_it_is_and_never_read_as_a_page() -> None:
    """Nor is a gap in it filled; markup of our own stays."""
    words = Words(DA, municipality.load(INVENTED), language_of("da"))
    assert "&lt;b&gt; {infohus}" in words("receipt.adds_to", reference="<b> {infohus}")
    assert "<b>1</b>" in words("receipt.adds_to", reference=Markup("<b>1</b>"))


def test_the_names_of_the_municipality_are_shown_as_they_are() -> None:
    """In a text with no other gap, and in one that is filled besides."""
    facts = municipality.load(INVENTED)
    named = replace(facts, infohus=replace(facts.infohus, name="<i>Hus</i>"))
    words = Words(DA, named, language_of("da"))
    key = next(key for key in DA if set(re.findall(r"{(\w+)}", DA[key])) == {"infohus"})
    for shown in (words(key), words(key, other="1")):
        assert "&lt;i&gt;Hus" in shown
        assert "<i>" not in shown
