"""The threads that answer: each network in turn, and some threads are always free of the store.

Whoever asks a thousand times waits behind their own thousand; everybody else waits behind one of
theirs. A letter that is sent may have to wait for the store, so never all threads do that at once.
"""

import logging
import threading
import time
from collections import OrderedDict, deque
from typing import Protocol

log = logging.getLogger(__name__)


class Asking(Protocol):
    """A line with a whole question, as waitress hands it over."""

    @property
    def network(self) -> str:
        """The network whose turn it takes."""

    @property
    def sends(self) -> bool:
        """Whether it may have to wait for the store."""

    def service(self) -> None: ...
    def cancel(self) -> None: ...


class Turns:
    """Takes the place of waitress' own dispatcher."""

    def __init__(self, threads: int, *, sending: int) -> None:
        """At most `sending` of the threads serve letters that are sent."""
        self._changed = threading.Condition()
        self._rows = {False: _Row(), True: _Row()}
        self._free = {False: threads, True: sending}
        self._running, self._stopped, self._last = threads, False, False
        for number in range(threads):
            name = f"answering-{number}"
            threading.Thread(target=self._work, name=name, daemon=True).start()

    def add_task(self, asking: Asking) -> None:
        """Answer when it is this network's turn."""
        is_sent, network = asking.sends, asking.network
        with self._changed:
            self._rows[is_sent].add(network, asking)
            self._changed.notify()

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> None:
        """Answer nobody more; wait for those who are being answered."""
        end = time.monotonic() + timeout
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            while self._running and (left := end - time.monotonic()) > 0:
                self._changed.wait(left)
            rest = [asking for row in self._rows.values() for asking in row.all()]
        for asking in rest if cancel_pending else ():
            asking.cancel()

    def _work(self) -> None:
        while (turn := self._next()) is not None:
            is_sent, asking = turn
            try:
                asking.service()
            except Exception as error:
                log.error("an answer broke off: %s", type(error).__name__)
            with self._changed:
                self._free[is_sent] += 1
                self._changed.notify()
        with self._changed:
            self._running -= 1
            self._changed.notify_all()

    def _next(self) -> tuple[bool, Asking] | None:
        """Whose turn it is, as soon as somebody may be answered; None at the end."""
        with self._changed:
            while not self._stopped:
                for is_sent in (not self._last, self._last):
                    if self._free[is_sent] and (asking := self._rows[is_sent].take()):
                        self._free[is_sent] -= 1
                        self._last = is_sent
                        return is_sent, asking
                self._changed.wait()
        return None


class _Row:
    """Who waits, by network; networks stand in the order of their turns."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[Asking]] = OrderedDict()

    def add(self, network: str, asking: Asking) -> None:
        self._waiting.setdefault(network, deque()).append(asking)

    def take(self) -> Asking | None:
        """The first of the network whose turn it is, which then goes to the end of the row."""
        if not self._waiting:
            return None
        network, line = self._waiting.popitem(last=False)
        asking = line.popleft()
        if line:
            self._waiting[network] = line
        return asking

    def all(self) -> list[Asking]:
        """Everybody, who then waits no more."""
        rest = [asking for line in self._waiting.values() for asking in line]
        self._waiting.clear()
        return rest
