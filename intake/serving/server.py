"""The web server: waitress, bounded so that no body and no page ever becomes a temp file.

At SIGTERM it takes no new connection, lets those in flight finish, and ends.
"""

import gc
import logging
import math
import signal
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from intake.serving.lines import BODY_LIMIT, SLOWEST_SECONDS, Channel, hang_up
from intake.serving.listening import sockets
from intake.serving.turns import Turns, Work
from intake.settings import Listen

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
THREADS = 8
SENDING = 6
"""Of the threads, for letters that are sent: the others never wait for the store."""
CODES = 2
"""Of the threads, for codes that are typed: as many as keys are derived at once."""
LINES = 800
"""Open at a time; far above what is hung up on, so that there is always room for one more."""
PAGE_LIMIT = 25_000_000
"""Bytes. A page shows what came and what the draft held, each sign at worst as five (`&#34;`), and
holds the new draft: fourteen times the form's longest body, never in a temp file."""
LONGEST_FAREWELL_SECONDS = 30
"""For whoever waits for an answer."""
HALF_FAREWELL_SECONDS = 5
"""For whoever has not sent all of the question."""
SEARCHED_AFTER = 20_000
"""New objects: a few letters, some MB. Python's own 700 is some searches in each letter."""
TIDIED_SECONDS = 1.0
"""At most so often what was answered is searched for dead cycles, which hold what was typed."""


def adjustments() -> dict[str, Any]:
    """The settings that were found to hold."""
    return {
        "threads": THREADS,
        "ident": None,
        "max_request_body_size": BODY_LIMIT,
        "inbuf_overflow": BODY_LIMIT + 1,
        "outbuf_overflow": PAGE_LIMIT,
        "outbuf_high_watermark": PAGE_LIMIT,
        "channel_timeout": SLOWEST_SECONDS,
        "connection_limit": LINES,
        "max_request_header_size": 16_384,
        "expose_tracebacks": False,
        "clear_untrusted_proxy_headers": False,  # ours reads the trusted proxy's own header
    }


class Server:
    """One listening socket for each address that the name has, and their threads."""

    def __init__(self, app: Application, listen: Listen, trusted_proxy: str = "") -> None:
        """`trusted_proxy`: the one whose word on the client's address is believed."""
        self._stop = threading.Event()
        self._map: dict[int, Any] = {}
        self._threads = Turns(THREADS, {Work.SEND: SENDING, Work.CODE: CODES})
        self._tidied, self._tidied_at = 0, -math.inf
        given: dict[str, Any] = {"sockets": sockets(listen), "_dispatcher": self._threads}
        create_server(app, self._map, **given, **adjustments())
        dispatchers = self._map.values()
        self._doors: list[Any] = [door for door in dispatchers if isinstance(door, BaseWSGIServer)]
        for door in self._doors:
            door.channel_class, door.trusted_proxy = Channel, trusted_proxy
            door.next_channel_cleanup = math.inf  # by the wall clock: `hang_up` has another

    @property
    def port(self) -> int:
        """The port that was taken; another than asked for when that was 0."""
        return int(self._doors[0].effective_port)

    @property
    def channels(self) -> list[Channel]:
        """Every line that is open now."""
        return [channel for door in self._doors for channel in list(door.active_channels.values())]

    def stop(self) -> None:
        """Begin to end; safe in a signal handler and from another thread."""
        if not self._stop.is_set():
            self._stop.set()
            self._doors[0].pull_trigger()

    def run(self) -> None:
        """Serve until `stop`, then finish what is in flight and give up the sockets."""
        while not self._stop.is_set():
            wasyncore.loop(timeout=1, map=self._map, count=1)
            hang_up(self.channels)
            self._tidy()
        for door in self._doors:
            door.del_channel()
            door.socket.close()
        began = time.monotonic()
        while self._busy(time.monotonic() - began):
            wasyncore.loop(timeout=0.1, map=self._map, count=1)
        self._threads.shutdown(cancel_pending=True, timeout=5)
        for channel in self.channels:
            channel.handle_close()
        for door in self._doors:
            door.trigger.close()

    def _tidy(self) -> None:
        """A form and its page hold each other, and what was typed, until somebody looks."""
        answered, now = self._threads.answered, time.monotonic()
        if answered != self._tidied and now - self._tidied_at >= TIDIED_SECONDS:
            gc.collect()
            self._tidied, self._tidied_at = answered, now

    def _busy(self, seconds: float) -> bool:
        channels = self.channels
        waits = any(channel.requests or channel.total_outbufs_len for channel in channels)
        asks = any(channel.request for channel in channels)
        return (waits and seconds < LONGEST_FAREWELL_SECONDS) or (
            asks and seconds < HALF_FAREWELL_SECONDS
        )


def stop_at_signals(stop: Callable[[], None]) -> None:
    """Call `stop` at SIGTERM and SIGINT."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())


def settle() -> None:
    """What was loaded stays: Python looks for dead cycles elsewhere, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SEARCHED_AFTER)


def silence() -> None:
    """waitress and the rest may not write a line about a request."""
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    logging.getLogger("waitress.queue").setLevel(logging.CRITICAL)
