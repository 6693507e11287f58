"""How the store stands, asked by a thread of its own, so that no page ever waits for the store.

A store that hangs answers nothing: what is known of it is good for some seconds, and then it counts
as away. Until `start` the question is asked by whoever wants to know.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

PAUSE_SECONDS = 1.0
GOOD_SECONDS = 4.0
"""With the pauses: nobody is told for longer than this that a store can be used that cannot."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a page must know of the store."""

    writable: bool
    """A letter could be stored now."""
    late: bool
    """The oldest waiting letter has waited too long, as far as we can know."""


AWAY = Standing(writable=False, late=True)


class Pulse:
    """The newest answer, while it is young enough to be believed."""

    def __init__(
        self, ask: Callable[[], Standing], steady: Callable[[], float] = time.monotonic
    ) -> None:
        """`ask` may take its time; it must not raise."""
        self._ask = ask
        self._steady = steady
        self._known, self._good_until = AWAY, 0.0
        self._runs = False

    def __call__(self) -> Standing:
        """At once, when the thread runs."""
        if not self._runs:
            return self._ask()
        return self._known if self._steady() < self._good_until else AWAY

    def look(self) -> None:
        """Ask, and keep the answer."""
        self._known = self._ask()
        self._good_until = self._steady() + GOOD_SECONDS

    def start(self) -> None:
        """Ask once, then on and on until the process ends."""
        self.look()
        self._runs = True
        threading.Thread(target=self._go_on, name="pulse", daemon=True).start()

    def _go_on(self) -> None:
        never = threading.Event()
        while not never.wait(PAUSE_SECONDS):
            self.look()
