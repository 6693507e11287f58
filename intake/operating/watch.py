"""Looks now and then at what must be true for the form to stay open, and rings when it is not.

A visitor may not come for a week: the operator must hear of a certificate that ended before that.
"""

import threading
from contextlib import suppress

from intake.alarm import Word
from intake.installation import Installation
from intake.outbox import StoreUnavailable
from intake.sealing import NoUsableRecipient, count_keys

PAUSE_SECONDS = 20


class Watch:
    """A thread that looks three times a minute."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._refused = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    @property
    def failed(self) -> bool:
        """Whether the alarm could not be rung."""
        return self._installation.alarm.failed

    def start(self) -> None:
        """Look at once, then go on."""
        self._thread.start()

    def stop(self) -> None:
        """A look that has begun is finished; none begins after it."""
        self._stop.set()

    def look(self) -> tuple[Word, ...]:
        """Ring for what is wrong, and say what it was."""
        sealer, now = self._installation.sealer, self._installation.clock()
        limits = self._installation.limits
        known, self._refused = self._refused, limits.refused
        keys = count_keys(sealer.usable(now))
        seen = (
            (keys == 0, Word.NO_KEY),
            (keys == 1, Word.ONE_KEY),
            (bool(sealer.unusable(now)), Word.LEFT_OUT),
            (not limits.has_disk(), Word.NO_ROOM),
            (not self._installation.outbox.writable(), Word.STORE),
            (self._refused > known, Word.FLOOD),
        )
        wrong = tuple(word for is_so, word in seen if is_so)
        for word in wrong:
            self._installation.alarm(word)
        return wrong

    def ask(self) -> None:
        """Ask the coordinators, once, whether letters that were read long ago are closed."""
        if self._installation.facts.loop.is_on:
            with suppress(StoreUnavailable, NoUsableRecipient):  # both are rung for by `look`
                self._installation.desk().ask_what_is_unfinished()

    def _run(self) -> None:
        while True:
            self.look()
            self.ask()
            if self._stop.wait(PAUSE_SECONDS):
                return
