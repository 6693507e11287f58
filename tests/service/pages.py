"""Check pages, filled in and signed under the service's own keys, and what is sent from them."""

import time
from dataclasses import dataclass

from intake.form.draft import Draft, Drafts
from tests.intake.operating.conftest import House
from tests.intake.reporter import PERSON, TEXT, WORRY, Person

LONG_AGO_ENOUGH = 600
"""Seconds: nobody is taken for a program who has written so long."""


@dataclass(frozen=True)
class Pages:
    """Check pages, filled in, under the service's own keys; each a letter of its own."""

    drafts: Drafts

    @classmethod
    def of(cls, house: House) -> "Pages":
        installation = house.load()
        return cls(installation.infohus().drafts)

    def sent_by(self, person: Person, text: str = TEXT) -> Person:
        """Another letter."""
        answers = {"track": "anonymous"} | WORRY | PERSON | {"text": text}
        began = int(time.time()) - LONG_AGO_ENOUGH
        person.draft = self.drafts.sign(Draft.new(began, answers))
        return person.sends()
