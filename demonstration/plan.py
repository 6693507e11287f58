"""What one demonstration is made of: everything below one folder, made anew at each start."""

import secrets
import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from demonstration import keys
from demonstration.ahead import Ahead
from demonstration.answers import with_answers
from demonstration.inbox import HOST, InboxPlan
from intake.sealing import Authority
from intake.settings import Settings

HERE = "127.0.0.1"
SENDER = "infohus@demonstration.example"
SUBSTITUTE = "vikar@demonstration.example"
NAMES = {
    "ane@demonstration.example": "Ane (prøve)",
    "bo@demonstration.example": "Bo (prøve)",
    SUBSTITUTE: "Vikar (prøve)",
}
ADDRESSES = tuple(NAMES)
BELOW_THE_SYSTEMS_OWN = range(10_000, 32_000, 2)
_TOLD: set[int] = set()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Where the demonstration lies, and the ports it listens at on this machine only."""

    folder: Path
    port: int
    inbox_port: int
    smtp_port: int

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def facts(self) -> Path:
        """The municipality's facts, with what only it can say filled in for a try."""
        return self.folder / "service" / "municipality.toml"

    @property
    def clock(self) -> Ahead:
        """How far ahead of the real time the service is."""
        return Ahead(self.folder / "days-ahead")

    @property
    def inbox(self) -> InboxPlan:
        """The inbox's part: it is told nothing of the service."""
        return InboxPlan(
            folder=self.folder / "inbox",
            addresses=ADDRESSES,
            smtp_port=self.smtp_port,
            port=self.inbox_port,
            substitute=SUBSTITUTE,
            acknowledging=f"http://{HERE}:{self.port}/kvittering",
            telephone=f"http://{HERE}:{self.port}/telefon",
            ahead=self.clock,
        )

    def settings(self, *, form: bool = False, mail: bool = False) -> Settings:
        """The settings of one process; the mail server can be none but our own inbox."""
        service = self.folder / "service"
        values = {
            "MUNICIPALITY": self.facts,
            "DATABASE": f"sqlite:///{service / 'outbox.sqlite'}",
            "SENDER": SENDER,
            "ORIGIN": f"http://{HERE}:{self.port}",
            "LISTEN": f"{HERE}:{self.port}",
            "SITE": self.site,
            "RECIPIENTS": service / "recipients",
            "SIGNING_KEY_FILE": service / "signing.key",
            "SIGNING_CERTIFICATE_FILE": service / "signing.pem",
            "DRAFT_KEYS_FILE": service / "draft-keys",
            "DIGEST_KEY_FILE": service / "digest-key",
            "LOOP_KEYS_FILE": service / "loop-keys",
            "CODE_KEY_FILE": service / "code-key",
            "SMTP_HOST": HOST,
            "SMTP_PORT": self.smtp_port,
            "SMTP_SECURITY": "starttls",
            "SMTP_CA_FILE": service / "mail-ca.pem",
        }
        environ = {f"INFOHUS_{name}": str(value) for name, value in values.items()}
        return Settings.from_env(environ, form=form, mail=mail)


def free_port() -> int:
    """A port that nobody has, nor the next, and that no program is given for a line of its own.

    Neither is told again by this process.
    """
    while True:
        port = secrets.choice(BELOW_THE_SYSTEMS_OWN)
        if port not in _TOLD and _is_free(port) and _is_free(port + 1):
            _TOLD.add(port)
            return port


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HERE, port)).close()
    except OSError:
        return False
    return True


def make(folder: Path, port: int, municipality: Path) -> Plan:
    """Empty the folder and fill it with new keys: the service's and the inbox's apart.

    Raises `OSError`, and `ValueError` when the municipality's file is not TOML.
    """
    facts = with_answers(municipality.read_text(encoding="utf-8-sig"))
    for name in ("service", "inbox"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True, mode=0o700)
    plan = Plan(folder=folder, port=port, inbox_port=port + 1, smtp_port=free_port())
    plan.clock.file.unlink(missing_ok=True)
    plan.facts.write_text(facts, encoding="utf-8")
    _service_keys(folder / "service", folder / "inbox")
    _recipients(folder / "service" / "recipients", folder / "inbox")
    return plan


def _service_keys(service: Path, inbox: Path) -> None:
    who, now, days = keys.ORGANISATION, int(time.time()), keys.LIFE.days
    authority = Authority.make(organisation=who, now=now, days=days)
    key, certificate = authority.leaf(SENDER, organisation=who, now=now, days=days)
    (service / "signing.key").write_bytes(key)
    (service / "signing.pem").write_bytes(certificate)
    (inbox / "signing-ca.pem").write_bytes(authority.certificate)
    for name in ("draft-keys", "digest-key", "loop-keys", "code-key"):
        (service / name).write_text(secrets.token_urlsafe(32), encoding="ascii")
    server_key, server_certificate, ca = keys.mail_server(HOST)
    (inbox / "server.key").write_bytes(server_key)
    (inbox / "server.pem").write_bytes(server_certificate)
    (service / "mail-ca.pem").write_bytes(ca)


def _recipients(recipients: Path, inbox: Path) -> None:
    recipients.mkdir(mode=0o700)
    listed = []
    for address, name in NAMES.items():
        key, certificate = keys.coordinator(address)
        (inbox / f"{address}.key").write_bytes(key)
        for folder in (recipients, inbox):
            (folder / f"{address}.pem").write_bytes(certificate)
        listed += [
            "[[recipient]]",
            f'address = "{address}"',
            f'name = "{name}"',
            f'certificate = "{address}.pem"',
            "test_letter_opened = 2026-11-01",
            f"substitute = {str(address == SUBSTITUTE).lower()}",
        ]
    (recipients / "recipients.toml").write_text("\n".join(listed) + "\n", encoding="utf-8")
