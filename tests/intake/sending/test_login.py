"""Who we are is said the way the server offers, once, and in UTF-8."""

import smtplib
from base64 import b64encode

import pytest

from intake.sending.login import log_in


class FakeTalk:
    """Says what it is told to, in turn; remembers what it heard."""

    def __init__(self, offered: str, *codes: int) -> None:
        self.esmtp_features = {"auth": offered} if offered else {}
        self.heard: list[str] = []
        self._codes = list(codes)

    def docmd(self, verb: str, words: str = "") -> tuple[int, bytes]:
        self.heard.append(f"{verb} {words}".strip())
        return self._codes.pop(0), b"words"


def base64(words: str) -> str:
    return b64encode(words.encode()).decode()


def heard(offered: str, *codes: int) -> list[str]:
    """What is said by Åse, whose password is æøå."""
    talk = FakeTalk(offered, *codes)
    log_in(talk, "Åse", "æøå")  # type: ignore[arg-type]
    return talk.heard


PLAIN = base64("\0Åse\0æøå")


@pytest.mark.parametrize(
    ("offered", "codes", "said"),
    [
        ("LOGIN PLAIN", (235,), [f"AUTH PLAIN {PLAIN}"]),
        ("plain", (334, 235), [f"AUTH PLAIN {PLAIN}", PLAIN]),
        ("LOGIN", (334, 334, 235), ["AUTH LOGIN", base64("Åse"), base64("æøå")]),
        ("PLAIN LOGIN", (504, 334, 334, 235), ["AUTH LOGIN", base64("Åse"), base64("æøå")]),
    ],
)
def test_it_is_said_as_the_server_offers(
    offered: str, codes: tuple[int, ...], said: list[str]
) -> None:
    """By RFC 4616 where that is offered, and where the server then knows what it offered."""
    assert heard(offered, *codes)[-len(said) :] == said


@pytest.mark.parametrize("codes", [(535,), (454,), (250,), (503,), (334, 334)])
def test_only_235_lets_us_in_and_a_wrong_password_is_said_once(codes: tuple[int, ...]) -> None:
    """A second try with the same password would only bring a lock nearer."""
    talk = FakeTalk("PLAIN LOGIN", *codes)
    with pytest.raises(smtplib.SMTPAuthenticationError):
        log_in(talk, "Åse", "æøå")  # type: ignore[arg-type]
    assert not [one for one in talk.heard if "LOGIN" in one]


@pytest.mark.parametrize("offered", ["", "XOAUTH2 CRAM-MD5"])
def test_a_server_that_offers_no_way_of_ours_is_told_nothing(offered: str) -> None:
    """It is not the server that we were told of."""
    talk = FakeTalk(offered)
    with pytest.raises(smtplib.SMTPNotSupportedError):
        log_in(talk, "Åse", "æøå")  # type: ignore[arg-type]
    assert talk.heard == []
