"""Open only while everything that makes the form honest is there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from intake.doors import Closed, Doors
from intake.recipients import Recipient
from tests.intake.reporter import invented_municipality, reader, undecided

NOW = 1_800_000_000


@dataclass
class House:
    """What the doors look at."""

    keys: Sequence[str] = ("one", "two")
    may_open: bool = True
    has_room: bool = True
    doors: Doors = field(default_factory=Doors)

    def usable(self, now: int) -> Sequence[Recipient]:
        assert now == NOW
        return [reader(key) for key in self.keys]

    def writable(self) -> bool:
        return self.has_room

    def closed(self) -> Closed | None:
        facts = invented_municipality()
        if not self.may_open:
            facts = invented_municipality(open=undecided(facts.intake.open))
        return self.doors.closed(facts, self, self, NOW)


def test_opens_with_two_keys() -> None:
    """Everything is there."""
    assert House().closed() is None


@pytest.mark.parametrize(
    ("house", "reason"),
    [
        (House(may_open=False), Closed.CLOSED),
        (House(keys=["one"]), Closed.NO_KEY),
        (House(keys=["one", "one"]), Closed.NO_KEY),
        (House(has_room=False), Closed.NO_STORE),
    ],
)
def test_does_not_open_while_something_is_missing(house: House, reason: Closed) -> None:
    """One key in two mailboxes is one reader."""
    assert house.closed() is reason


def test_stays_open_with_one_key_but_not_with_none() -> None:
    """Once open, one reader is enough; nobody is not."""
    house = House()
    house.closed()
    house.keys = ["one"]
    assert house.closed() is None
    house.keys = []
    assert house.closed() is Closed.NO_KEY
