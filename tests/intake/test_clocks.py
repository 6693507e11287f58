"""A clock that jumps silences no alarm, hurries no patience and keeps no letter.

Durations are counted in seconds that only ever grow. The one wall clock is for what the outbox
keeps, and for the end of a lease, which other forwarders judge by it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.alarm import DAY, Alarm, Word
from intake.message import SealedMessage, TemporaryFailure, Unreachable
from intake.outbox import Outbox
from tests.intake.sealed import HOUR, NOW, FakeDelivery, letter, put
from tests.intake.sending.office import Office, fail
from tests.places import ROOT

JUMPS = (-400 * DAY, -DAY, -HOUR, 0, HOUR, DAY, 400 * DAY)
WALL_CLOCK = {
    ("forwarder", "_pass"): "given to the outbox: what is due, what is old",
    ("forwarder", "_may_begin"): "compared with the lease, and steady seconds beside it",
    (
        "forwarder",
        "_deliver_one",
    ): "given to the outbox: when to try again; a reminder's day",
    ("forwarder", "_note_unmarked"): "given to the outbox: the day of acceptance",
    ("forwarder", "_hold"): "given to the outbox: the day",
}
"""Every place in these modules that reads the wall clock, and what for."""
MODULES = [*(ROOT / "intake" / "sending").glob("*.py"), ROOT / "intake" / "alarm.py"]


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """An empty outbox."""
    url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    Outbox.create(url)
    made = Outbox(url)
    yield made
    made.close()


def readings(path: Path, *names: str) -> Iterator[tuple[str, str]]:
    """Module and function of each call of something of that name."""
    code = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(code) if isinstance(node, ast.FunctionDef))
    for function in functions:
        calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
        if any(isinstance(one, ast.Attribute) and one.attr in names for one in calls):
            yield path.stem, function.name


def test_every_reading_of_the_wall_clock_is_walked_below() -> None:
    """A new one must be thought of here; nobody reads the machine's clock past the one given."""
    found = {each for path in MODULES for each in readings(path, "clock", "_clock")}
    assert found == set(WALL_CLOCK)
    assert [each for path in MODULES for each in readings(path, "time", "now", "today")] == []


@pytest.mark.parametrize("jump", JUMPS)
def test_pause_for_a_server_is_as_long_as_it_was_to_be(outbox: Outbox, jump: int) -> None:
    """`_not_before`."""
    put(outbox)
    office = Office(outbox, FakeDelivery(fail(Unreachable("away"))))
    office.once()
    office.jump(jump)
    assert office.once(1) == 0
    assert office.once(15) == 1


@pytest.mark.parametrize("jump", JUMPS)
def test_ages_are_looked_at_every_ten_minutes(
    outbox: Outbox, jump: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`_watched`: neither never nor at every pass."""
    office = Office(outbox)
    looks: list[int] = []
    monkeypatch.setattr(office.forwarder, "watch", looks.append)
    office.forwarder._pass()
    office.jump(jump)
    office.forwarder._pass()
    assert len(looks) == 1
    office.passes(600)
    office.forwarder._pass()
    assert len(looks) == 2


@pytest.mark.parametrize("jump", JUMPS)
def test_nothing_begins_that_the_lease_does_not_cover(outbox: Outbox, jump: int) -> None:
    """`_may_begin`: three talks of 299 seconds fit in 900, whatever the clock says meanwhile."""
    for number in range(5):
        put(outbox, letter(f"N{number:07}"))
    office = Office(outbox)

    def act(_: SealedMessage) -> None:
        if not office.delivery.arrived:
            office.jump(jump)
        office.passes(299)

    office.delivery.act = act
    accepted = office.once()
    assert accepted == 3 if jump <= 0 else accepted == 1
    assert outbox.count(office.clock.now).waiting == 5 - accepted


@pytest.mark.parametrize("jump", JUMPS)
def test_letter_refused_for_now_is_tried_again_in_time(outbox: Outbox, jump: int) -> None:
    """`postpone`: a clock set back costs at most what it was set back by, and never six hours."""
    put(outbox)
    office = Office(outbox, FakeDelivery(fail(TemporaryFailure("450"))))
    office.once()
    office.jump(jump)
    waited = next(minutes for minutes in range(0, 900, 5) if office.once(300))
    assert waited <= 15 + max(0, min(-jump, 6 * HOUR)) // 60


@pytest.mark.parametrize("jump", JUMPS)
def test_letters_tried_in_vain_ring_within_the_hour(outbox: Outbox, jump: int) -> None:
    """`Waiting`: neither at once nor for as long as the clock was ahead."""
    put(outbox)
    office = Office(outbox, FakeDelivery(fail(*[Unreachable("away")] * 99)))
    office.once()
    office.jump(jump)
    office.once(700)
    assert office.alarms == []
    for _ in range(4):
        office.once(700)
    assert set(office.alarms) == {Word.LATE}


@pytest.mark.parametrize("jump", JUMPS)
def test_accepted_letters_are_noted(outbox: Outbox, jump: int) -> None:
    """`_noted`."""
    for number in range(3):
        put(outbox, letter(f"N{number:07}"))
    office = Office(outbox, FakeDelivery(lambda _: office.jump(jump)), slowest_talk=-(10**9))
    assert office.once() == 3
    assert outbox.count(NOW).waiting == 0


def test_alarm_rings_once_a_day_of_real_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """`_quiet_until`; it is given no other clock."""
    now = [5.0]
    alarm = Alarm(("/bin/true",), lambda: now[0])
    rung: list[Word] = []

    def run(word: Word) -> bool:
        rung.append(word)
        return True

    monkeypatch.setattr(alarm, "_run", run)
    for seconds in (0, 1, DAY - 2, 1, DAY - 1, 1):
        now[0] += seconds
        alarm(Word.HELD)
    assert len(rung) == 3
