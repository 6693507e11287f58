"""The clients' lines: whose each is, how long it says nothing, and on whom to hang up in need.

waitress gives up on a line by the wall clock, which may jump; here all is counted in seconds that
only ever grow. In need of memory whoever holds most is hung up on, and in need of lines the network
that holds most, its oldest half question first: an honest person is neither.
"""

import time
from collections.abc import Sequence
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

from intake.facts import LANGUAGES
from intake.serving.networks import client_address, networks_of
from intake.serving.turns import Work

BODY_LIMIT = 3_600_000
"""Bytes. Above the form's own limit twice over: beyond it nothing is read, and a page says so."""
MOST_HELD = 128 * 1024 * 1024
"""Bytes of half-sent bodies and unread pages together; above it whoever has the most is hung up on.
An honest person has some kB, and is never that one."""
MOST_LINES = 400
"""Above it whoever holds the most lines without a whole question is hung up on."""
SLOWEST_SECONDS = 30
_ANSWERS = frozenset(language.answer for language in LANGUAGES)
_SEND = b"action=send"
"""As the form's own button says it; in a text the sign = stands as %3D."""


class Parser(HTTPRequestParser):
    """Hands a body that is too large on unread, so that the form's own page can refuse it."""

    def received(self, data: bytes) -> int:
        """How many bytes were taken; the line is closed after the answer."""
        taken = int(super().received(data))
        if isinstance(self.error, RequestEntityTooLarge):
            self.error, self.expect_continue, self.connection_close = None, False, True
            headers: Any = self.headers
            headers["CONTENT_LENGTH"] = str(BODY_LIMIT)
        return taken


class Channel(HTTPChannel):
    """A client's line, known by its network and by when it last said something."""

    parser_class = Parser
    _heard = 0.0

    @property
    def last_activity(self) -> float:
        """In seconds that only ever grow, whatever waitress notes."""
        return self._heard

    @last_activity.setter
    def last_activity(self, _: float) -> None:
        self._heard = time.monotonic()

    @property
    def network(self) -> str:
        """The widest network of whoever asks, as far as they have said anything."""
        asked = [*self.requests[:1], *([self.request] if self.request else [])]
        forwarded = asked[0].headers.get("X_FORWARDED_FOR", "") if asked else ""
        remote = str(self.addr[0]) if self.addr else ""
        proxy: str = getattr(self.server, "trusted_proxy", "")
        return networks_of(client_address(remote, forwarded, proxy))[-1]

    @property
    def work(self) -> Work:
        """Of the first question: a letter may have to wait for the store, a code for its key."""
        asked: Any = self.requests[0]
        if asked.command != "POST" or asked.body_rcv is None:
            return Work.PAGE
        if asked.path in _ANSWERS:
            return Work.CODE
        return Work.SEND if _SEND in asked.body_rcv.getbuf().get(-1) else Work.PAGE


def held(channel: HTTPChannel) -> int:
    """Bytes that wait in memory for or from this client."""
    asked = (*channel.requests, *([channel.request] if channel.request else []))
    return int(channel.total_outbufs_len + sum(request.body_bytes_received for request in asked))


def hang_up(channels: Sequence[Channel]) -> None:
    """On whom waitress gave up, who is silent, and who holds too much of what all share.

    waitress itself waits for a line to take what is written, and one that nobody reads never does.
    Called in the thread of the loop only.
    """
    silent_since = time.monotonic() - SLOWEST_SECONDS
    total = sum(held(channel) for channel in channels)
    for channel in sorted(channels, key=held, reverse=True):
        is_silent = not channel.requests and channel.last_activity < silent_since
        if channel.will_close or is_silent or total > MOST_HELD:
            total -= held(channel)
            channel.handle_close()
    crowd_out([channel for channel in channels if channel.connected], MOST_LINES)


def crowd_out(channels: Sequence[Channel], most: int) -> None:
    """Hang up on half questions, of whoever has the most of them, until `most` lines are left.

    `channels` stand in the order in which they were opened.
    """
    surplus = len(channels) - most
    if surplus <= 0:
        return
    halves: dict[str, list[Channel]] = {}
    for channel in reversed(channels):
        if not (channel.requests or channel.total_outbufs_len):
            halves.setdefault(channel.network, []).append(channel)
    while surplus > 0 and halves:
        network = max(halves, key=lambda name: len(halves[name]))
        halves[network].pop().handle_close()
        halves = {name: lines for name, lines in halves.items() if lines}
        surplus -= 1
