"""The threads that answer: each network in turn, and some threads are always free of the store.

Whoever asks a thousand times waits behind their own thousand; everybody else waits behind one of
theirs. A letter that is sent may have to wait for the store, and a code for its key, so never all
threads do that at once.
"""

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Mapping
from enum import Enum
from typing import Protocol

log = logging.getLogger(__name__)


class Work(Enum):
    """What a question costs."""

    PAGE = "page"
    SEND = "send"
    """It may have to wait for the store."""
    CODE = "code"
    """A key is derived from a code, which takes memory and a processor for a while."""


class Asking(Protocol):
    """A line with a whole question, as waitress hands it over."""

    @property
    def network(self) -> str:
        """The network whose turn it takes."""

    @property
    def work(self) -> Work:
        """The row in which it waits."""

    def service(self) -> None: ...
    def cancel(self) -> None: ...


class Turns:
    """Takes the place of waitress' own dispatcher."""

    def __init__(self, threads: int, most: Mapping[Work, int]) -> None:
        """`most`: how many of the threads may do a kind of work at a time."""
        self._changed = threading.Condition()
        self._rows = {work: _Row() for work in Work}
        self._free = {work: most.get(work, threads) for work in Work}
        self._order = deque(Work)
        self._running, self._stopped = threads, False
        self.answered = 0
        for number in range(threads):
            name = f"answering-{number}"
            threading.Thread(target=self._work, name=name, daemon=True).start()

    def add_task(self, asking: Asking) -> None:
        """Answer when it is this network's turn."""
        work, network = asking.work, asking.network
        with self._changed:
            self._rows[work].add(network, asking)
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
            work, asking = turn
            try:
                asking.service()
            except Exception as error:
                log.error("an answer broke off: %s", type(error).__name__)
            with self._changed:
                self._free[work] += 1
                self.answered += 1
                self._changed.notify()
        with self._changed:
            self._running -= 1
            self._changed.notify_all()

    def _next(self) -> tuple[Work, Asking] | None:
        """Whose turn it is, as soon as somebody may be answered; None at the end."""
        with self._changed:
            while not self._stopped:
                for work in tuple(self._order):
                    if self._free[work] and (asking := self._rows[work].take()):
                        self._free[work] -= 1
                        self._order.remove(work)
                        self._order.append(work)
                        return work, asking
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
