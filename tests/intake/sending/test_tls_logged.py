"""A failed TLS talk with the mail server is logged: by its kind, and never with an address."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.outbox import Outbox
from intake.sending.smtp import SmtpDelivery, SmtpServer
from tests.intake.sealed import ANE, put
from tests.intake.sending.office import Office
from tests.servers.faulty import FaultyServer
from tests.servers.tls import authority


def another_name() -> ssl.SSLContext:
    """A true certificate of another host."""
    return authority().context("other.example")


def nothing_in_common() -> ssl.SSLContext:
    """Ciphers of TLS 1.2 that no client of today offers."""
    context = authority().context("localhost")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES256-SHA")
    return context


@pytest.mark.parametrize(
    ("server", "believes", "kind"),
    [
        (another_name, True, "SSLCertVerificationError: Hostname mismatch, "),
        (authority().context, False, "SSLCertVerificationError: unable to get local issuer "),
        (nothing_in_common, True, "SSLError: SSLV3_ALERT_HANDSHAKE_FAILURE"),
    ],
    ids=["name", "authority", "ciphers"],
)
def test_a_failed_tls_talk_is_logged_by_kind(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    server: Callable[[], ssl.SSLContext],
    believes: bool,
    kind: str,
) -> None:
    """By the forwarder, once, in the library's fixed words."""
    url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    Outbox.create(url)
    outbox = Outbox(url)
    put(outbox)
    with FaultyServer(context=server()) as faulty:
        to = SmtpServer(
            host="localhost",
            port=faulty.port,
            security="starttls",
            sender="infohus@test.example",
            ca_file=authority().ca_file if believes else None,
        )
        office = Office(outbox, SmtpDelivery(to))
        assert [office.once(), office.once(later=3_600)] == [0, 0]
    outbox.close()
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"letters wait: {kind}")
    assert ANE not in line
