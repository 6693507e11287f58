"""A new installation in a folder, made by the operator's own commands."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from intake.installation import Installation, system_clock
from intake.operating import setup
from intake.settings import Settings
from tests.certificates import certificate, rsa_key
from tests.places import facts_read_today


@dataclass
class House:
    """A folder, its settings and what the commands said."""

    folder: Path
    environ: dict[str, str]
    said: list[str] = field(default_factory=list)

    def load(self) -> Installation:
        return Installation.load(Settings.from_env(self.environ, form=True, mail=True))

    def say(self, line: str) -> None:
        self.said.append(line)

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    def has_recipients(self, *numbers: int, opened: bool = True, organisation: str = "T") -> None:
        lines = []
        for number in numbers:
            pem = certificate(rsa_key(number), organisation=organisation)
            (self.folder / "recipients" / f"{number}.pem").write_bytes(pem)
            lines += [
                "[[recipient]]",
                f'address = "mailbox{number}@test.example"',
                f'name = "Mailbox {number}"',
                f'certificate = "{number}.pem"',
                "test_letter_opened = 2026-11-02" if opened else "",
            ]
        path = self.folder / "recipients" / "recipients.toml"
        path.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Initialised, with two recipients who have opened a test letter."""
    return furnished(tmp_path)


def furnished(folder: Path, loop: str = "off") -> House:
    """A new installation in this folder."""
    (folder / "recipients").mkdir()
    facts = facts_read_today().replace('step = "questions"', f'step = "{loop}"')
    facts = facts.replace("telephone = true", f"telephone = {str(loop != 'off').lower()}")
    (folder / "municipality.toml").write_text(facts, encoding="utf-8")
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
        "SMTP_HOST": "localhost",
        "SMTP_PORT": "25",
        "SMTP_SECURITY": "starttls",
        "ALARM_COMMAND": "/bin/true",
    }
    made = House(folder, {f"INFOHUS_{name}": str(value) for name, value in values.items()})
    setup.init(made.environ, "Test", made.say, system_clock())
    made.said.clear()
    made.has_recipients(1, 2)
    return made
