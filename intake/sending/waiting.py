"""Why letters wait, for whoever looks after the service.

Told by kind (an error's class, a reply's code), never with an address or a server's words. Letters
that are tried again and again, and none accepted, are rung for within the hour: whoever wrote may
have written of something that cannot wait a day. So is a mail server that would take none.
"""

import logging
from collections.abc import Callable

from intake.alarm import Word

log = logging.getLogger(__name__)


class Waiting:
    """`reason` is the last failure since a letter was accepted."""

    def __init__(
        self, alarm: Callable[[Word], None], steady: Callable[[], float], patience: float
    ) -> None:
        """Rings `late` when `patience` seconds have brought nothing but failures."""
        self._alarm = alarm
        self._steady = steady
        self._patience = patience
        self._since: float | None = None
        self.reason = ""

    def because(self, reason: str) -> None:
        """A letter was refused; a new reason is logged."""
        self._is_now(reason, "letters wait: %s")

    def fails(self, reason: str) -> None:
        """What should go on by itself was tried in vain."""
        self.because(reason)
        self._in_vain(Word.LATE)

    def would_fail(self, reason: str) -> None:
        """No letter was tried, and the mail server would take none."""
        self._is_now(reason, "letters would wait: %s")
        self._in_vain(Word.NO_MAIL)

    def _is_now(self, reason: str, told: str) -> None:
        if reason != self.reason:
            log.warning(told, reason)
        self.reason = reason

    def _in_vain(self, word: Word) -> None:
        if self._since is None:
            self._since = self._steady()
        if self._steady() - self._since >= self._patience:
            self._alarm(word)

    def ends(self) -> None:
        """A letter was accepted, or none waits."""
        if self.reason:
            log.warning("letters wait no longer")
        self.reason, self._since = "", None
