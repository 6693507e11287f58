"""What a reporter's code is for: to see how their letter stands, to be asked, and to answer.

The code is told once, on the receipt, and stored nowhere. A repeat tells it again only on the day
of sending, before it was used, and when it is certain to be the right one.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake import reply_code
from intake.days import day_of
from intake.loop import box
from intake.loop.keys import Keys, ThreadKey
from intake.outbox import Filed, NewThread, Outbox, Standing, StoreUnavailable, Thread
from intake.reply_code import Slip

QUIET_DAYS = 3
"""After so many days without a human the page says: call."""


class State(StrEnum):
    """How a letter stands, as the reporter is told it in fixed words."""

    STORED = "stored"
    SENT = "sent"
    QUIET = "quiet"
    READ = "read"
    PASSED_ON = "passed_on"
    FINISHED = "finished"


_BY_A_HUMAN: Mapping[Standing | None, State] = {
    Standing.READ: State.READ,
    Standing.PASSED_ON: State.PASSED_ON,
    Standing.FINISHED: State.FINISHED,
}


@dataclass(frozen=True, kw_only=True, repr=False)
class Status:
    """What a right code leads to."""

    thread: Thread
    today: date
    question: str
    """Opened in memory; empty when none is open, or when what lies there is not ours."""

    @property
    def state(self) -> State:
        """The line of the fixed texts."""
        if by_a_human := _BY_A_HUMAN.get(self.thread.standing):
            return by_a_human
        if not self.thread.is_accepted:
            return State.STORED
        is_quiet = (self.today - self.thread.day).days >= QUIET_DAYS
        return State.QUIET if is_quiet else State.SENT


@dataclass(frozen=True, kw_only=True, repr=False)
class Replies:
    """The reporters' side of the threads of one installation."""

    outbox: Outbox
    keys: Keys
    clock: Callable[[], int]
    """Seconds UTC."""

    def begin(self, draft_id: bytes) -> tuple[str, NewThread]:
        """The code of the letter that this draft becomes, and its thread to store with it."""
        code = self.keys.code(draft_id)
        key = self.keys.derive(code)
        return code, NewThread(id=key.id, public_key=key.public)

    def again(self, draft_id: bytes, filed: Filed) -> str:
        """The code of a letter that was sent before; empty when it may not be told any more.

        Whichever key was changed meanwhile, the thread is not found then: no code is told rather
        than a wrong one.
        """
        if filed.day != day_of(self.clock()):
            return ""
        code = self.keys.code(draft_id)
        try:
            thread = self.outbox.threads.of(filed.reference)
        except StoreUnavailable:
            return ""
        if thread is None or thread.used or thread.id != self.keys.derive(code).id:
            return ""
        return code

    def find(self, typed: str) -> Status | Slip | None:
        """What was typed leads to; None: to nothing that we know. Raises `StoreUnavailable`."""
        code = reply_code.read(typed)
        if isinstance(code, Slip):
            return code
        key = self.keys.derive(code)
        thread = self.outbox.threads.find(key.id)
        if thread is None:
            return None
        if not thread.used:
            with suppress(StoreUnavailable):  # a full disk keeps nobody from looking
                self.outbox.threads.use(key.id)
        return Status(thread=thread, today=day_of(self.clock()), question=_question(thread, key))

    def delete(self, status: Status, number: int) -> None:
        """The reporter deletes this question. Raises `StoreUnavailable`."""
        self.outbox.threads.close(status.thread.id, number, self.clock())

    def refuse(self, status: Status, number: int) -> None:
        """The reporter wants no more questions. Raises `StoreUnavailable`."""
        self.outbox.threads.close(status.thread.id, number, self.clock(), no_more=True)


def _question(thread: Thread, key: ThreadKey) -> str:
    if thread.box is None:
        return ""
    try:
        return box.unseal(thread.box, key, reference=thread.reference, number=thread.questions)
    except box.NotOurs:
        return ""
