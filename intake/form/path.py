"""The way through the form: each person meets only their own steps, the unfinished one first."""

from intake.form.question import Answers, Step
from intake.form.questions import met

UNCOUNTED = frozenset({Step.DANGER})
"""A stop on the way to 112, not a step of the form."""


def way(answers: Answers) -> tuple[Step, ...]:
    """The steps on which this person is asked something, and the check page."""
    steps = {each.step for each in met(answers)}
    return tuple(step for step in Step if step in steps or step is Step.CHECK)


def unfinished(answers: Answers) -> Step | None:
    """The first step with an answer that is not good yet; None when all can be sent."""
    wanting = {question.step for question in met(answers) if question.problem(answers)}
    return next((step for step in Step if step in wanting), None)


def before(step: Step, answers: Answers) -> Step:
    """The step that comes before."""
    steps = (Step.START, *way(answers))
    return steps[max(steps.index(step) - 1, 0)] if step in steps else Step.PERSON


def position(step: Step, answers: Answers) -> tuple[int, int] | None:
    """Which number of how many; None where the total is not known yet or nothing is counted."""
    steps = tuple(each for each in way(answers) if each not in UNCOUNTED)
    if step not in steps or not (answers.get("track") or Step.REPLY in steps):
        return None
    return steps.index(step) + 1, len(steps)
