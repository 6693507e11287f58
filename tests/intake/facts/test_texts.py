"""Texts by key, and the pairs of languages alike in keys and placeholders."""

import string

import pytest

from intake.facts import Loop, texts
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


WORDED = Texts(
    {"a": {"b": "off", "c": "always"}, "from_status": {"a": {"b": "status"}}}
    | {"from_questions": {"a": {"b": "questions"}}}
)


@pytest.mark.parametrize(
    ("step", "said"),
    [("off", "off"), ("remind", "off"), ("status", "status"), ("questions", "questions")],
)
def test_wording_follows_the_step_of_the_loop(step: str, said: str) -> None:
    """What would be untrue has another wording; the rest stays."""
    worded = WORDED.worded(Loop(step=step))
    assert (worded["a.b"], worded["a.c"]) == (said, "always")
    assert WORDED["a.b"] == "off"


@pytest.mark.parametrize("name", ["da", "en", "letter.da"])
def test_every_wording_is_one_of_a_text(name: str) -> None:
    """Same key without its step, same placeholders: none is left where nobody looks."""
    found = texts.load(name)
    for step in ("from_status.", "from_questions."):
        wordings = [key for key in found if key.startswith(step)]
        assert wordings
        for key in wordings:
            assert placeholders(found[key]) == placeholders(found[key.removeprefix(step)])


@pytest.mark.parametrize(("danish", "english"), PAIRS)
def test_both_languages_say_the_same_things(danish: str, english: str) -> None:
    """Same keys, same placeholders."""
    first, second = texts.load(danish), texts.load(english)
    assert set(first) == set(second)
    differing = [key for key in first if placeholders(first[key]) != placeholders(second[key])]
    assert differing == []
