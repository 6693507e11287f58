"""Nothing the form asks for is lost: its own table of questions against the text and the record."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from intake.concern import Concern
from intake.form import QUESTIONS, Draft, to_concern, way
from intake.form.question import Question
from intake.form.questions import UNSAID
from intake.letter import record
from intake.letter.text import LetterText
from tests.intake.letter.given import NOW, PROCEDURE, RECEIVED, WORDS

TRACKS = ("anonymous", "named", "professional")
NOW_AND_CALLED = {"urgency": "now", "emergency_call": "made"}
GIVEN = {each.name: f"<{each.name} æ–ø@>" for each in QUESTIONS if not each.options}


def options(question: Question) -> list[str]:
    """What can be chosen; `unsaid` is the same as no answer."""
    return [option for option in question.options if option != UNSAID]


def asked(track: str) -> list[Question]:
    """Every question that somebody on this track can meet."""
    return [each for each in QUESTIONS if each.is_asked({"track": track} | NOW_AND_CALLED)]


def answered(track: str, **changes: str) -> dict[str, str]:
    """An answer to everything: the first choice, or words that stand nowhere else."""
    answers = {each.name: (options(each) or [GIVEN.get(each.name, "")])[0] for each in asked(track)}
    return answers | {"track": track} | NOW_AND_CALLED | changes


def letter(answers: dict[str, str], adds_to: str = "") -> tuple[str, Any]:
    """Text and record of the letter that these answers become."""
    draft = Draft(id=b"", started=0, began=0, answers=answers, adds_to=adds_to)
    concern = to_concern(draft, "da", NOW)
    assert isinstance(concern, Concern)
    content = record.attachment(concern, RECEIVED).content
    return LetterText(WORDS, PROCEDURE).write(concern, RECEIVED), json.loads(content)


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
    text, values = letter(answered(track))
    written = [each.name for each in asked(track) if not each.options]
    assert len(written) >= 5
    assert [name for name in written if f"\n| {GIVEN[name]}\n" not in text] == []
    assert [name for name in written if GIVEN[name] not in leaves(values)] == []


@pytest.mark.parametrize("track", TRACKS)
def test_every_choice_is_there(track: str) -> None:
    """Another choice is another text and another record."""
    for question in asked(track):
        others = options(question) if question.name != "track" else []
        letters = [letter(answered(track, **{question.name: one})) for one in others]
        assert len({text for text, _ in letters}) == len(others)
        assert len({json.dumps(values) for _, values in letters}) == len(others)


def test_tracks_differ() -> None:
    """Who writes is told."""
    assert len({letter(answered(track))[0] for track in TRACKS}) == 3


def test_every_question_is_met() -> None:
    """No question of the form is left out of these tests, and no step leads nowhere."""
    assert {each.name for track in TRACKS for each in asked(track)} == {q.name for q in QUESTIONS}
    steps = {step for track in TRACKS for step in way({"track": track} | NOW_AND_CALLED)}
    assert {question.step for question in QUESTIONS} <= steps


def test_what_the_form_adds_itself_is_there() -> None:
    """The letter that this one adds to."""
    text, values = letter(answered("anonymous"), adds_to="HJKM2345")
    assert values["adds_to"] == "HJKM2345"
    assert "HJKM-2345" in text.splitlines()[0]
