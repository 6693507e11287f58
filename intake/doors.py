"""Whether the form is open: closed unless everything that makes it honest is there.

To open takes two recipients under different keys; to stay open one is enough (the operator is told
by the alarm). The memory of having been open is this object's, for the life of the process.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from intake.municipality import Municipality
from intake.recipients import Recipient, count_keys

TO_OPEN = 2
TO_STAY_OPEN = 1


class Closed(StrEnum):
    """Why nobody can write just now."""

    CLOSED = "closed"
    NO_KEY = "no_key"
    NO_STORE = "no_store"


class _Sealer(Protocol):
    def usable(self, now: int) -> Sequence[Recipient]: ...


class _Outbox(Protocol):
    def writable(self) -> bool: ...


class Doors:
    """Open or closed, judged at each request."""

    def __init__(self) -> None:
        self._has_been_open = False

    def closed(
        self, municipality: Municipality, sealer: _Sealer, outbox: _Outbox, now: int
    ) -> Closed | None:
        """The reason why the form is closed, or None when it is open."""
        if not municipality.intake.may_open:
            return Closed.CLOSED
        needed = TO_STAY_OPEN if self._has_been_open else TO_OPEN
        if count_keys(tuple(sealer.usable(now))) < needed:
            return Closed.NO_KEY
        if not outbox.writable():
            return Closed.NO_STORE
        self._has_been_open = True
        return None
