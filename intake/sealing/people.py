"""Who may open letters, read from their folder in one place, and again whenever it changes.

A recipient who was taken off the list gets no more mail, without a restart. A change with mistakes
in it keeps the people who were there before, and is told once.
"""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from intake.sealing.recipients import Recipient, RecipientsError, load

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.1
"""One look is good for so long: a letter asks twice who may read it."""
Stamp = frozenset[tuple[str, int, int]]
"""Name, size and time of change of every file in the folder."""


@dataclass(kw_only=True)
class People:
    """The recipients of one installation, as their folder has them now."""

    folder: Path
    demonstration: bool = False
    tell: Callable[[], None] = lambda: None
    """Called when a change cannot be read."""
    steady: Callable[[], float] = time.monotonic
    _stamp: Stamp = frozenset()
    _good_until: float = 0.0
    _listed: tuple[Recipient, ...] = ()
    _seen: bool = field(default=False)

    def __call__(self) -> tuple[Recipient, ...]:
        """Everybody on the list. Raises `RecipientsError` only where nobody was ever read."""
        if (now := self.steady()) < self._good_until:
            return self._listed
        stamp = self._look()
        if not self._seen or stamp != self._stamp:
            self._read()
            self._stamp = stamp
        self._good_until = now + LOOK_SECONDS
        return self._listed

    def _read(self) -> None:
        try:
            listed = load(self.folder, demonstration=self.demonstration)
        except RecipientsError:
            if not self._seen:
                raise
            log.error("the changed list of recipients has mistakes: the old one stays; see `check`")
            self.tell()
            return
        if self._seen:
            log.warning("the list of recipients was read again: %d on it", len(listed))
        self._listed, self._seen = listed, True

    def _look(self) -> Stamp:
        try:
            with os.scandir(self.folder) as files:
                looks = [(file.name, file.stat()) for file in files]
        except OSError:
            return frozenset()
        return frozenset((name, look.st_size, look.st_mtime_ns) for name, look in looks)
