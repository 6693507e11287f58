"""Limits: a fixed table, a school gets through, a flood does not."""

import os

from bench.eleven import private_megabytes
from intake.accepting.limits import Budget, Limits

HOUR = 3600


class Seconds:
    """As `time.monotonic` counts them."""

    now = 5.0

    def __call__(self) -> float:
        return self.now


def sent(limits: Limits, *addresses: str, marked: bool = False) -> int:
    """How many letters were taken, one from each address."""
    return sum(limits.allow(address, marked=marked) for address in addresses)


def test_school_of_300_behind_one_address_gets_through() -> None:
    """300 honest people behind one address pass, even at the same second, and while one floods."""
    limits = Limits(steady=Seconds())
    assert sent(limits, *["198.51.100.1"] * 9_000) == Budget.per_address
    assert sent(limits, *["192.0.2.1"] * 300) == 300


def test_one_network_cannot_flood_and_others_still_pass() -> None:
    """One IPv4 address, or one /48 with all that is in it, takes nothing from another's."""
    for held in (
        ["192.0.2.1"] * 5_000,
        [f"2001:db8:1:{part:x}::{part:x}" for part in range(5_000)],
    ):
        limits = Limits(steady=Seconds())
        assert sent(limits, *held) <= Budget.per_network
        assert sent(limits, *(f"203.0.113.{number}" for number in range(250))) == 250
        assert sent(limits, *(f"2001:db8:{part:x}::1" for part in range(2, 252))) == 250


def test_hundred_networks_cannot_shut_out_those_who_send_one_letter() -> None:
    """Hour after hour, each taking all it gets; a hundred honest people pass in each."""
    seconds = Seconds()
    limits = Limits(steady=seconds)
    for hour in range(2):
        for _ in range(6):
            sent(limits, *(f"10.0.0.{number}" for number in range(100) for _ in range(30)))
            seconds.now += HOUR / 6
        assert sent(limits, *(f"192.0.{hour}.{number}" for number in range(100))) == 100


def test_each_holder_of_part_of_a_network_has_a_share_of_its_own() -> None:
    """Who floods from one line leaves room for the neighbour's in the same /56 and /48."""
    limits = Limits(steady=Seconds())
    assert sent(limits, *["2001:db8:1::1"] * 999) == Budget.per_address
    assert sent(limits, *["2001:db8:1:1::1"] * 999) == Budget.per_site - Budget.per_address
    assert sent(limits, *["2001:db8:1:100::1"] * 999) == Budget.per_network - Budget.per_site


def test_marked_letters_have_a_small_purse_of_their_own() -> None:
    """Marked letters run out without touching unmarked ones, nor the first of others."""
    limits = Limits(Budget(marked=3, few=1), steady=Seconds())
    assert sent(limits, *["192.0.2.1"] * 99, marked=True) == 4
    assert sent(limits, *["192.0.2.1"] * 99) == 99
    assert sent(limits, "192.0.2.2", marked=True) == 1


def test_everybody_together_stops_at_the_hour_and_fills_again() -> None:
    """A distributed flood stops at the two purses; time fills them."""
    seconds = Seconds()
    limits = Limits(Budget(first=40, unmarked=20), steady=seconds)
    assert sent(limits, *(f"10.0.{number}.1" for number in range(100))) == 60
    assert limits.refused == 40
    assert not limits.has_room("10.1.1.1")
    seconds.now += 180
    assert limits.has_room("10.1.1.1")
    assert limits.refused == 40


def test_disk_has_a_floor() -> None:
    """Told apart from a flood: nothing is accepted when the disk is nearly full."""
    assert not Limits(free_bytes=lambda: Budget.free_bytes - 1).has_disk()
    assert Limits(free_bytes=lambda: Budget.free_bytes).has_disk()


def test_a_table_takes_memory_only_where_it_is_used() -> None:
    """Ten of them would be 20 MB; used by three people each they are not a tenth of it."""
    before = private_megabytes(os.getpid())
    tables = [Limits(steady=Seconds()) for _ in range(10)]
    for limits in tables:
        assert sent(limits, "192.0.2.1", "192.0.2.2", "2001:db8::1") == 3
    assert private_megabytes(os.getpid()) - before < 2
