"""A form with fakes behind it, and a person who fills it in over HTTP."""

import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from intake.accepting.clerk import Clerk
from intake.accepting.digest import Digests
from intake.accepting.limits import Limits
from intake.days import day_of
from intake.facts import LANGUAGES, Loop, municipality, texts
from intake.facts.municipality import Municipality
from intake.facts.municipality.fact import Fact
from intake.form.draft import Drafts
from intake.message import SealedMessage
from intake.outbox import Counts, Filed, Follows, StoreUnavailable
from intake.reply import Told
from intake.sealing.certificates import Certified
from intake.sealing.recipients import Recipient
from intake.sealing.sealer import NoUsableRecipient
from intake.web.app import create_app
from intake.web.body import LONGEST_BODY
from intake.web.infohus import Infohus
from tests.places import INVENTED

NEVER_READ: Any = None
"""The fake sealer looks at no certificate."""
NOW = 1_800_000_000
TEXT = "Jeg er bekymret for en, jeg kender. Æøå 🙂"
WORRY = {"text": TEXT, "urgency": "not_urgent"}
PERSON = {"age": "adult", "residence": "here"}
CONTACT = {"reporter_name": "Åse Ø", "reporter_phone": "12345678"}


def invented_municipality(**intake: Any) -> Municipality:
    """The invented municipality with the loop off, and changes to what it has decided."""
    found = municipality.load(INVENTED)
    return replace(found, intake=replace(found.intake, **intake), loop=Loop())


def undecided(fact: Fact) -> Any:
    """The same fact before the municipality has said anything."""
    return replace(fact, value="", answered="")


def reader(number: object) -> Recipient:
    """A recipient under a key of its own."""
    certified = Certified(
        certificate=NEVER_READ,
        key_id=str(number),
        not_before=0,
        not_after=1 << 40,
        demonstration=False,
    )
    return Recipient(address=f"{number}@example", name=str(number), certificate=certified)


@dataclass
class FakeSealer:
    """Seals nothing; remembers what it was given, and which keys are there."""

    sealed: list[Told] = field(default_factory=list)
    keys: int = 2
    lost: bool = False
    """The last key goes after the doors have looked."""

    def seal(self, told: Told, *, reference: str, now: int) -> SealedMessage:
        if self.lost or not self.keys:
            raise NoUsableRecipient
        self.sealed.append(told)
        return SealedMessage(reference=reference, recipients=("a@example",), body=b"sealed")

    def usable(self, now: int) -> tuple[Recipient, ...]:
        return tuple(reader(number) for number in range(self.keys))


@dataclass
class FakeOutbox:
    """Keeps rows in memory; fails on order."""

    rows: dict[bytes, Filed] = field(default_factory=dict)
    works: bool = True
    breaks: bool = False
    away: bool = False
    """Every verb fails after the doors have looked."""
    oldest_hours: int = 0

    def put(
        self,
        message: SealedMessage,
        *,
        submission: bytes,
        digest: bytes,
        now: int,
        not_before: int,
        follows: Follows = None,
    ) -> Filed:
        if self.breaks:
            raise OSError("marker that must not be shown")
        if self.away:
            raise StoreUnavailable("marker that must not be shown")
        filed = Filed(reference=message.reference, day=day_of(now), digest=digest)
        return self.rows.setdefault(submission, filed)

    def find(self, submission: bytes) -> Filed | None:
        if self.away:
            raise StoreUnavailable
        return self.rows.get(submission)

    def count(self, now: int) -> Counts:
        if self.away:
            raise StoreUnavailable
        hours = self.oldest_hours
        return Counts(waiting=len(self.rows), held=0, oldest_hours=hours, unfinished_hours=hours)

    def writable(self) -> bool:
        return self.works


@dataclass
class Clock:
    """Stands still until told."""

    now: int = NOW

    def __call__(self) -> int:
        return self.now


def invented_infohus(**changes: Any) -> Infohus:
    """Everything open and well, unless a change says otherwise."""
    parts: dict[str, Any] = {
        "origin": "https://infohus.example",
        "municipality": invented_municipality(),
        "texts": {each: texts.load(each.code) for each in LANGUAGES},
        "drafts": Drafts([b"old key", b"new key"], days=30, longest=LONGEST_BODY),
    }
    parts |= {name: changes.pop(name) for name in parts.keys() & changes.keys()}
    clerk: dict[str, Any] = {
        "may_open": parts["municipality"].may_open,
        "rules": parts["municipality"].intake,
        "sealer": FakeSealer(),
        "outbox": FakeOutbox(),
        "digests": Digests(b"digest key"),
        "limits": Limits(),
        "clock": Clock(),
    }
    return Infohus(**parts, clerk=Clerk(**(clerk | changes)))


class Person:
    """Somebody with a browser without script."""

    def __init__(
        self, house: Infohus | None = None, address: str = "/skriv", client: Any = None
    ) -> None:
        """At a form of their own, or over a client's line to one that runs elsewhere."""
        own: Any = house if house or client else invented_infohus()
        self.house: Any = own
        self.client: FlaskClient = client or create_app(own).test_client()
        self.address = address
        self.page = ""
        self.draft = ""
        self.answer: TestResponse

    def opens(self) -> "Person":
        return self._sees(self.client.get(self.address))

    def posts(self, step: str, action: str = "continue", **fields: str) -> "Person":
        data = {"draft": self.draft, "step": step, "action": action} | fields
        return self.posts_raw(urlencode(data).encode())

    def posts_raw(self, body: bytes, **headers: str) -> "Person":
        kind = headers.pop("content_type", "application/x-www-form-urlencoded")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._sees(
            self.client.post(self.address, data=body, content_type=kind, headers=named)
        )

    def goes_to(self, house: Infohus) -> "Person":
        """The same page, answered by another process, or by the same one later on."""
        self.house, self.client = house, create_app(house).test_client()
        return self

    def waits(self, seconds: int = 60) -> "Person":
        self.house.clock.now += seconds
        return self

    def fills_in(self, track: str = "anonymous", age: str = "", **worry: str) -> "Person":
        """Everything up to the check page."""
        person = PERSON | ({"age": age} if age else {})
        self.opens().posts("start").posts("way", track=track)
        self.posts("worry", **(WORRY | worry)).posts("person", **person)
        if track == "named":
            self.posts("contact", **CONTACT)
        if track == "professional":
            self.posts("contact", **CONTACT, workplace="Skolen")
        return self.waits()

    def sends(self) -> "Person":
        return self.posts("check", "send")

    @property
    def reference(self) -> str:
        found = re.search(r'class="reference">([^<]+)<', self.page)
        return found[1] if found else ""

    def _sees(self, answer: TestResponse) -> "Person":
        self.answer, self.page = answer, unescape(answer.get_data(as_text=True))
        found = re.search(r'name="draft"[^>]* value="([^"]*)"', self.page)
        self.draft = found[1] if found else self.draft
        return self
