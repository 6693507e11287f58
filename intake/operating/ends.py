"""Certificates that this machine's mail server and site show, and how long they are good for."""

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from intake.days import DAY
from intake.installation import Installation
from intake.sealing import validity

WARNING_DAYS = 14
SHARE = 4
"""Of a certificate that lives for weeks or hours only, so much of its life is its end."""
SECONDS = 5.0
_CURE = "have it renewed now; if that is done by itself, see why it was not"


def ending(whose: str, certificate: bytes, now: int) -> Iterator[tuple[str, str]]:
    """What is wrong and its cure, where this certificate (DER) is near its end or past it."""
    begin, end = validity(certificate)
    if now >= end:
        yield f"the certificate of {whose} has ended", _CURE
    elif end - now < min(WARNING_DAYS * DAY, (end - begin) // SHARE):
        yield f"the certificate of {whose} ends in {(end - now) // DAY} days", _CURE


def findings(installation: Installation) -> Iterator[tuple[str, str]]:
    """Of the site, where a proxy on this machine shows it; one elsewhere is not asked."""
    origin = urlsplit(installation.form.origin)
    certificate = _shown(origin.hostname or "", origin.port or 443)
    if origin.scheme == "https" and certificate:
        yield from ending(installation.form.origin, certificate, installation.clock())


def _shown(host: str, port: int) -> bytes:
    """What is shown for this name; empty where nobody answers. Who vouches for it is not asked:
    of that every browser tells.
    """
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection(("127.0.0.1", port), SECONDS) as line,
            context.wrap_socket(line, server_hostname=host) as talk,
        ):
            return talk.getpeercert(binary_form=True) or b""
    except OSError:
        return b""
