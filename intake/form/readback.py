"""What was answered, as it is read back: on the check page, and on every page that says no."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from intake.form.exposure import hints
from intake.form.path import Step, path
from intake.form.steps import Setting, answer_fields, build

Row = tuple[Step, str, Markup, str | None]
"""Step, name of the field, its label, and the answer (None: not given)."""


def rows(setting: Setting) -> list[Row]:
    """Every question this person meets, with the answer."""
    return [row for step in path(setting.draft.answers)[:-1] for row in step_rows(setting, step)]


def step_rows(setting: Setting, step: Step) -> list[Row]:
    """The questions of one step, with the answers."""
    form = build(step, setting)
    return [(step, field.name, field.say("label"), answer_shown(field)) for field in form.answers()]


def answer_shown(field: Any) -> str | None:
    """An answer as it is read: the words of an option, the text as it was typed."""
    if field.kind == "choice":
        return field.chosen() or (field.data or None)
    return field.data if (field.data or "").strip() else None


def typed(setting: Setting, strange: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """Everything there is, by label: also what stands in no field of ours."""
    answers = setting.draft.answers
    found = []
    for step in (Step.WAY, Step.WORRY, Step.PERSON, Step.CONTACT):
        given = set(answer_fields(step, answers | {"track": "professional"})) & set(answers)
        everything = setting.draft.with_answers(answers | {"track": "professional"})
        asked = replace(setting, draft=everything) if step is Step.CONTACT else setting
        for row in step_rows(asked, step):
            if row[1] in given and row[3] is not None:
                found.append((str(row[2]), row[3]))
    return found + [pair for pair in strange if answers.get(pair[0]) != pair[1]]


def exposed(answers: Mapping[str, str]) -> tuple[str, ...]:
    """What in an anonymous letter may show who wrote it."""
    if answers.get("track") != "anonymous":
        return ()
    return hints(answers.get(name, "") for name in ("text", "when", "where", "identification"))
