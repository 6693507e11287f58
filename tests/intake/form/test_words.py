"""The form's words: the same keys in both languages, and easy to read."""

import re

from intake.facts import texts
from tests.readability import lix, longest_sentence

DA, EN = texts.load("da"), texts.load("en")


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
