"""Where a coordinator says: a human has it. And every act is told to all.

A look changes nothing. An act is the same however often it is sent on one day. The name of who
acted stands in the sealed note and nowhere else.
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from intake import reference as references
from intake.days import day_of
from intake.facts import Loop, LoopStep, Municipality, read_texts
from intake.loop.codes import Codes, Mistake
from intake.loop.drill import Outcome, newest_outcome
from intake.loop.notes import NoteWriter
from intake.message import SealedMessage
from intake.outbox import Outbox, Practice, Seen, Standing, StoreUnavailable, Submission, Told
from intake.sealing import Recipient

TAKE = "take:"
BY_PHONE = "by_phone"
_LATER = (Standing.PASSED_ON, Standing.FINISHED)
_LABEL = b"note\0"


class NotWaiting(Exception):
    """Nobody waits for this letter to be acknowledged, or we do not have it."""


class Sealing(Protocol):
    """What the desk asks of the sealer: a note is sealed as a letter is."""

    def seal_note(
        self, note: bytes, *, reference: str, now: int, also: Sequence[str] = ()
    ) -> SealedMessage: ...


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One letter as the page shows it to whoever has its code."""

    reference: str
    seen: Seen
    takers: tuple[str, ...]
    """Names of those who can say: I take it."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be said of it now."""
        first = (*(f"{TAKE}{name}" for name in self.takers), str(Standing.READ))
        is_new = self.seen.standing in (None, Standing.AWAITED, Standing.MISSED)
        return first if is_new else (*first, *map(str, _LATER))


@dataclass(frozen=True, kw_only=True, repr=False)
class Desk:
    """Where a letter is acknowledged, by its code, for one installation."""

    outbox: Outbox
    sealer: Sealing
    people: Callable[[], Sequence[Recipient]]
    codes: Codes
    key: bytes
    """Keys the digests by which one act is known again."""
    facts: Municipality
    clock: Callable[[], int]
    """Seconds UTC."""

    @property
    def rules(self) -> Loop:
        return self.facts.loop

    @cached_property
    def notes(self) -> NoteWriter:
        """In Danish, whatever the reporter wrote in."""
        return NoteWriter(words=read_texts("notes.da"), infohus=self.facts.infohus.name)

    def find(self, typed: str) -> Matter | Mistake:
        """The letter whose code was typed. Raises `StoreUnavailable`."""
        reference = self.codes.find(typed)
        if isinstance(reference, Mistake):
            return reference
        seen = self.outbox.seen(reference)
        if seen is None or not self._counts(seen):
            return Mistake.UNKNOWN
        names = dict.fromkeys(each.name for each in self.people() if each.gets_mail)
        return Matter(reference=reference, seen=seen, takers=tuple(names))

    def act(self, matter: Matter, choice: str) -> None:
        """Do what was chosen, one of the matter's choices, and tell all.

        Raises `StoreUnavailable` and `NoUsableRecipient`; then nothing was done.
        """
        if choice not in matter.choices:
            raise ValueError("not a choice of this letter")
        if choice.startswith(TAKE):
            name = choice.removeprefix(TAKE)
            self._do(matter.reference, matter.seen, Standing.READ, ("take", name))
        else:
            self._do(matter.reference, matter.seen, Standing(choice), (choice, ""))

    def acknowledge(self, reference: str) -> None:
        """For the day on which a coordinator cannot open the letter and rings. As `act` raises,
        and `NotWaiting`.
        """
        seen = self.outbox.seen(reference)
        is_asked = seen and (seen.practice or seen.standing not in (None, Standing.NOTE))
        if seen is None or not is_asked:
            raise NotWaiting
        self._do(reference, seen, Standing.READ, (BY_PHONE, ""))

    def tell_question(self, matter: Matter, number: int, text: str) -> Told:
        """The sealed copy of a question to the reporter, for all who have the letter."""
        sentence = self.notes.question(matter.reference, number, text)
        act = (matter.reference, "question", str(number), text)
        return self._sealed(act, sentence, self.clock(), matter.seen)

    def ask_what_is_unfinished(self) -> int:
        """Ask all whether old letters are closed; how many were asked about. Raises as `act`."""
        now = self.clock()
        old = self.outbox.unfinished(now, self.rules.ask_finished_days)
        for reference in old:
            days = self.rules.ask_finished_days
            sentence = self.notes.sentence("ask", reference, days=days)
            self.outbox.ask(reference, self._sealed((reference, "ask"), sentence, now))
        return len(old)

    def public_drill(self) -> Outcome | None:
        """How the newest drill went, where the municipality shows it and we can know."""
        if not (self.rules.is_on and self.rules.drill_public):
            return None
        try:
            return newest_outcome(self.outbox.tried(Practice.DRILL), self.clock())
        except StoreUnavailable:
            return None

    def _counts(self, seen: Seen) -> bool:
        """On trial only test letters do."""
        if self.rules.step == LoopStep.TRIAL:
            return seen.practice is Practice.TEST
        return seen.practice is not None or seen.standing not in (None, Standing.NOTE)

    def _do(self, reference: str, seen: Seen, act: Standing, said: tuple[str, str]) -> None:
        now, (key, name) = self.clock(), said
        sentence = self.notes.sentence(key, reference, name)
        told = self._sealed((reference, *said), sentence, now, seen)
        self.outbox.acknowledge(reference, act, told)

    def _sealed(
        self, act: tuple[str, ...], sentence: str, now: int, seen: Seen | None = None
    ) -> Told:
        """A note under a number of its own; the same act on the same day is the same note."""
        number = references.new()
        inside = self.notes.write(number, now, sentence, seen.practice if seen else None)
        also = seen.substitutes if seen else ()
        note = self.sealer.seal_note(inside, reference=number, now=now, also=also)
        once = "\0".join((*act, str(day_of(now)))).encode()
        digest = hmac.digest(self.key, _LABEL + once, "sha256")
        return note, Submission(id=digest, digest=digest, now=now, not_before=now)
