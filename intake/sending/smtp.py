"""Hands a letter to the mail server: over TLS to a verified name, or not at all.

One connection is kept for many letters. Whatever goes wrong before a letter's envelope is said is
the server's matter (`Unreachable`), and the letter stays as it was. A refusal of the recipient or
the letter with 5xx is permanent. Everything else, also a silence after the last byte, is temporary:
the letter goes again under the same Message-ID.
"""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from intake.message import PermanentFailure, SealedMessage, TemporaryFailure, Unreachable
from intake.sending.talk import Pace, Talk, TalkInTls
from intake.sending.transfer import for_the_line

_TROUBLE = (OSError, smtplib.SMTPException)
_SERVER_LEAVES = 421
_TOO_LARGE = 552


@dataclass(frozen=True, kw_only=True, repr=False)
class SmtpServer:
    """The municipality's mail server, and how we may talk to it."""

    host: str
    """By the name in its certificate."""
    port: int
    security: Literal["starttls", "implicit"]
    sender: str
    """Envelope sender: a mailbox that somebody reads, for bounces come there."""
    user: str = ""
    """Without a user there is no login."""
    password: str = ""
    ca_file: Path | None = None
    """The only authorities believed; None: those of the system."""
    step_seconds: float = 60.0
    """Longest silence of the server."""
    talk_seconds: float = 240.0
    """Longest talk about one letter, whatever the server says meanwhile."""


class SmtpDelivery:
    """Delivers letters to one server; not for several threads at once."""

    def __init__(self, server: SmtpServer) -> None:
        """Raises `OSError` when the CA file cannot be read."""
        self._server = server
        self._context = ssl.create_default_context(cafile=server.ca_file)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._talk: Talk | None = None

    def deliver(self, message: SealedMessage) -> None:
        """Return when the server answered 250 to the whole letter.

        Raises `Unreachable`, `TemporaryFailure` and `PermanentFailure`.
        """
        (recipient,) = message.recipients
        mail = for_the_line(message.body)
        talk = self._begin(len(mail))
        try:
            self._hand_over(talk, recipient, mail)
        except _TROUBLE:
            self.close()
            raise TemporaryFailure("broken off") from None
        except _ServerLeaves:
            self.close()
            raise TemporaryFailure("server leaves") from None

    def ask(self, address: str) -> None:
        """Return when the server would take mail to this address; nothing is sent.

        Raises what `deliver` raises.
        """
        talk = self._begin(0)
        try:
            _accepted("recipient", talk.rcpt(address)[0], talk)
            talk.rset()
        except (*_TROUBLE, _ServerLeaves):
            self.close()
            raise TemporaryFailure("broken off") from None

    def close(self) -> None:
        """Say goodbye, if the server still listens."""
        talk, self._talk = self._talk, None
        if talk is None:
            return
        talk.hurry(self._server.step_seconds)
        with suppress(*_TROUBLE):
            talk.quit()
        talk.close()

    def _begin(self, size: int) -> Talk:
        """A connection on which MAIL was accepted; a kept one may have been closed meanwhile."""
        kept, self._talk = self._talk, None
        if kept is not None:
            with suppress(Unreachable):
                return self._say_mail(kept, size)
        return self._say_mail(self._connect(), size)

    def _say_mail(self, talk: Talk, size: int) -> Talk:
        talk.hurry(self._server.talk_seconds)
        options = [f"SIZE={size}"] if talk.has_extn("size") else []
        options += ["RET=HDRS"] if talk.has_extn("dsn") else []
        try:
            code, _ = talk.mail(self._server.sender, options)
        except _TROUBLE:
            talk.close()
            raise Unreachable("broken off at the sender") from None
        if code == 250:
            self._talk = talk
            return talk
        talk.close()
        if code == _TOO_LARGE:
            raise PermanentFailure("letter too large")
        raise Unreachable(f"sender refused {code}")

    def _connect(self) -> Talk:
        server = self._server
        talk: Talk | None = None
        try:
            talk = self._open()
            if server.security == "starttls":
                _expect(220, talk.starttls(context=self._context))
            _expect(250, talk.ehlo())
            if server.user:
                talk.login(server.user, server.password)
        except (*_TROUBLE, ValueError) as trouble:
            if talk is not None:
                talk.close()
            raise Unreachable(type(trouble).__name__) from None
        return talk

    def _open(self) -> Talk:
        server = self._server
        pace = Pace(step_seconds=server.step_seconds, talk_seconds=server.talk_seconds)
        us = server.sender.rpartition("@")[2]
        if server.security == "implicit":
            return TalkInTls((server.host, server.port), pace, us, self._context)
        return Talk((server.host, server.port), pace, us)

    def _hand_over(self, talk: Talk, recipient: str, body: bytes) -> None:
        notify = ["NOTIFY=FAILURE"] if talk.has_extn("dsn") else []
        _accepted("recipient", talk.rcpt(recipient, notify)[0], talk)
        try:
            code = talk.data(body)[0]
        except smtplib.SMTPDataError as refused:
            code = refused.smtp_code
        _accepted("letter", code, talk)


def _expect(wanted: int, answer: tuple[int, bytes]) -> None:
    if answer[0] != wanted:
        raise smtplib.SMTPResponseException(*answer)


def _accepted(what: str, code: int, talk: Talk) -> None:
    """Return on 2xx. After a refusal the connection serves the next letter."""
    if 200 <= code < 300:
        return
    if code == _SERVER_LEAVES:
        raise _ServerLeaves
    with suppress(*_TROUBLE):
        talk.rset()
    kind = PermanentFailure if 500 <= code < 600 else TemporaryFailure
    raise kind(f"{what} refused {code}")


class _ServerLeaves(Exception):
    """421: it closes the connection."""
