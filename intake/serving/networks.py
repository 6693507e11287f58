"""Whose a request is: the address that asks, and the networks that it is part of."""

import ipaddress

PREFIXES = (64, 56, 48)
"""Of IPv6: one line's, one household's or site's, and the most that a small holder is given."""


def networks_of(address: str) -> tuple[str, ...]:
    """What counts as one, the narrowest first: all of IPv4; of IPv6 /64, /56 and /48."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ("",)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return tuple(
                str(ipaddress.ip_network((parsed, prefix), strict=False)) for prefix in PREFIXES
            )
        parsed = parsed.ipv4_mapped
    return (str(parsed),)


def client_address(remote: str, forwarded: str, trusted_proxy: str) -> str:
    """Who really asks: the last forwarded address, but only when our own proxy says so."""
    if trusted_proxy and remote == trusted_proxy and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return remote
