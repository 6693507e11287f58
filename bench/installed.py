"""A whole installation in a folder of its own, made by the operator's own commands."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from demonstration import keys
from intake.installation import Installation, system_clock
from intake.operating import setup
from intake.outbox import Outbox
from intake.settings import Settings

Environ = dict[str, str]
INVENTED = Path(keys.__file__).with_name("municipality.toml")
"""A municipality in which everything is decided, so that the form is open."""
ORGANISATION = "BENCH"


@dataclass(frozen=True, kw_only=True)
class Installed:
    """Where it lies, and the settings of its processes."""

    folder: Path
    environ: Environ

    def load(self) -> Installation:
        """Settings, facts and store, in this process."""
        return Installation.load(Settings.from_env(self.environ, form=True, mail=True))

    def outbox(self) -> Outbox:
        """The store, in this process."""
        return Outbox(self.environ["INFOHUS_DATABASE"])


@cache
def reader(number: int) -> tuple[bytes, bytes]:
    """Key and certificate of one reader under RSA-3072, PEM, made once in a process."""
    return keys.coordinator(address(number), organisation=ORGANISATION)


def address(number: int) -> str:
    """The mailbox of one reader."""
    return f"mailbox{number}@test.example"


def build(
    folder: Path,
    *,
    readers: int = 3,
    smtp_port: int = 25,
    smtp_ca: Path | None = None,
    loop: str = "off",
) -> Installed:
    """Open, with so many readers, whose keys lie in `readers`, and a mail server here.

    With the closed loop switched on to this step the last reader is a substitute.
    """
    for name in ("recipients", "readers"):
        (folder / name).mkdir(parents=True)
    facts = INVENTED.read_text("utf-8").replace('step = "questions"', f'step = "{loop}"')
    (folder / "municipality.toml").write_text(facts, "utf-8")
    installed = Installed(folder=folder, environ=_environ(folder, smtp_port, smtp_ca))
    setup.init(installed.environ, ORGANISATION, lambda _: None, system_clock())
    listed = [line for number in range(1, readers + 1) for line in _listed(folder, number)]
    listed += ["substitute = true"] if loop not in ("off", "trial", "acknowledge") else []
    (folder / "recipients" / "recipients.toml").write_text("\n".join(listed), encoding="utf-8")
    return installed


def _listed(folder: Path, number: int) -> list[str]:
    """One reader, whose key and certificate are put in their place."""
    key, certificate = reader(number)
    (folder / "readers" / f"{number}.key").write_bytes(key)
    (folder / "recipients" / f"{number}.pem").write_bytes(certificate)
    return [
        "[[recipient]]",
        f'address = "{address(number)}"',
        f'name = "Mailbox {number}"',
        f'certificate = "{number}.pem"',
        "test_letter_opened = 2026-11-02",
    ]


def _environ(folder: Path, smtp_port: int, smtp_ca: Path | None) -> Environ:
    values = {
        "MUNICIPALITY": folder / "municipality.toml",
        "DATABASE": f"sqlite:///{folder / 'outbox.sqlite'}",
        "SENDER": "infohus@test.example",
        "ORIGIN": "https://infohus.example",
        "LISTEN": "127.0.0.1:8000",
        "RECIPIENTS": folder / "recipients",
        "SIGNING_KEY_FILE": folder / "signing.key",
        "SIGNING_CERTIFICATE_FILE": folder / "signing.pem",
        "DRAFT_KEYS_FILE": folder / "draft-keys",
        "DIGEST_KEY_FILE": folder / "digest-key",
        "LOOP_KEYS_FILE": folder / "loop-keys",
        "CODE_KEY_FILE": folder / "code-key",
        "SMTP_HOST": "localhost",
        "SMTP_PORT": smtp_port,
        "SMTP_SECURITY": "starttls",
        "ALARM_COMMAND": "/bin/true",
    } | ({"SMTP_CA_FILE": smtp_ca} if smtp_ca else {})
    return {f"INFOHUS_{name}": str(value) for name, value in values.items()}
