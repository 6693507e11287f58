"""Limits on sending, fair between networks: a table of fixed size, whatever comes.

A network is what one holder is given: an IPv4 address, or of IPv6 a /48, within it a /56 and a /64.
Each has its own letters an hour. What all networks share is two purses: the first few letters of
each network come out of one, what is more out of the other. So whoever sends much, from however few
networks, takes nothing from those who send one letter. Counts are kept under a keyed hash whose key
lives in memory only, in two places each, so that nobody is refused because another shares one. They
are counted per process, in seconds that only ever grow.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap

from intake.serving import networks_of

SLOTS = 1 << 16
ROWS = 2
NUMBER_BYTES = 8
HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How many letters an hour, and how much disk must stay free."""

    per_address: int = 400
    """From one IPv4 address or one /64."""
    per_site: int = 500
    """From one /56."""
    per_network: int = 600
    """From one /48."""
    few: int = 3
    """Of each network, before it takes from what is `unmarked` or `marked`."""
    first: int = 800
    """Of all networks' first few."""
    unmarked: int = 1_000
    marked: int = 20
    free_bytes: int = 256 * 1024 * 1024


class Limits:
    """Says whether one more letter may be sent now."""

    def __init__(
        self,
        budget: Budget | None = None,
        *,
        free_bytes: Callable[[], int] | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._budget = budget or Budget()
        self._free_bytes = free_bytes
        self._steady = steady
        self._usage = _Usage()
        self._first = _Purse(self._budget.first)
        self._rest = {False: _Purse(self._budget.unmarked), True: _Purse(self._budget.marked)}
        self._lock = threading.Lock()
        self.refused = 0
        """Letters that were refused since the start; nothing tells whose."""

    def has_disk(self) -> bool:
        """Whether the floor of free disk is kept."""
        return self._free_bytes is None or self._free_bytes() >= self._budget.free_bytes

    def has_room(self, address: str) -> bool:
        """Whether an unmarked letter from there would be taken now."""
        with self._lock:
            return self._purse(self._shares(address), marked=False) is not None

    def allow(self, address: str, *, marked: bool) -> bool:
        """Take one letter from every budget it belongs to, or none and say no."""
        with self._lock:
            shares = self._shares(address)
            purse = self._purse(shares, marked=marked)
            if purse is None:
                self.refused += 1
                return False
            purse.level -= 1
            for places, _ in shares:
                self._usage.add(places)
        return True

    def _purse(self, shares: Sequence["_Share"], *, marked: bool) -> "_Purse | None":
        """What the letter is taken from; None when it cannot be taken."""
        now = self._steady()
        *own, (few, most_few) = shares
        if any(self._usage.of(places, most, now) > most - 1 for places, most in own):
            return None
        purses = [self._rest[marked]]
        if self._usage.of(few, most_few, now) <= most_few - 1:
            purses.insert(0, self._first)
        return next((purse for purse in purses if purse.fill(now) >= 1), None)

    def _shares(self, address: str) -> list["_Share"]:
        """Each network that the address is part of, the narrowest first; last the widest once more,
        and its few.
        """
        budget, networks = self._budget, networks_of(address)
        most = (budget.per_address, budget.per_site, budget.per_network)
        shares = [*zip(networks, most, strict=False), (f"few {networks[-1]}", budget.few)]
        return [(self._usage.places(name), each) for name, each in shares]


_Share = tuple[tuple[int, ...], int]
"""Where one network is counted, and how much it may send in an hour."""


@dataclass
class _Purse:
    """An hour's worth, which fills evenly."""

    capacity: float
    seen: float = 0.0

    def __post_init__(self) -> None:
        self.level = self.capacity

    def fill(self, now: float) -> float:
        """What is in it now."""
        past = max(0.0, now - self.seen) if self.seen else 0.0
        self.level = min(self.capacity, self.level + past * self.capacity / HOUR)
        self.seen = now
        return self.level


class _Usage:
    """How much each name has used of its hour: never told as less than it is, seldom as more."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._used, self._seen = _zeros(), _zeros()

    def of(self, places: Sequence[int], per_hour: int, now: float) -> float:
        """The least that a name's places say, each let go evenly until now."""
        for place in places:
            past = max(0.0, now - self._seen[place])
            self._used[place] = max(0.0, self._used[place] - past * per_hour / HOUR)
            self._seen[place] = now
        return min(self._used[place] for place in places)

    def add(self, places: Sequence[int]) -> None:
        """One more; a place that others share and that says more already is left alone."""
        more = min(self._used[place] for place in places) + 1
        for place in places:
            self._used[place] = max(self._used[place], more)

    def places(self, name: str) -> tuple[int, ...]:
        """Where a name is counted."""
        digest = hashlib.blake2b(name.encode(), key=self._key, digest_size=4 * ROWS).digest()
        halves = (digest[at : at + 4] for at in range(0, 4 * ROWS, 4))
        return tuple(row * SLOTS + int.from_bytes(half) % SLOTS for row, half in enumerate(halves))


def _zeros() -> "memoryview[float]":
    """A number for each place. A page of them is memory of ours only when it is written to: the
    tables of one form are 6 MB, and most places are never used.
    """
    pages = mmap(-1, ROWS * SLOTS * NUMBER_BYTES, flags=MAP_PRIVATE | MAP_ANONYMOUS)
    return memoryview(pages).cast("d")
