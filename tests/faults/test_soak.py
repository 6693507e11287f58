"""What the soak of `make storm` calls broken."""

from typing import Any

import pytest

from tests.storm.looks import Looks
from tests.storm.soak import broken

WELL: dict[str, Any] = {
    "accepted": 9,
    "received": 9,
    "lost deliveries": 0,
    "letters without a receipt": 0,
    "wrong receipts": 0,
    "letters given up": 0,
    "still waiting": 0,
    "in clear on the line": 0,
    "opened by openssl": 9,
}


class Grown:
    """A process that has more at each look."""

    def __init__(self, megabytes: float, handles: float) -> None:
        self.megabytes, self.handles, self._more = 90.0, 15, (megabytes, handles)

    def grow(self) -> None:
        self.megabytes += self._more[0]
        self.handles += int(self._more[1])


def looks(megabytes: float, handles: float) -> Looks:
    """Forty looks at a process that grows so much between two."""
    found, part = Looks(), Grown(megabytes, handles)
    for _ in range(40):
        found.add("form", part)
        part.grow()
    return found


def test_all_well_breaks_nothing() -> None:
    """Neither letters nor sizes."""
    assert broken(WELL) == []
    assert looks(0.1, 0).failures() == []


@pytest.mark.parametrize(
    ("name", "number"), [(name, 1) for name, n in WELL.items() if n == 0] + [("received", 8)]
)
def test_one_letter_amiss_is_broken(name: str, number: int) -> None:
    """Each promise by itself."""
    assert broken(WELL | {name: number}) != []


def test_a_soak_that_opened_or_took_nothing_is_broken() -> None:
    """It has shown nothing."""
    assert broken(WELL | {"opened by openssl": 0}) != []
    assert broken(WELL | {"accepted": 0, "received": 0}) != []


@pytest.mark.parametrize(("megabytes", "handles"), [(0.4, 0), (0, 1)])
def test_a_leak_is_seen(megabytes: float, handles: int) -> None:
    """Of memory and of handles."""
    assert len(looks(megabytes, handles).failures()) == 1
