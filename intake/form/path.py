"""The steps and the way through them: each person meets only their own."""

from collections.abc import Mapping
from enum import StrEnum


class Step(StrEnum):
    """A page of the form, by the name it has in the texts and in `step`."""

    START = "start"
    WAY = "way"
    WORRY = "worry"
    PERSON = "person"
    CONTACT = "contact"
    CHECK = "check"


def path(answers: Mapping[str, str]) -> tuple[Step, ...]:
    """The counted steps this person meets; an anonymous one is never asked how to be reached."""
    if answers.get("track") in {"named", "professional"}:
        return (Step.WAY, Step.WORRY, Step.PERSON, Step.CONTACT, Step.CHECK)
    return (Step.WAY, Step.WORRY, Step.PERSON, Step.CHECK)


def after(step: Step, answers: Mapping[str, str]) -> Step:
    """The step that follows."""
    steps = (Step.START, *path(answers))
    return steps[min(steps.index(step) + 1, len(steps) - 1)] if step in steps else Step.CHECK


def before(step: Step, answers: Mapping[str, str]) -> Step:
    """The step that comes before."""
    steps = (Step.START, *path(answers))
    return steps[max(steps.index(step) - 1, 0)] if step in steps else Step.PERSON


def position(step: Step, answers: Mapping[str, str]) -> tuple[int, int] | None:
    """Which number of how many; None where the total is not known yet or nothing is counted."""
    steps = path(answers)
    if step not in steps or not answers.get("track"):
        return None
    return steps.index(step) + 1, len(steps)
