"""Trouble is told by the library's own words, and by none of the server's."""

import smtplib
import socket
import ssl

import pytest

from intake.sending.replies import OutOfStep
from intake.sending.trouble import kind


def refused_certificate() -> ssl.SSLCertVerificationError:
    """As OpenSSL fills it in."""
    made = ssl.SSLCertVerificationError(1, "[SSL: X] certificate verify failed (_ssl.c:1006)")
    made.verify_message = "certificate has expired"
    return made


def broken_tls() -> ssl.SSLError:
    made = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)")
    made.reason = "WRONG_VERSION_NUMBER"
    return made


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (refused_certificate(), "SSLCertVerificationError: certificate has expired"),
        (broken_tls(), "SSLError: WRONG_VERSION_NUMBER"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: Connection"),
        (socket.gaierror(-2, "Name or service not known"), "gaierror: Name or service not known"),
        (TimeoutError(), "TimeoutError"),
        (smtplib.SMTPAuthenticationError(535, b"ane@test.example"), "SMTPAuthenticationError: 535"),
        (smtplib.SMTPServerDisconnected("ane@test.example"), "SMTPServerDisconnected"),
        (OutOfStep("endless reply"), "OutOfStep: endless reply"),
        (UnicodeEncodeError("ascii", "åse", 0, 1, "x"), "UnicodeEncodeError"),
    ],
)
def test_kind_has_the_class_and_the_fixed_reason(trouble: Exception, told: str) -> None:
    """Whoever mends it can look it up; nothing of a letter is in it."""
    assert kind(trouble).startswith(told)
    assert "@" not in kind(trouble)
