"""An installation with the loop switched on, on either database, and what its humans do."""

import re
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from intake.accepting.limits import Limits
from intake.installation import Installation
from intake.operating import setup
from intake.outbox import Lease, Outbox
from intake.sending.transfer import for_the_line
from intake.settings import Settings
from intake.web import create_app
from intake.web.infohus import TRIES
from tests.certificates import NOW, certificate, rsa_key
from tests.intake.operating.conftest import furnished
from tests.intake.reporter import Clock, Person

HOUR, DAY = 3_600, 86_400
KIM, BO, VIKAR = "mailbox1@test.example", "mailbox2@test.example", "mailbox3@test.example"
NAMES = {1: "Kim", 2: "Bo", 3: "Vikar"}
MIDDAY = NOW - NOW % DAY + DAY // 2
"""So that an hour more is the same day, whenever the tests run."""


@dataclass
class Looped:
    """One installation whose clock stands still until told."""

    folder: Path
    url: str
    step: str = "remind"
    clock: Clock = field(default_factory=lambda: Clock(MIDDAY))
    opened: list[Installation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.house = furnished(self.folder, self.step)
        self.house.environ |= {
            "INFOHUS_DATABASE": self.url,
            "INFOHUS_LOOP_KEYS_FILE": str(self.folder / "loop-keys"),
            "INFOHUS_CODE_KEY_FILE": str(self.folder / "code-key"),
        }
        self.has_people()
        setup.init(self.house.environ, "Test", self.house.say, MIDDAY)
        self.house.said.clear()
        self.installation = self.load()

    def has_people(self, *, substitute: bool = True) -> None:
        """Kim, Bo, and Vikar who is a substitute."""
        self.house.has_recipients(1, 2, *([3] if substitute else []))
        path = self.folder / "recipients" / "recipients.toml"
        text = path.read_text(encoding="utf-8")
        for number, name in NAMES.items():
            text = text.replace(f'"Mailbox {number}"', f'"{name}"')
        text = text.replace(f'"{VIKAR}"', f'"{VIKAR}"\nsubstitute = true')
        path.write_text(text, encoding="utf-8")

    def load(self) -> Installation:
        """As a process does that starts now."""
        settings = Settings.from_env(self.house.environ, form=True, mail=True)
        self.opened.append(Installation.load(settings, clock=self.clock))
        return self.opened[-1]

    def closes(self) -> None:
        """Every connection."""
        for installation in self.opened:
            installation.outbox.close()

    @property
    def outbox(self) -> Outbox:
        return self.installation.outbox

    @property
    def client(self) -> FlaskClient:
        """The form, whose budgets for wrong codes stand still as the clock does."""
        one, other = (Limits(TRIES, steady=lambda: 5.0) for _ in range(2))
        infohus = replace(self.installation.infohus(), tries=one, code_tries=other)
        return create_app(infohus).test_client()

    def receives(self) -> str:
        """A reporter sends a concern; its reference."""
        person = Person(self.installation.infohus()).fills_in().sends()
        assert person.reference, person.page
        return person.reference.replace("-", "")

    def writes(self, track: str = "anonymous", **worry: str) -> "Writer":
        """A reporter at the check page."""
        return Writer(self.installation.infohus()).fills_in(track, **worry)  # type: ignore[return-value]

    def code(self, reference: str) -> str:
        return self.installation.codes.code(reference)

    def mails(self) -> list[Lease]:
        """Everything that is due goes, and is accepted."""
        gone: list[Lease] = []
        while leases := self.outbox.lease(self.clock(), 50):
            assert self.outbox.accepted_all(leases, self.clock()) == len(leases)
            gone += leases
        return gone

    def reads(self, lease: Lease, number: int = 1) -> str:
        """The text of a letter or note, opened with one coordinator's key."""
        sealed = message_from_bytes(for_the_line(lease.message.body)).get_payload(decode=True)
        assert isinstance(sealed, bytes)
        key = rsa_key(number)
        own = x509.load_pem_x509_certificate(
            (self.folder / "recipients" / f"{number}.pem").read_bytes()
        )
        content = pkcs7.pkcs7_decrypt_der(sealed, own, key, [])
        inside = message_from_bytes(content, policy=policy.SMTP)
        assert isinstance(inside, EmailMessage)
        body = inside.get_body(("plain",))
        assert isinstance(body, EmailMessage)
        return str(body.get_content()).replace("\r\n", "\n")


class Writer(Person):
    """A reporter who is given a code."""

    @property
    def code(self) -> str:
        """As the receipt shows it; empty when it shows none."""
        found = re.search(r'class="code">([^<]+)<', self.page)
        return found[1] if found else ""


@dataclass
class Coordinator:
    """Somebody at the page, with or without a script."""

    client: FlaskClient
    page: str = ""
    status: int = 0

    def opens(self) -> "Coordinator":
        return self._sees(self.client.get("/kvittering"))

    def posts(self, **fields: str) -> "Coordinator":
        return self._sees(self.client.post("/kvittering", data=fields))

    def looks(self, code: str) -> "Coordinator":
        return self.posts(code=code, action="show")

    def says(self, code: str, choice: str) -> "Coordinator":
        return self.posts(code=code, action="act", choice=choice)

    @property
    def choices(self) -> list[str]:
        return re.findall(r'name="choice" value="([^"]+)"', self.page)

    def _sees(self, answer: TestResponse) -> "Coordinator":
        self.page = unescape(answer.get_data(as_text=True))
        self.status = answer.status_code
        return self


__all__ = ["BO", "DAY", "HOUR", "KIM", "VIKAR", "Coordinator", "Looped", "Writer", "certificate"]
