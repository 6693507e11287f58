"""A mail server that behaves: aiosmtpd with TLS and an authority of our own."""

import ssl
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers import free_port
from tests.servers.tls import authority


@dataclass(frozen=True)
class Received:
    """One letter that the server took."""

    sender: str
    recipients: list[str]
    body: bytes
    session: int
    """Letters with the same number came over the same connection."""


@dataclass
class Mailbox:
    """Keeps what comes; answers an address, or a letter, as it was told to, in turn."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    """By address, or `DATA`; without any left the answer is yes."""
    received: list[Received] = field(default_factory=list)
    keep: bool = True

    async def handle_RCPT(  # noqa: N802 aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        answers = self.answers.get(address)
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answers = self.answers.get("DATA")
        if answers:
            return answers.pop(0)
        if not self.keep:
            return "250 OK"
        assert isinstance(envelope.content, bytes)
        self.received.append(
            Received(
                envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content, id(session)
            )
        )
        return "250 OK"


class MailServer:
    """Runs in a thread, on a port of its own, while the `with` block does."""

    def __init__(
        self,
        *,
        implicit: bool = False,
        login: tuple[str, str] | None = None,
        ways: tuple[str, ...] = ("PLAIN", "LOGIN"),
        context: ssl.SSLContext | None = None,
        address: str = "127.0.0.1",
    ) -> None:
        self.box = Mailbox()
        self.port = free_port()
        self._login = login
        context = context or authority().context()
        more: dict[str, Any] = {"data_size_limit": None}
        if login:
            more |= {"authenticator": self._judge, "auth_required": True}
            more |= {"auth_exclude_mechanism": {"PLAIN", "LOGIN"} - set(ways)}
        more |= {"ssl_context" if implicit else "tls_context": context}
        more |= {} if implicit else {"require_starttls": True}
        kind = _Implicit if implicit else Controller
        self._controller = kind(self.box, hostname=address, port=self.port, **more)

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def _judge(self, *given: Any) -> AuthResult:
        password = given[-1]
        assert isinstance(password, LoginPassword)
        said = (password.login.decode(), password.password.decode())
        return AuthResult(success=said == self._login, handled=False)


class _Implicit(Controller):
    """Its own first connection, which makes it listen, believes our authority."""

    def _trigger_server(self) -> None:
        ours = ssl.create_default_context(cafile=str(authority().ca_file))
        ours.check_hostname = False
        server, self.ssl_context = self.ssl_context, ours
        try:
            super()._trigger_server()  # type: ignore[no-untyped-call]
        finally:
            self.ssl_context = server
