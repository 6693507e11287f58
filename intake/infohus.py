"""What the views need, as one typed object made by the composition root.

The sealer and the outbox are named by what the form asks of them, so that the form can be run and
tested with any that keep these promises.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from flask import current_app
from markupsafe import Markup

from intake import action_card, privacy_notice
from intake.action_card import ActionCard
from intake.concern import Concern
from intake.digest import Digests
from intake.doors import Doors
from intake.draft import Drafts
from intake.limits import Limits
from intake.message import SealedMessage
from intake.municipality import Municipality
from intake.privacy_notice import PrivacyNotice
from intake.recipients import Recipient
from intake.texts import Texts


class Filed(Protocol):
    """What the outbox knows of a letter that was put there."""

    @property
    def reference(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def digest(self) -> bytes: ...
    @property
    def fresh(self) -> bool: ...


class Waiting(Protocol):
    """How old the oldest waiting letter is."""

    @property
    def oldest_hours(self) -> int: ...


class Sealing(Protocol):
    """Writes and seals a letter in memory."""

    def seal(self, concern: Concern, *, reference: str, now: int) -> SealedMessage: ...
    def usable(self, now: int) -> Sequence[Recipient]: ...


class Letterbox(Protocol):
    """Keeps sealed letters; `put` returns only after the letter is committed."""

    def put(
        self, message: SealedMessage, *, submission: bytes, digest: bytes, now: int, not_before: int
    ) -> Filed: ...
    def find(self, submission: bytes) -> Filed | None: ...
    def count(self, now: int) -> Waiting: ...
    def writable(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Infohus:
    """One running installation, as the form sees it."""

    origin: str
    """Our own public origin, `https://host`, without a slash at the end."""
    municipality: Municipality
    """The public facts: what `intake.municipality.load` gives."""
    texts: Mapping[str, Texts]
    """By language: `da` and `en`."""
    sealer: Sealing
    outbox: Letterbox
    drafts: Drafts
    digests: Digests
    limits: Limits
    clock: Callable[[], int]
    """Seconds UTC."""
    trusted_proxy: str = ""
    """Address of the one proxy whose `X-Forwarded-For` is believed."""
    demonstration: bool = False
    """Show the banner that says that nothing leaves the machine."""
    doors: Doors = field(default_factory=Doors)
    blocks: dict[tuple[str, str], Markup] = field(default_factory=dict)
    """What says the same on every page, by template and language; filled as pages are shown."""
    receipts: dict[tuple[str, str, bool, str], tuple[bytes, bytes, bytes]] = field(
        default_factory=dict
    )
    """Begin, middle and end, by language, track, urgency and age; filled as letters come in."""

    @cached_property
    def action_card(self) -> ActionCard:
        """What happens next, in this municipality's names."""
        return action_card.load(self.municipality)

    @cached_property
    def notices(self) -> Mapping[str, PrivacyNotice]:
        """The privacy notice by language."""
        return {language: privacy_notice.load(language) for language in self.texts}


def infohus() -> Infohus:
    """The one of the running application."""
    found = current_app.extensions["infohus"]
    assert isinstance(found, Infohus)
    return found
