"""Nothing the form asks for is lost: its own list of fields against the text and the record.

The fields are read from the form's classes, so that a question added there and forgotten in the
letter fails here.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from intake.form import LONGEST, path, to_concern
from intake.form.draft import Draft
from intake.form.fields import Choice
from intake.form.path import Step
from intake.form.steps import FIELDS, FORMS, answer_fields
from intake.letter import record
from intake.letter.text import LetterText
from tests.intake.letter.given import NOW, RECEIVED, WORDS

TRACKS = ("anonymous", "named", "professional")
NO_ANSWER = {"now", "unsaid"}
"""`now` leads to 112 before anything is sent; `unsaid` is the same as no answer."""
GIVEN = {name: f"<{name} æ–ø>" for name in LONGEST}


def options(step: Step, name: str) -> tuple[str, ...]:
    """What can be chosen; nothing where it is written."""
    unbound: Any = getattr(FORMS[step], name)
    is_choice = issubclass(unbound.field_class, Choice)
    return tuple(one for one in unbound.args if one not in NO_ANSWER) if is_choice else ()


def asked(track: str) -> Iterator[tuple[Step, str]]:
    """Every field that somebody on this track meets."""
    for step in path({"track": track}):
        yield from ((step, name) for name in answer_fields(step, {"track": track}))


def answered(track: str, **changes: str) -> dict[str, str]:
    """An answer to everything: the first choice, or words that stand nowhere else."""
    answers = {
        name: (options(step, name) or (GIVEN.get(name, ""),))[0] for step, name in asked(track)
    }
    return answers | {"track": track} | changes


def letter(answers: dict[str, str], adds_to: str = "") -> tuple[str, Any]:
    """Text and record of the letter that these answers become."""
    draft = Draft(id=b"", started=0, answers=answers, adds_to=adds_to)
    made = to_concern(draft, "da", NOW)
    content = record.attachment(made, RECEIVED).content
    return LetterText(WORDS, ()).write(made, RECEIVED), json.loads(content)


def leaves(value: object) -> Iterator[object]:
    """Every value that is no object."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    else:
        yield value


@pytest.mark.parametrize("track", TRACKS)
def test_everything_written_is_there(track: str) -> None:
    """Each text stands behind the quote mark in the letter and exactly in the record."""
    text, made = letter(answered(track))
    written = [name for step, name in asked(track) if not options(step, name)]
    assert len(written) >= 5
    assert [name for name in written if f"\n| {GIVEN[name]}\n" not in text] == []
    assert [name for name in written if GIVEN[name] not in leaves(made)] == []


@pytest.mark.parametrize("track", TRACKS)
def test_every_choice_is_there(track: str) -> None:
    """Another choice is another text and another record."""
    for step, name in asked(track):
        others = options(step, name) if name != "track" else ()
        made = [letter(answered(track, **{name: one})) for one in others]
        assert len({text for text, _ in made}) == len(others)
        assert len({json.dumps(one) for _, one in made}) == len(others)


def test_tracks_differ() -> None:
    """Who writes is told."""
    assert len({letter(answered(track))[0] for track in TRACKS}) == 3


def test_every_field_of_every_step_is_met() -> None:
    """No field of the form is left out of these tests."""
    met = {name for track in TRACKS for _, name in asked(track)}
    assert met == {name for names in FIELDS.values() for name in names}


def test_what_the_form_adds_itself_is_there() -> None:
    """A call to 112, and the letter that this one adds to."""
    text, made = letter(answered("anonymous", called_112="yes"), adds_to="HJKM2345")
    assert (made["called_112"], made["adds_to"]) == (True, "HJKM2345")
    assert WORDS["head.called_112"] in text
    assert "HJKM-2345" in text
