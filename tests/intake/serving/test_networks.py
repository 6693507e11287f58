"""Whose a request is: the address, and the networks that it is part of."""

import pytest

from intake.serving.networks import client_address, networks_of


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", ("192.0.2.1",)),
        ("2001:db8:0:12ff::2", ("2001:db8:0:12ff::/64", "2001:db8:0:1200::/56", "2001:db8::/48")),
        ("::ffff:192.0.2.1", ("192.0.2.1",)),
        ("fe80::1%eth0", ("fe80::/64", "fe80::/56", "fe80::/48")),
        ("nonsense", ("",)),
    ],
)
def test_what_counts_as_one_network(address: str, counted: tuple[str, ...]) -> None:
    """All of IPv4; of IPv6 the line, the household, and the most that a small holder is given."""
    assert networks_of(address) == counted


def test_forwarded_address_is_believed_only_from_our_proxy() -> None:
    """A forged header changes nothing, through the proxy and directly."""
    assert client_address("10.0.0.1", "6.6.6.6, 192.0.2.7", "10.0.0.1") == "192.0.2.7"
    assert client_address("192.0.2.9", "6.6.6.6", "10.0.0.1") == "192.0.2.9"
    assert client_address("192.0.2.9", "6.6.6.6", "") == "192.0.2.9"
