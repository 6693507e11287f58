"""The questions of the form in the order of a telephone call, all on one page.

Whoever writes the call down sees every question at once. So an answer to a question that this
caller is not asked is a mistake to look at, never dropped.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from intake.concern import EmergencyCall
from intake.form.question import Answers, Question, Step
from intake.form.questions import QUESTIONS, UNSAID


class Moment(StrEnum):
    """A part of a call, in its order; by the name that its words have."""

    DANGER = "danger"
    CHILD = "child"
    WHAT = "what"
    WHEN = "when"
    WHO = "who"
    BACK = "back"


_BY_STEP = {
    Step.WAY: Moment.BACK,
    Step.WORRY: Moment.WHEN,
    Step.DANGER: Moment.DANGER,
    Step.PERSON: Moment.WHO,
    Step.CONTACT: Moment.BACK,
}
_EARLIER = {
    "urgency": Moment.DANGER,
    "age": Moment.CHILD,
    "residence": Moment.CHILD,
    "text": Moment.WHAT,
}
"""What is asked sooner than in the form."""
_NEEDLESS = frozenset({"", UNSAID, EmergencyCall.NOT_MADE})
"""What may stand as the answer to a question that was not asked: nothing is lost with it."""


def moment(question: Question) -> Moment:
    """When in a call it is asked; a new question of the form has its moment by its step."""
    return _EARLIER.get(question.name, _BY_STEP[question.step])


def questions() -> tuple[Question, ...]:
    """All of the form, in the order of a call. Whoever chose too much can take it back."""
    return tuple(
        _retractable(each) for part in Moment for each in QUESTIONS if moment(each) is part
    )


def heard(fields: Mapping[str, str]) -> dict[str, str]:
    """The answers among these fields; what was taken back is no answer."""
    given = ((each, fields[each.name]) for each in QUESTIONS if each.name in fields)
    return {
        each.name: "" if answer == UNSAID and UNSAID not in each.options else answer
        for each, answer in given
    }


def problem(question: Question, answers: Answers) -> str | None:
    """As `Question.problem`, and `not_asked` where the answer would be left out."""
    if question.is_asked(answers):
        return question.problem(answers)
    return None if answers.get(question.name, "").strip() in _NEEDLESS else "not_asked"


def _retractable(question: Question) -> Question:
    """A button cannot be let go without a script: so there is one more that says nothing."""
    is_for_some = question.only_after is not None or not question.is_asked({})
    if not (question.options and is_for_some) or UNSAID in question.options:
        return question
    return replace(question, options=(*question.options, UNSAID))
