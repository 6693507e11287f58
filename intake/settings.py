"""The settings of one installation: addresses, and secrets by file. Read once, at start.

Every mistake is told at once and nothing starts. The form and the forwarder each need their own
half, so that neither process is given the secrets of the other.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

PREFIX = "INFOHUS_"
Security = Literal["starttls", "implicit"]
SECURITIES: dict[str, Security] = {"starttls": "starttls", "implicit": "implicit"}
KNOWN = frozenset(
    (
        "INFOHUS_MUNICIPALITY",
        "INFOHUS_RECIPIENTS",
        "INFOHUS_DATABASE",
        "INFOHUS_SENDER",
        "INFOHUS_ORIGIN",
        "INFOHUS_LISTEN",
        "INFOHUS_OPS_LISTEN",
        "INFOHUS_TRUSTED_PROXY",
        "INFOHUS_SITE",
        "INFOHUS_ALARM_COMMAND",
        "INFOHUS_SIGNING_KEY_FILE",
        "INFOHUS_SIGNING_CERTIFICATE_FILE",
        "INFOHUS_DRAFT_KEYS_FILE",
        "INFOHUS_DIGEST_KEY_FILE",
        "INFOHUS_SMTP_HOST",
        "INFOHUS_SMTP_PORT",
        "INFOHUS_SMTP_SECURITY",
        "INFOHUS_SMTP_USER",
        "INFOHUS_SMTP_PASSWORD_FILE",
        "INFOHUS_SMTP_CA_FILE",
    )
)
SHORTEST_KEY = 32


class SettingsError(Exception):
    """The settings cannot be used; each argument is one mistake."""

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.args)


@dataclass(frozen=True, kw_only=True)
class Listen:
    """Where a server listens."""

    host: str
    port: int


@dataclass(frozen=True, kw_only=True, repr=False)
class FormSettings:
    """What the form needs, its secrets read from their files."""

    origin: str
    listen: Listen
    recipients: Path
    signing_key: bytes
    signing_certificate: bytes
    draft_keys: tuple[bytes, ...]
    digest_key: bytes
    trusted_proxy: str
    site: Path | None


@dataclass(frozen=True, kw_only=True, repr=False)
class MailSettings:
    """What the forwarder needs."""

    host: str
    port: int
    security: Security
    user: str
    password: str
    ca_file: Path | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Settings:
    """One installation. `form` and `mail` are None where this process was not asked for them."""

    municipality: Path
    database: str
    sender: str
    alarm_command: tuple[str, ...]
    ops_listen: Listen | None
    form: FormSettings | None
    mail: MailSettings | None

    @classmethod
    def from_env(
        cls, environ: Mapping[str, str], *, form: bool = False, mail: bool = False
    ) -> "Settings":
        """Read what this process needs. Raises `SettingsError` with every mistake."""
        reader = _Reader(environ)
        reader.refuse_unknown()
        settings = cls(
            municipality=reader.path("MUNICIPALITY"),
            database=reader.text("DATABASE"),
            sender=reader.sender(),
            alarm_command=reader.command("ALARM_COMMAND"),
            ops_listen=reader.listen("OPS_LISTEN") if reader.has("OPS_LISTEN") else None,
            form=_form(reader) if form else None,
            mail=_mail(reader) if mail else None,
        )
        if reader.mistakes:
            raise SettingsError(*reader.mistakes)
        return settings


def _form(reader: "_Reader") -> FormSettings:
    return FormSettings(
        origin=reader.origin(),
        listen=reader.listen("LISTEN"),
        recipients=reader.path("RECIPIENTS"),
        signing_key=reader.secret("SIGNING_KEY_FILE"),
        signing_certificate=reader.secret("SIGNING_CERTIFICATE_FILE"),
        draft_keys=reader.keys("DRAFT_KEYS_FILE"),
        digest_key=reader.keys("DIGEST_KEY_FILE")[0],
        trusted_proxy=reader.optional("TRUSTED_PROXY"),
        site=reader.path("SITE") if reader.has("SITE") else None,
    )


def _mail(reader: "_Reader") -> MailSettings:
    has_password = reader.has("SMTP_PASSWORD_FILE") and reader.has("SMTP_USER")
    return MailSettings(
        host=reader.text("SMTP_HOST"),
        port=reader.port("SMTP_PORT", reader.text("SMTP_PORT")),
        security=reader.security(),
        user=reader.optional("SMTP_USER"),
        password=reader.secret("SMTP_PASSWORD_FILE").decode().strip() if has_password else "",
        ca_file=reader.path("SMTP_CA_FILE") if reader.has("SMTP_CA_FILE") else None,
    )


class _Reader:
    """Reads one setting at a time and goes on after a mistake."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.mistakes: list[str] = []

    def refuse_unknown(self) -> None:
        ours = (name for name in self._environ if name.startswith(PREFIX))
        for name in sorted(set(ours) - KNOWN):
            self.mistakes.append(f"{name} is not a setting we know")

    def has(self, name: str) -> bool:
        return bool(self._environ.get(PREFIX + name))

    def optional(self, name: str) -> str:
        return self._environ.get(PREFIX + name, "")

    def text(self, name: str) -> str:
        return self.optional(name) or self._wrong(name, "is missing")

    def path(self, name: str) -> Path:
        path = Path(self.text(name))
        if self.has(name) and not path.exists():
            self._wrong(name, f"names {path}, which is not there")
        return path

    def secret(self, name: str) -> bytes:
        """What the named file holds."""
        try:
            return (
                Path(self.text(name)).read_bytes() if self.has(name) else self.text(name).encode()
            )
        except OSError as error:
            return self._wrong(name, f"cannot be read: {error.strerror}").encode()

    def keys(self, name: str) -> tuple[bytes, ...]:
        """One key a line, the newest last."""
        before = len(self.mistakes)
        found = tuple(line.strip() for line in self.secret(name).splitlines() if line.strip())
        if len(self.mistakes) == before and not found:
            self._wrong(name, "holds no key")
        if any(len(key) < SHORTEST_KEY for key in found):
            self._wrong(name, f"holds a key of fewer than {SHORTEST_KEY} signs")
        return found or (b"",)

    def port(self, name: str, text: str) -> int:
        if text.isdecimal() and 0 < int(text) < 65536:
            return int(text)
        if text:
            self._wrong(name, f"must end in a port, not {text!r}")
        return 0

    def listen(self, name: str) -> Listen:
        host, colon, port = self.text(name).rpartition(":")
        if self.has(name) and not (host and colon):
            self._wrong(name, "must be host:port")
        return Listen(host=host.strip("[]"), port=self.port(name, port))

    def security(self) -> Security:
        text = self.text("SMTP_SECURITY")
        if text and text not in SECURITIES:
            self._wrong("SMTP_SECURITY", f"must be one of: {', '.join(SECURITIES)}")
        return SECURITIES.get(text, "implicit")

    def origin(self) -> str:
        """`https://host`; plain http only on this machine."""
        text = self.text("ORIGIN")
        parts = urlsplit(text)
        is_local = parts.hostname in ("127.0.0.1", "localhost")
        is_secure = parts.scheme == "https" or (parts.scheme == "http" and is_local)
        if text and not (is_secure and text == f"{parts.scheme}://{parts.netloc}"):
            self._wrong("ORIGIN", "must be https://host and nothing more")
        return text

    def sender(self) -> str:
        text = self.text("SENDER")
        if text and (text.count("@") != 1 or not text.isascii() or not text.isprintable()):
            self._wrong("SENDER", "must be an address of a mailbox that somebody reads")
        return text

    def command(self, name: str) -> tuple[str, ...]:
        """A command and its arguments, split as a shell would, run without one."""
        try:
            words = tuple(shlex.split(self.optional(name)))
        except ValueError as error:
            self._wrong(name, f"cannot be read: {error}")
            return ()
        if words and not Path(words[0]).is_file():
            self._wrong(name, "must begin with the full path of a program")
        return words

    def _wrong(self, name: str, told: str) -> str:
        self.mistakes.append(f"{PREFIX}{name} {told}")
        return ""
