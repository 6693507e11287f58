"""Limits on sending: a table of fixed size, whatever comes.

Each address (/32, or /64 for IPv6) has a token bucket found by a keyed hash; the key lives in
memory only, so the table tells nothing about who wrote. Two addresses may share a bucket; that is
the price of a table that cannot grow. The counts are per process. A school of 200 people behind one
address passes within an hour.
"""

import hashlib
import ipaddress
import secrets
import threading
from array import array
from collections.abc import Callable
from dataclasses import dataclass

SLOTS = 1 << 16
HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How many letters an hour, and how much disk must stay free."""

    per_address: int = 250
    unmarked: int = 600
    marked: int = 20
    free_bytes: int = 256 * 1024 * 1024


class Limits:
    """Says whether one more letter may be sent now."""

    def __init__(
        self, budget: Budget | None = None, *, free_bytes: Callable[[], int] | None = None
    ) -> None:
        self._budget = budget or Budget()
        self._free_bytes = free_bytes
        self._key = secrets.token_bytes(32)
        self._addresses = _Buckets(SLOTS, self._budget.per_address)
        self._unmarked = _Buckets(1, self._budget.unmarked)
        self._marked = _Buckets(1, self._budget.marked)
        self._lock = threading.Lock()

    def allow(self, address: str, *, marked: bool, now: int) -> bool:
        """Take one letter from every budget it belongs to, or none and say no."""
        if self._free_bytes is not None and self._free_bytes() < self._budget.free_bytes:
            return False
        everybody = self._marked if marked else self._unmarked
        slot = self._slot(address)
        with self._lock:
            if not (self._addresses.has(slot, now) and everybody.has(0, now)):
                return False
            self._addresses.take(slot)
            everybody.take(0)
        return True

    def _slot(self, address: str) -> int:
        digest = hashlib.blake2b(network(address).encode(), key=self._key, digest_size=8).digest()
        return int.from_bytes(digest) % SLOTS


class _Buckets:
    """Token buckets in two arrays; each holds an hour's worth and fills evenly."""

    def __init__(self, slots: int, per_hour: int) -> None:
        self._capacity = float(per_hour)
        self._level = array("d", [self._capacity]) * slots
        self._seen = array("q", [0]) * slots

    def has(self, slot: int, now: int) -> bool:
        """Fill the bucket up to now, and say whether there is a token in it."""
        past = max(0, now - self._seen[slot])
        level = self._level[slot] + past * self._capacity / HOUR
        self._level[slot] = min(self._capacity, level)
        self._seen[slot] = now
        return self._level[slot] >= 1

    def take(self, slot: int) -> None:
        self._level[slot] -= 1


def network(address: str) -> str:
    """The part of an address that counts as one: all of IPv4, /64 of IPv6; `` if unknown."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def client_address(remote: str, forwarded: str, trusted_proxy: str) -> str:
    """Who really asks: the last forwarded address, but only when our own proxy says so."""
    if trusted_proxy and remote == trusted_proxy and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return remote
