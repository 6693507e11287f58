"""From answers to a `Concern` or a `Reply`: nothing left out, nothing added, nothing changed.

Parse, do not validate: whoever holds one needs no second look at its answers.
"""

from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from intake.concern import TRACKS, Concern, Mark, PersonOfConcern, Reporter
from intake.form.draft import REPLIES_TO, Draft
from intake.form.path import unfinished
from intake.form.question import Answers, Step
from intake.form.questions import QUESTIONS, REPLY, UNSAID
from intake.reply import Reply

LEAST_SECONDS = 5
"""Nobody reads, writes and checks five pages faster."""


def to_reply(draft: Draft, language: str, now: int) -> Reply | Step:
    """The finished answer to a question of the infohus, or the step that is not finished."""
    step = unfinished(draft.answers)
    if step is not None:
        return step
    return Reply(
        text=draft.answers[REPLY.name],
        language=language,
        reference=draft.adds_to,
        number=int(draft.answers[REPLIES_TO]),
        marks=marks(draft, now),
    )


def to_concern(draft: Draft, language: str, now: int) -> Concern | Step:
    """The finished letter, or the first step that is not finished."""
    answers = draft.answers
    step = unfinished(answers)
    if step is not None:
        return step
    return Concern(
        **_values(Concern, Concern, answers),
        person=PersonOfConcern(**_values(PersonOfConcern, PersonOfConcern, answers)),
        reporter=_reporter(answers),
        language=language,
        adds_to=draft.adds_to,
        marks=marks(draft, now),
    )


def _reporter(answers: Answers) -> Reporter:
    """Who writes; what an anonymous person typed before changing their mind is not taken along."""
    kind = TRACKS[answers["track"]]
    return kind(**_values(Reporter, kind, answers))


def _values(part: object, kind: type, answers: Answers) -> dict[str, Any]:
    """The attributes of one part of the concern, for the questions that this person met."""
    hints = _hints(kind)
    met = (each for each in QUESTIONS if each.part is part and each.is_asked(answers))
    return {each.holds: _value(hints[each.holds], answers.get(each.name, "")) for each in met}


_hints = cache(get_type_hints)


def _value(hint: Any, answer: str) -> str | StrEnum | None:
    """A text as it was typed, or the option that was chosen."""
    if hint is str:
        return answer
    options = next(kind for kind in get_args(hint) or (hint,) if kind is not type(None))
    chosen: StrEnum | None = None if answer in {"", UNSAID} else options(answer)
    return chosen


def marks(draft: Draft, now: int) -> frozenset[Mark]:
    """Why this may be spam: it is sent all the same, with the mark."""
    marks = set()
    if draft.trapped:
        marks.add(Mark.TRAP_FILLED)
    if 0 <= now - draft.began < LEAST_SECONDS:
        marks.add(Mark.TOO_FAST)
    return frozenset(marks)
