"""Limits: a fixed table, a school gets through, a flood does not."""

import pytest

from intake.accepting.limits import Budget, Limits, client_address, network

NOW = 1_800_000_000


def test_school_of_200_behind_one_address_gets_through() -> None:
    """200 honest people behind one address pass, even at the same minute."""
    limits = Limits()
    assert all(limits.allow("192.0.2.1", marked=False, now=NOW) for _ in range(200))


def test_one_address_cannot_flood_and_others_still_pass() -> None:
    """One address stops at its own budget and takes nothing from another's."""
    limits = Limits(Budget(per_address=5))
    sent = [limits.allow("192.0.2.1", marked=False, now=NOW) for _ in range(9)]
    assert sent.count(True) == 5
    assert limits.allow("192.0.2.2", marked=False, now=NOW)


def test_marked_letters_have_a_small_budget_of_their_own() -> None:
    """Marked letters run out without touching unmarked ones."""
    limits = Limits(Budget(marked=3))
    sent = [limits.allow(f"192.0.2.{n}", marked=True, now=NOW) for n in range(9)]
    assert sent.count(True) == 3
    assert limits.allow("192.0.2.1", marked=False, now=NOW)


def test_everybody_together_stops_at_the_hour_and_fills_again() -> None:
    """A distributed flood stops at the budget; time fills it."""
    limits = Limits(Budget(unmarked=60))
    sent = [limits.allow(f"10.0.{n}.1", marked=False, now=NOW) for n in range(100)]
    assert sent.count(True) == 60
    assert limits.allow("10.1.1.1", marked=False, now=NOW + 60)


def test_disk_has_a_floor() -> None:
    """Nothing is accepted when the disk is nearly full."""
    assert not Limits(free_bytes=lambda: 1).allow("192.0.2.1", marked=False, now=NOW)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1:2", "2001:db8::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("nonsense", ""),
    ],
)
def test_what_counts_as_one_address(address: str, counted: str) -> None:
    """All of IPv4, the first half of IPv6."""
    assert network(address) == counted


def test_forwarded_address_is_believed_only_from_our_proxy() -> None:
    """A forged header changes nothing, through the proxy and directly."""
    assert client_address("10.0.0.1", "6.6.6.6, 192.0.2.7", "10.0.0.1") == "192.0.2.7"
    assert client_address("192.0.2.9", "6.6.6.6", "10.0.0.1") == "192.0.2.9"
    assert client_address("192.0.2.9", "6.6.6.6", "") == "192.0.2.9"
