"""Texts by key, and the pairs of languages alike in keys and placeholders."""

import string

import pytest

from intake.facts import texts
from intake.facts.texts import Texts

PAIRS = [("da", "en"), ("privacy.da", "privacy.en"), ("site.da", "site.en")]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_nested_tables_are_joined_by_dots() -> None:
    """`[a.b]` with `c` is `a.b.c`."""
    found = Texts({"a": {"b": {"c": "text"}}, "d": "{one} and {two}"})
    assert list(found) == ["a.b.c", "d"]
    assert found["a.b.c"] == "text"
    assert found.get_filled("d", one=1, two="2") == "1 and 2"


def test_unknown_key_is_a_mistake_of_ours() -> None:
    """It raises: a page never shows a key."""
    with pytest.raises(KeyError):
        Texts({})["page.title"]


@pytest.mark.parametrize(("danish", "english"), PAIRS)
def test_both_languages_say_the_same_things(danish: str, english: str) -> None:
    """Same keys, same placeholders."""
    first, second = texts.load(danish), texts.load(english)
    assert set(first) == set(second)
    differing = [key for key in first if placeholders(first[key]) != placeholders(second[key])]
    assert differing == []
