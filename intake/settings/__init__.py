"""The settings of one installation: addresses, and secrets by file. Read once, at start.

Every mistake is told at once and nothing starts. The form and the forwarder each need their own
half, so that neither process is given the secrets of the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from intake.for_operator import ForOperator
from intake.settings.environment_file import read_environment
from intake.settings.listen import PEER, Listen
from intake.settings.reader import PREFIX, Reader, Security

__all__ = [
    "KNOWN",
    "PREFIX",
    "FormSettings",
    "Listen",
    "MailSettings",
    "Settings",
    "SettingsError",
    "read_environment",
]

KNOWN = frozenset(
    (
        "INFOHUS_MUNICIPALITY",
        "INFOHUS_RECIPIENTS",
        "INFOHUS_DATABASE",
        "INFOHUS_BACKUPS",
        "INFOHUS_PG_DUMP",
        "INFOHUS_SENDER",
        "INFOHUS_SENDER_READ",
        "INFOHUS_ORIGIN",
        "INFOHUS_LISTEN",
        "INFOHUS_OPS_LISTEN",
        "INFOHUS_TRUSTED_PROXY",
        "INFOHUS_SITE",
        "INFOHUS_ALARM_COMMAND",
        "INFOHUS_ALARM_FOLDER",
        "INFOHUS_SIGNING_KEY_FILE",
        "INFOHUS_SIGNING_CERTIFICATE_FILE",
        "INFOHUS_DRAFT_KEYS_FILE",
        "INFOHUS_DIGEST_KEY_FILE",
        "INFOHUS_LOOP_KEYS_FILE",
        "INFOHUS_CODE_KEY_FILE",
        "INFOHUS_SMTP_HOST",
        "INFOHUS_SMTP_PORT",
        "INFOHUS_SMTP_SECURITY",
        "INFOHUS_SMTP_USER",
        "INFOHUS_SMTP_PASSWORD_FILE",
        "INFOHUS_SMTP_CA_FILE",
    )
)


class SettingsError(ForOperator):
    """The settings cannot be used; each argument is one mistake."""

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.args)


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
    loop_keys: tuple[bytes, ...]
    """Of the codes by which letters are acknowledged; none where the loop is off."""
    code_key: bytes
    """Of the codes by which reporters look again; empty where none are given."""
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
    backups: Path | None
    """Folder of the backups that `upgrade` makes; None: beside SQLite's file."""
    pg_dump: str
    sender: str
    sender_read: date | None
    """The day on which a human read what was sent to the sender's mailbox."""
    alarm_command: tuple[str, ...]
    alarm_folder: Path | None
    """Where a word waits for the unit that may use the network; None: rung by whoever sees it."""
    ops_listen: Listen | None
    form: FormSettings | None
    mail: MailSettings | None

    @classmethod
    def from_env(
        cls, environ: Mapping[str, str], *, form: bool = False, mail: bool = False
    ) -> "Settings":
        """Read what this process needs. Raises `SettingsError` with every mistake."""
        reader = Reader(environ)
        reader.refuse_unknown(KNOWN)
        settings = cls(
            municipality=reader.path("MUNICIPALITY"),
            database=reader.database(),
            backups=reader.path("BACKUPS") if reader.has("BACKUPS") else None,
            pg_dump=reader.program("PG_DUMP", "pg_dump"),
            sender=reader.sender(),
            sender_read=reader.day("SENDER_READ"),
            alarm_command=reader.command("ALARM_COMMAND"),
            alarm_folder=reader.folder("ALARM_FOLDER"),
            ops_listen=reader.own_listen("OPS_LISTEN") if reader.has("OPS_LISTEN") else None,
            form=_form(reader) if form else None,
            mail=_mail(reader) if mail else None,
        )
        if reader.mistakes:
            raise SettingsError(*reader.mistakes)
        return settings


def _form(reader: Reader) -> FormSettings:
    listen = reader.door("LISTEN")
    proxy = reader.ip("TRUSTED_PROXY")
    return FormSettings(
        origin=reader.origin(),
        listen=listen,
        recipients=reader.path("RECIPIENTS"),
        signing_key=reader.secret("SIGNING_KEY_FILE"),
        signing_certificate=reader.secret("SIGNING_CERTIFICATE_FILE"),
        draft_keys=reader.keys("DRAFT_KEYS_FILE"),
        digest_key=reader.keys("DIGEST_KEY_FILE")[0],
        loop_keys=reader.keys("LOOP_KEYS_FILE") if reader.has("LOOP_KEYS_FILE") else (),
        code_key=reader.keys("CODE_KEY_FILE")[0] if reader.has("CODE_KEY_FILE") else b"",
        trusted_proxy=PEER if listen.is_unix else proxy,
        site=reader.path("SITE") if reader.has("SITE") else None,
    )


def _mail(reader: Reader) -> MailSettings:
    has_password = reader.has("SMTP_PASSWORD_FILE") and reader.has("SMTP_USER")
    reader.needs("SMTP_USER", "SMTP_PASSWORD_FILE")
    return MailSettings(
        host=reader.text("SMTP_HOST"),
        port=reader.port("SMTP_PORT", reader.text("SMTP_PORT")),
        security=reader.security(),
        user=reader.optional("SMTP_USER"),
        password=reader.secret_text("SMTP_PASSWORD_FILE") if has_password else "",
        ca_file=reader.path("SMTP_CA_FILE") if reader.has("SMTP_CA_FILE") else None,
    )
