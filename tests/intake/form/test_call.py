"""The form's questions in the order of a call: all of them, and nothing typed is left out."""

import pytest

from intake.form import QUESTIONS, Moment, heard, moment
from intake.form.call import problem, questions
from intake.form.question import Question
from intake.form.questions import UNSAID


def named(name: str) -> Question:
    return next(each for each in questions() if each.name == name)


def test_every_question_has_its_moment() -> None:
    """In the order of a call: danger first, who calls last."""
    asked = questions()
    assert sorted(each.name for each in asked) == sorted(each.name for each in QUESTIONS)
    order = [list(Moment).index(moment(each)) for each in asked]
    assert order == sorted(order)
    assert [each.name for each in asked][:3] == ["urgency", "emergency_call", "age"]


def test_what_is_not_asked_of_everybody_can_be_taken_back() -> None:
    """A radio button cannot be let go; what all are asked has no such option."""
    extra = {each.name for each in questions() if UNSAID in each.options}
    assert extra == {"emergency_call", "relation", "voice_message", "statutory_notification"}
    given = heard({"voice_message": UNSAID, "relation": UNSAID, "text": "x", "code": "k"})
    assert given == {"voice_message": "", "relation": UNSAID, "text": "x"}


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("text", {}, "missing"),
        ("text", {"text": "x"}, None),
        ("reporter_name", {"track": "anonymous", "reporter_name": "x"}, "not_asked"),
        ("reporter_name", {"track": "anonymous", "reporter_name": "  "}, None),
        ("reporter_name", {"track": "named"}, "missing"),
        ("workplace", {"track": "named", "workplace": "x"}, "not_asked"),
        ("emergency_call", {"urgency": "now"}, "missing"),
        ("emergency_call", {"urgency": "within_days", "emergency_call": "made"}, "not_asked"),
        ("emergency_call", {"urgency": "within_days", "emergency_call": "not_made"}, None),
        ("voice_message", {"track": "anonymous", "voice_message": "yes"}, "not_asked"),
    ],
)
def test_an_answer_that_would_be_left_out_is_a_mistake(
    name: str, answers: dict[str, str], said: str | None
) -> None:
    """All others are judged as in the form."""
    assert problem(named(name), answers) == said
