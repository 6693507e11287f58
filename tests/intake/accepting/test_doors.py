"""Open only while everything that makes the form honest is there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from intake.accepting.doors import Doors
from intake.accepting.refusals import Refusal
from intake.sealing.recipients import Recipient
from tests.intake.reporter import reader


@dataclass
class House:
    """What the doors look at."""

    keys: Sequence[str] = ("one", "two")
    may_open: bool = True
    has_room: bool = True
    has_disk: bool = True
    doors: Doors = field(default_factory=Doors)

    def closed(self) -> Refusal | None:
        readers: list[Recipient] = [reader(key) for key in self.keys]
        return self.doors.closed(
            self.may_open, readers, lambda: self.has_disk, lambda: self.has_room
        )


def test_opens_with_two_keys() -> None:
    """Everything is there."""
    assert House().closed() is None


@pytest.mark.parametrize(
    ("house", "reason"),
    [
        (House(may_open=False), Refusal.CLOSED),
        (House(keys=["one"]), Refusal.NO_KEY),
        (House(keys=["one", "one"]), Refusal.NO_KEY),
        (House(has_room=False), Refusal.NO_STORE),
        (House(has_disk=False), Refusal.NO_ROOM),
    ],
)
def test_does_not_open_while_something_is_missing(house: House, reason: Refusal) -> None:
    """One key in two mailboxes is one reader."""
    assert house.closed() is reason


def test_stays_open_with_one_key_but_not_with_none() -> None:
    """Once open, one reader is enough; nobody is not."""
    house = House()
    house.closed()
    house.keys = ["one"]
    assert house.closed() is None
    house.keys = []
    assert house.closed() is Refusal.NO_KEY
