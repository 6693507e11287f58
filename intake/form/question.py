"""What a question of the form is, and when an answer to it is good."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache

from intake.concern import TRACKS, Reporter

Answers = Mapping[str, str]


class Step(StrEnum):
    """A page of the form, by the name it has in the texts and in `step`."""

    START = "start"
    WAY = "way"
    WORRY = "worry"
    DANGER = "danger"
    PERSON = "person"
    CONTACT = "contact"
    REPLY = "reply"
    """The only one of whoever answers a question of the infohus."""
    CHECK = "check"


@cache
def _attributes(track: str) -> frozenset[str]:
    """What is asked of somebody who writes in this way. Raises `KeyError` for what is no way."""
    return frozenset(each.name for each in fields(TRACKS[track]))


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. Its words stand under `STEP.NAME` in the texts."""

    name: str
    """Of the field on the page, and of the answer in the draft."""
    step: Step
    part: object
    """The type in `intake.concern` that holds the answer."""
    attribute: str = ""
    """Where it differs from the name."""
    options: tuple[str, ...] = ()
    """One of a few; without options it is a text."""
    explained: frozenset[str] = frozenset()
    """Options that say what follows from them."""
    longest: int = 0
    """Code points of a text; nothing is ever cut, a longer text is told so."""
    rows: int = 1
    required: bool = False
    or_else: str = ""
    """The question that may be answered instead: neither is called voluntary."""
    only_after: tuple[str, str] | None = None
    """Question and answer without which this one is not asked."""
    hinted: bool = False
    counted: bool = False
    """The page shows how much has been written."""
    is_email: bool = False
    look: Mapping[str, str] = field(default_factory=dict)
    """Attributes of the field in HTML; the reporter's own data carry tokens (WCAG 1.3.5)."""

    @property
    def holds(self) -> str:
        """Name of the attribute that holds the answer."""
        return self.attribute or self.name

    def is_asked(self, answers: Answers) -> bool:
        """Whether this person meets the question."""
        if self.only_after and answers.get(self.only_after[0]) != self.only_after[1]:
            return False
        if self.part is not Reporter:
            return True
        track = answers.get("track", "")
        return track in TRACKS and self.holds in _attributes(track)

    def problem(self, answers: Answers) -> str | None:
        """What is wrong with the answer, as the last part of a key in the texts; None if good."""
        answer = answers.get(self.name, "")
        if self.options:
            is_open = not answer and not self.required
            return None if is_open or answer in self.options else "missing"
        if len(answer) > self.longest:
            return "too_long"
        if not answer.strip():
            instead = answers.get(self.or_else, "").strip() if self.or_else else ""
            return "missing" if self.required or (self.or_else and not instead) else None
        return "wrong" if self.is_email and "@" not in answer else None
