"""The privacy notice: every item of article 13, and nothing that nobody has said."""

import dataclasses
import re

import pytest

from intake.facts import municipality, privacy_notice, texts
from intake.facts.municipality import Municipality
from tests import places
from tests.places import ROOT

REAL = municipality.load(ROOT / "municipality.toml")
INVENTED = municipality.load(places.INVENTED)
ARTICLE_13 = [
    "who",
    "dpo",
    "purpose",
    "basis",
    "recipients",
    "transfer",
    "keeping",
    "rights",
    "complaint",
    "voluntary",
    "automatic",
]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_item_of_article_13_has_its_section(language: str) -> None:
    """GDPR article 13(1) and (2)."""
    words = texts.load(f"privacy.{language}")
    assert [key.split(".")[1] for key in words if key.endswith("heading")][:11] == ARTICLE_13
    assert len(privacy_notice.load(language).sections(INVENTED, "full")) == 11


def paragraphs(language: str, facts: Municipality) -> list[str]:
    """The whole notice, paragraph by paragraph."""
    sections = privacy_notice.load(language).sections(facts, "full")
    assert all(section.paragraphs for section in sections)
    return [text for section in sections for text in section.paragraphs]


def texts_of(language: str, facts: Municipality, part: str) -> list[str]:
    """The texts whose last part of the key has this in it, filled with names."""
    words, names = texts.load(f"privacy.{language}"), {"infohus": facts.infohus.name}
    return [words.get_filled(key, **names) for key in words if part in key.rpartition(".")[2]]


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_nobody_has_said_has_a_true_sentence_in_its_place(language: str) -> None:
    """No gap, no mark, no proposal; and once it is said, the sentence in its place is gone."""
    meanwhile = texts_of(language, REAL, privacy_notice.UNSAID)
    shown = paragraphs(language, REAL)
    assert [text for text in meanwhile if text not in shown] == []
    assert REAL.privacy.legal_basis[language] not in str(shown)
    assert not re.search(r"[{}]", str(shown))
    settled = texts_of(language, INVENTED, privacy_notice.UNSAID)
    assert [text for text in settled if text in paragraphs(language, INVENTED)] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_value_has_a_sentence_in_its_place(language: str) -> None:
    """Whatever the municipality alone can say is said, or something true stands there."""
    words = texts.load(f"privacy.{language}")
    only_theirs = [f"{{{field.name}}}" for field in dataclasses.fields(REAL.privacy)]
    needing = [key for key in words if any(name in words[key] for name in only_theirs)]
    lacking = {key for key in needing if f"{key}{privacy_notice.UNSAID}" not in set(words)}
    assert lacking == {"full.who.text", "full.recipients.form_processor"}
    named = {name for name in only_theirs if any(name in words[key] for key in needing)}
    assert named == set(only_theirs)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_form_is_told_of_when_it_may_open(language: str) -> None:
    """Who reads it, that it is encrypted before it is stored, and when it is deleted."""
    words = texts.load(f"privacy.{language}").worded(INVENTED.loop)
    full = [key for key in words if key.startswith("full.")]
    about_form = [key for key in full if key.rpartition(".")[2].startswith("form")]
    assert len(about_form) == 3
    starts = [words[key].partition("{")[0] for key in about_form]
    closed, opened = str(paragraphs(language, REAL)), str(paragraphs(language, INVENTED))
    assert [start for start in starts if start in closed] == []
    assert [start for start in starts if start not in opened] == []
    assert INVENTED.intake.readers[language] in opened


@pytest.mark.parametrize("language", ["da", "en"])
def test_parents_and_pet_are_named_to_children_too(language: str) -> None:
    """A child that writes must know who may hear of it, as a grown-up does."""
    child = str(privacy_notice.load(language).sections(REAL, "child"))
    assert all(word in child for word in ("PET", "forældre" if language == "da" else "parents"))
    assert "116 111" in child


def test_both_languages_have_the_same_sections() -> None:
    """Same keys, so that nobody is told less."""
    assert list(texts.load("privacy.da")) == list(texts.load("privacy.en"))
