"""`check` says how many days the certificates of the mail server and the site are good for."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from intake.operating.check import findings
from tests.intake.operating.conftest import House
from tests.servers.mail import MailServer
from tests.servers.tls import authority

CASES = [
    ((-351, 13.5), "ends in 13 days"),
    ((-300, 14.5), ""),
    ((-30, 9.5), "ends in 9 days"),
    ((-29, 11), ""),
    ((-30, -1), "has ended"),
]
"""Of a year two weeks; of 40 days a quarter, for those are renewed later."""
Days = tuple[float, float]


def wrong(house: House) -> list[str]:
    told = (finding.what for finding in findings(house.load(), house.environ))
    return [what for what in told if "certificate" in what]


@contextmanager
def site(days: Days) -> Iterator[int]:
    """A proxy on this machine with a certificate of such days; its port."""
    context = authority().context("infohus.example", days)
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serves() -> None:
            with suppress(OSError):
                while True:
                    line, _ = door.accept()
                    with suppress(ssl.SSLError), line:
                        context.wrap_socket(line, server_side=True).close()

        threading.Thread(target=serves, daemon=True).start()
        yield int(door.getsockname()[1])
        door.shutdown(socket.SHUT_RDWR)


@pytest.fixture(name="whole")
def _whole(house: House) -> Iterator[House]:
    """An installation whose mail server has a month before it."""
    with MailServer() as server:
        house.environ |= {
            "INFOHUS_SMTP_PORT": str(server.port),
            "INFOHUS_SMTP_CA_FILE": str(authority().ca_file),
        }
        yield house


@pytest.mark.parametrize(("days", "told"), CASES)
def test_the_end_at_the_site(whole: House, days: Days, told: str) -> None:
    """Shown by whatever proxy this machine has, whoever vouches for it."""
    with site(days) as port:
        whole.environ["INFOHUS_ORIGIN"] = f"https://infohus.example:{port}"
        expected = [f"the certificate of https://infohus.example:{port} {told}"] if told else []
        assert wrong(whole) == expected


def test_a_site_that_nobody_shows_here_is_not_judged(whole: House) -> None:
    """Its proxy is elsewhere, or Caddy does not run: that is told in other ways."""
    with site((-30, -1)) as port:
        whole.environ["INFOHUS_ORIGIN"] = f"https://infohus.example:{port}"
    assert wrong(whole) == []


@pytest.mark.parametrize(("days", "told"), CASES[:4])
@pytest.mark.parametrize("security", ["starttls", "implicit"])
def test_the_end_at_the_mail_server(house: House, days: Days, told: str, security: str) -> None:
    """By the way that letters go; one that has ended is told as a server that cannot be used."""
    context = authority().context(days=days)
    with MailServer(implicit=security == "implicit", context=context) as server:
        house.environ |= {
            "INFOHUS_SMTP_PORT": str(server.port),
            "INFOHUS_SMTP_SECURITY": security,
            "INFOHUS_SMTP_CA_FILE": str(authority().ca_file),
        }
        assert wrong(house) == ([f"the certificate of the mail server {told}"] if told else [])
