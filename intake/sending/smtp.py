"""Hands a letter to the mail server: over TLS to a verified name, or not at all.

One connection is kept for many letters. Accepted is only a 2xx to the last dot of the letter, in
step with what we said. What concerns everybody (connection, TLS, greeting, login, a server that
leaves) is the server's matter (`Unreachable`), and the letter stays as it was. A refusal of the
sender, the recipient or the letter is the letter's: 5xx permanent, all else temporary. So is a
silence after the last byte: the letter goes again under the same Message-ID.
"""

import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from intake.message import PermanentFailure, SealedMessage, TemporaryFailure, Unreachable
from intake.sending.login import log_in
from intake.sending.talk import Pace, Talk, TalkInTls
from intake.sending.transfer import addressed, for_the_line
from intake.sending.trouble import kind
from intake.sending.verdict import judge

_TROUBLE = (OSError, smtplib.SMTPException)
_REFUSED = (TemporaryFailure, PermanentFailure)


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
    """Longest delivery of one letter, connection and all, whatever the server says meanwhile."""


class SmtpDelivery:
    """Delivers letters to one server; not for several threads at once."""

    def __init__(self, server: SmtpServer) -> None:
        """Raises `OSError` when the CA file cannot be read."""
        self._server = server
        self._context = ssl.create_default_context(cafile=server.ca_file)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._talk: Talk | None = None
        self._end = 0.0

    def deliver(self, message: SealedMessage) -> None:
        """Return when the server took the whole letter.

        Raises `Unreachable`, `TemporaryFailure` and `PermanentFailure`.
        """
        (recipient,) = message.recipients
        mail = for_the_line(addressed(message.body, recipient))
        with self._mail(self._begin(len(mail))) as talk:
            self._hand_over(talk, recipient, mail)

    def probe(self) -> None:
        """Return when the server would take mail from us; nothing is sent. Raises `Unreachable`."""
        self._talk = self._willing()
        self.close()

    def ask(self, address: str) -> None:
        """Return when the server would take mail to this address; nothing is sent.

        Raises what `deliver` raises; a refused sender is refused for every address.
        """
        with self._mail(self._willing()) as talk:
            judge("recipient", talk.rcpt(address)[0])
            self._rewind(talk)

    def certificate(self) -> bytes:
        """What the server shows (DER). Raises `Unreachable`."""
        self._talk = self._willing()
        line = self._talk.sock
        shown = line.getpeercert(binary_form=True) if isinstance(line, ssl.SSLSocket) else None
        self.close()
        return shown or b""

    def _willing(self) -> Talk:
        """A connection on which we may send; a refused sender is the server's matter here."""
        try:
            return self._begin(0)
        except _REFUSED as refused:
            raise Unreachable(*refused.args) from None

    def close(self) -> None:
        """Say goodbye, if the server still listens."""
        talk, self._talk = self._talk, None
        if talk is None:
            return
        talk.until(time.monotonic() + self._server.step_seconds)
        with suppress(*_TROUBLE):
            talk.quit()
        talk.close()

    @contextmanager
    def _mail(self, talk: Talk) -> Iterator[Talk]:
        """One mail, begun; what goes wrong in it is told by kind, and hurts no other."""
        self._talk = talk
        try:
            yield talk
        except _TROUBLE as trouble:
            self._drop()
            raise TemporaryFailure(kind(trouble)) from None
        except _REFUSED:
            self._rewind(talk)
            raise
        except BaseException:
            self._drop()
            raise

    def _begin(self, size: int) -> Talk:
        """A connection on which MAIL was accepted; a kept one may have had its day."""
        self._end = time.monotonic() + self._server.talk_seconds
        kept, self._talk = self._talk, None
        if kept is not None:
            with suppress(*_REFUSED):
                return self._say_mail(kept, size)
        return self._say_mail(self._connect(), size)

    def _say_mail(self, talk: Talk, size: int) -> Talk:
        """The talk, or what stands against the sender; then the connection is closed."""
        talk.until(self._end)
        options = [f"SIZE={size}"] if talk.has_extn("size") else []
        options += ["RET=HDRS"] if talk.has_extn("dsn") else []
        try:
            code, _ = talk.mail(self._server.sender, options)
            judge("sender", code)
        except _TROUBLE as trouble:
            talk.close()
            raise Unreachable(kind(trouble)) from None
        except BaseException:
            talk.close()
            raise
        return talk

    def _connect(self) -> Talk:
        server = self._server
        talk: Talk | None = None
        try:
            talk = self._open()
            _expect(250, talk.ehlo())
            if server.security == "starttls":
                _expect(220, talk.starttls(context=self._context))
                _expect(250, talk.ehlo())
            if server.user:
                log_in(talk, server.user, server.password)
        except (*_TROUBLE, ValueError) as trouble:
            if talk is not None:
                talk.close()
            raise Unreachable(kind(trouble)) from None
        return talk

    def _open(self) -> Talk:
        server = self._server
        pace = Pace(step_seconds=server.step_seconds, end=self._end)
        us = server.sender.rpartition("@")[2]
        if server.security == "implicit":
            return TalkInTls((server.host, server.port), pace, us, self._context)
        return Talk((server.host, server.port), pace, us)

    def _hand_over(self, talk: Talk, recipient: str, body: bytes) -> None:
        notify = ["NOTIFY=FAILURE"] if talk.has_extn("dsn") else []
        judge("recipient", talk.rcpt(recipient, notify)[0])
        judge("data", talk.docmd("data")[0])
        judge("letter", talk.letter(body)[0])

    def _rewind(self, talk: Talk) -> None:
        """The connection serves the next letter, unless the server will not begin anew."""
        try:
            _expect(250, talk.rset())
        except _TROUBLE:
            self._drop()

    def _drop(self) -> None:
        talk, self._talk = self._talk, None
        if talk is not None:
            talk.close()


def _expect(wanted: int, answer: tuple[int, bytes]) -> None:
    if answer[0] != wanted:
        raise smtplib.SMTPResponseException(*answer)
