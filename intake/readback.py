"""What was answered, as it is read back: on the check page, and on every page that says no."""

from typing import Any

from markupsafe import Markup

from intake.exposure import hints
from intake.form import Step, answer_fields, build, path
from intake.sitting import Sitting

Row = tuple[Step, str, Markup, str | None]
"""Step, name of the field, its label, and the answer (None: not given)."""


def rows(sitting: Sitting) -> list[Row]:
    """Every question this person meets, with the answer."""
    return [row for step in path(sitting.draft.answers)[:-1] for row in step_rows(sitting, step)]


def step_rows(sitting: Sitting, step: Step) -> list[Row]:
    """The questions of one step, with the answers."""
    form = build(step, sitting.setting)
    return [(step, field.name, field.say("label"), answer_shown(field)) for field in form.answers()]


def answer_shown(field: Any) -> str | None:
    """An answer as it is read: the words of an option, the text as it was typed."""
    if field.kind == "choice":
        return field.chosen() or (field.data or None)
    return field.data if (field.data or "").strip() else None


def typed(sitting: Sitting) -> list[tuple[str, str]]:
    """Everything there is, by label: also what stands in no field of ours."""
    answers = sitting.draft.answers
    found = []
    for step in (Step.WAY, Step.WORRY, Step.PERSON, Step.CONTACT):
        given = set(answer_fields(step, answers | {"track": "professional"})) & set(answers)
        asked = sitting.having(sitting.draft.with_answers(answers | {"track": "professional"}))
        for row in step_rows(asked if step is Step.CONTACT else sitting, step):
            if row[1] in given and row[3] is not None:
                found.append((str(row[2]), row[3]))
    return found + [pair for pair in sitting.strange if answers.get(pair[0]) != pair[1]]


def exposed(sitting: Sitting) -> tuple[str, ...]:
    """What in an anonymous letter may show who wrote it."""
    answers = sitting.draft.answers
    if answers.get("track") != "anonymous":
        return ()
    return hints(answers.get(name, "") for name in ("text", "when", "where", "identification"))
