"""Takes letters in: sealed, committed, only then received; once, however often Send is pressed."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from intake import reference
from intake.accepting.digest import Digests
from intake.accepting.doors import Doors
from intake.accepting.limits import Limits
from intake.accepting.pause import random_pause
from intake.accepting.pulse import Pulse, Standing
from intake.accepting.refusals import Refusal, Refused
from intake.facts import Intake
from intake.message import SealedMessage
from intake.outbox import Answered, Counts, Filed, Follows, NewThread, StoreUnavailable
from intake.reply import Reply, Told
from intake.sealing import NoUsableRecipient, Recipient


class ChangedSince(Exception):
    """This draft was sent before with other content; `filed` is the letter that was kept."""

    def __init__(self, filed: Filed) -> None:
        super().__init__("sent before with other content")
        self.filed = filed


class Sealing(Protocol):
    """Writes and seals a letter in memory."""

    def seal(self, told: Told, *, reference: str, now: int) -> SealedMessage: ...
    def usable(self, now: int) -> Sequence[Recipient]: ...


class Letterbox(Protocol):
    """Keeps sealed letters; `put` returns only after the letter is committed."""

    def put(
        self,
        message: SealedMessage,
        *,
        submission: bytes,
        digest: bytes,
        now: int,
        not_before: int,
        follows: Follows = None,
    ) -> Filed: ...
    def find(self, submission: bytes) -> Filed | None: ...
    def count(self, now: int) -> Counts: ...
    def writable(self) -> bool: ...


class Codes(Protocol):
    """Gives a letter the code by which its reporter can look again."""

    def begin(self, draft_id: bytes) -> tuple[str, NewThread]: ...
    def again(self, draft_id: bytes, filed: Filed) -> str: ...


@dataclass(frozen=True, kw_only=True, repr=False)
class Receipt:
    """A letter that was received."""

    filed: Filed
    code: str = ""
    """Of the reporter; empty where none is given, or when it may not be told again."""


@dataclass(frozen=True, kw_only=True)
class Clerk:
    """Whoever stands between the form and the outbox."""

    may_open: bool
    """Whether the municipality has answered all that opens the form."""
    rules: Intake
    """What it has decided on the form."""
    sealer: Sealing
    outbox: Letterbox
    digests: Digests
    limits: Limits
    clock: Callable[[], int]
    """Seconds UTC."""
    codes: Codes | None = None
    """Whether reporters are given a code."""
    doors: Doors = field(default_factory=Doors)

    @cached_property
    def store(self) -> Pulse:
        """How the store stands; a page asks here, and only Send waits for the store itself."""
        return Pulse(self._look_at_the_store)

    def closed(self, now: int) -> Refusal | None:
        """Why nobody can write now; None when anybody can."""
        return self.doors.closed(
            self.may_open,
            self.sealer.usable(now),
            self.limits.has_disk,
            lambda: self.store().writable,
        )

    def refuses(self, now: int, address: str = "") -> Refusal | None:
        """Why a letter that is sent from there now would not be taken."""
        closed = self.closed(now)
        if closed or self.limits.has_room(address):
            return closed
        return Refusal.TOO_MANY

    def is_late(self) -> bool:
        """Whether the oldest waiting letter has waited too long, as far as we can know."""
        return self.store().late

    def _look_at_the_store(self) -> Standing:
        return Standing(writable=self.outbox.writable(), late=self._waits_too_long())

    def _waits_too_long(self) -> bool:
        try:
            return self.outbox.count(self.clock()).oldest_hours > self.rules.late_hours
        except StoreUnavailable:
            return True

    def find(self, draft_id: bytes) -> Filed | None:
        """The letter that this draft already became. Raises `StoreUnavailable`."""
        return self.outbox.find(self.digests.submission(draft_id))

    def accept(self, told: Told, draft_id: bytes, address: str) -> Receipt:
        """Put the letter in the outbox, or find it there.

        Raises `ChangedSince`, and `Refused` when it cannot be said to be received.
        """
        digest = self.digests.content(draft_id, told)
        try:
            receipt = self._find_or_put(told, draft_id, digest, address)
        except StoreUnavailable as error:
            raise Refused(Refusal.NO_STORE) from error
        if not hmac.compare_digest(receipt.filed.digest, digest):
            raise ChangedSince(receipt.filed)
        if self.codes and not receipt.code and not isinstance(told, Reply):
            return Receipt(filed=receipt.filed, code=self.codes.again(draft_id, receipt.filed))
        return receipt

    def _find_or_put(self, told: Told, draft_id: bytes, digest: bytes, address: str) -> Receipt:
        """A letter that we have is known again before it costs anything, or takes from anybody."""
        submission = self.digests.submission(draft_id)
        filed = self.outbox.find(submission)
        if filed is not None:
            return Receipt(filed=filed)
        now = self.clock()
        if not self.limits.allow(address, marked=bool(told.marks)):
            raise Refused(Refusal.TOO_MANY)
        pause = random_pause(told, self.rules.forward_delay_minutes)
        code, follows = self._following(told, draft_id)
        sealed = self._seal(told, now)
        filed = self.outbox.put(
            sealed,
            submission=submission,
            digest=digest,
            now=now,
            not_before=now + pause,
            follows=follows,
        )
        return Receipt(filed=filed, code=code if filed.reference == sealed.reference else "")

    def _following(self, told: Told, draft_id: bytes) -> tuple[str, Follows]:
        """The code and thread of a letter; an answer belongs to the thread that it was asked in."""
        if isinstance(told, Reply):
            return "", Answered(reference=told.reference, number=told.number)
        return self.codes.begin(draft_id) if self.codes else ("", None)

    def _seal(self, told: Told, now: int) -> SealedMessage:
        """The sealed letter; without a reader there is none. Raises `Refused`."""
        try:
            return self.sealer.seal(told, reference=reference.new(), now=now)
        except NoUsableRecipient as error:
            raise Refused(Refusal.NO_KEY) from error
