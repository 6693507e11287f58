"""Whether the form is open: closed unless everything that makes it honest is there.

To open takes two recipients under different keys; to stay open one is enough (the operator is told
by the alarm). The memory of having been open is this object's, for the life of the process.
"""

from collections.abc import Callable, Sequence

from intake.accepting.refusals import Refusal
from intake.sealing import Recipient, count_keys

TO_OPEN = 2
TO_STAY_OPEN = 1


class Doors:
    """Open or closed, judged at each request."""

    def __init__(self) -> None:
        self._has_been_open = False

    def closed(
        self,
        may_open: bool,
        readers: Sequence[Recipient],
        has_disk: Callable[[], bool],
        writable: Callable[[], bool],
    ) -> Refusal | None:
        """The reason why the form is closed, or None when it is open."""
        if not may_open:
            return Refusal.CLOSED
        needed = TO_STAY_OPEN if self._has_been_open else TO_OPEN
        if count_keys(tuple(readers)) < needed:
            return Refusal.NO_KEY
        if not has_disk():
            return Refusal.NO_ROOM
        if not writable():
            return Refusal.NO_STORE
        self._has_been_open = True
        return None
