"""Asks the mail server now and then whether it would take a letter, while there is none to send.

The first letter in a week may be the one that cannot wait: a name that no longer resolves, an
address that is no longer allowed or a certificate that ended is known before it comes.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from intake.message import Unreachable
from intake.sending.waiting import Waiting


@dataclass(kw_only=True)
class Probe:
    """A letter that was tried tells the same: then nobody is asked."""

    ask: Callable[[], None]
    """Returns when the server would take a letter. Raises `Unreachable`."""
    waiting: Waiting
    steady: Callable[[], float]
    seconds: float
    away: bool = False
    """What the last answer was."""
    _asked: float = -math.inf

    def was_tried(self) -> None:
        """A letter was, a moment ago: that told as much as asking would."""
        self._asked, self.away = self.steady(), False

    def look(self) -> None:
        """Ask, when nobody has for a while."""
        if self.steady() - self._asked < self.seconds:
            return
        self._asked = self.steady()
        try:
            self.ask()
        except Unreachable as trouble:
            self.away = True
            self.waiting.would_fail(str(trouble))
        else:
            self.away = False
