"""A whole installation in a folder of its own, made by the operator's own commands."""

from dataclasses import dataclass
from pathlib import Path

from intake.installation import Installation
from intake.outbox import Outbox
from intake.settings import Settings
from tests.intake.operating.conftest import furnished
from tests.servers.tls import authority

Environ = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class House:
    """Where it lies, and the settings of its processes."""

    folder: Path
    environ: Environ

    def load(self) -> Installation:
        """Settings, facts and store, in this process."""
        return Installation.load(Settings.from_env(self.environ, form=True, mail=True))

    def outbox(self) -> Outbox:
        """The store, in this process."""
        return Outbox(self.environ["INFOHUS_DATABASE"])


def build(folder: Path, *, readers: int = 3, smtp_port: int = 25) -> House:
    """Open, with so many readers under RSA-3072 and a mail server on this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    made = furnished(folder)
    made.has_recipients(*range(1, readers + 1))
    mail = {
        "INFOHUS_SMTP_PORT": str(smtp_port),
        "INFOHUS_SMTP_CA_FILE": str(authority().ca_file),
    }
    return House(folder=folder, environ=made.environ | mail)
