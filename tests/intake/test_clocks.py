"""A clock that jumps silences no alarm, hurries no patience and keeps no letter.

Durations are counted in seconds that only ever grow. The one wall clock is for what the outbox
keeps, and for the end of a lease, which other forwarders judge by it.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.accepting import Refusal
from intake.accepting.doors import Doors
from intake.alarm import Alarm, Word
from intake.concern import Mark
from intake.days import DAY, day_of
from intake.form import Draft, Drafts, ExpiredDraft
from intake.form.answers import marks
from intake.loop import Outcome, is_time_for_drill, newest_outcome
from intake.message import SealedMessage, TemporaryFailure, Unreachable
from intake.outbox import Backups, Outbox, Practice, Standing, Submission, Tried
from intake.sealing.certificates import Certified
from intake.sealing.recipients import usable
from tests.intake.reporter import NEVER_READ, reader
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
COMPARED = {
    ("answers", "marks"): "test_draft_of_another_clock_is_still_the_person_s",
    ("draft", "read"): "test_draft_of_another_clock_is_still_the_person_s",
    ("__init__", "too_old"): "a day that was read in the future is not old: shown to editors only",
    ("backup", "purge"): "test_backup_made_while_the_clock_was_ahead_is_not_kept_longer",
    ("coarse", "hours_since"): "test_letter_that_waits_rings_in_time",
    ("leases", "lend"): "test_first_pause_is_kept",
    ("humans", "awaited"): "test_letter_that_no_human_has_rings_in_time",
    ("humans", "unfinished"): "test_whether_a_letter_is_closed_is_asked_in_time",
    ("drill", "is_time"): "test_a_quarter_has_its_drill_after_a_jump",
    ("drill", "newest_outcome"): "test_drill_is_never_told_as_quicker_than_the_clock_knows",
    ("draft", "may_have_been_forgotten"): "a draft of the future is young: no note, nothing else",
    ("leases", "_undo_clock_jump"): "test_first_pause_is_kept",
    ("letters", "bury"): "test_accepted_letter_is_kept_its_days_and_no_longer",
    ("letters", "clear"): "test_accepted_letter_is_kept_its_days_and_no_longer",
    ("letters", "_undo_clock_jump"): "test_accepted_letter_is_kept_its_days_and_no_longer",
    ("forwarder", "forward_once"): "test_nothing_begins_that_the_lease_does_not_cover",
    ("certificates", "out_of_time"): "test_certificates_are_judged_by_the_clock_as_it_is",
    ("recipients", "days_left"): "test_certificates_are_judged_by_the_clock_as_it_is",
    ("signer", "days_left"): "letters are signed whatever it says; `check` and the weekly letter",
    ("signer", "make"): "begins a day early, so that a clock that is behind can use it",
    ("check", "signing"): "asked by hand",
    ("ends", "ending"): "asked by `check`, which keeps nothing of it",
    ("check", "_heard"): "walked in test_check: heard in a day to come is not heard",
    ("threads", "forget"): "walked in test_threads: test_thread_of_a_wrong_clock_goes_too",
    ("limits", "fill"): "given seconds that only ever grow",
    ("limits", "of"): "given seconds that only ever grow",
    ("limits", "_purse"): "given seconds that only ever grow",
    ("people", "__call__"): "given seconds that only ever grow",
    ("server", "_tidy"): "asks for seconds that only ever grow",
    ("bell", "__call__"): "test_alarm_rings_once_a_day_of_real_seconds",
}
"""Every place in the service that compares with a time or counts back, and who walks it."""
MODULES = [*(ROOT / "intake" / "sending").glob("*.py"), *(ROOT / "intake" / "alarm").glob("*.py")]


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


def comparisons(path: Path) -> Iterator[tuple[str, str]]:
    """Module and function of each comparison with a time, and of each subtraction."""
    times = {"now", "today"}
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            counts = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)
            orders = isinstance(node, ast.Compare) and isinstance(
                node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE
            )
            if (counts or orders) and times & names_in(node):
                yield path.stem, function.name


def names_in(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def test_every_comparison_with_a_time_is_walked_below() -> None:
    """A new one must be thought of here."""
    found = {each for path in (ROOT / "intake").rglob("*.py") for each in comparisons(path)}
    assert found - set(COMPARED) == set()
    walked = {told for told in COMPARED.values() if told.startswith("test_")}
    assert walked <= set(globals())


@pytest.mark.parametrize("jump", JUMPS)
def test_certificates_are_judged_by_the_clock_as_it_is(jump: int) -> None:
    """A clock that is so wrong that no certificate counts closes the form, and opens it again."""
    valid = Certified(
        certificate=NEVER_READ,
        key_id="",
        not_before=NOW - 30 * DAY,
        not_after=NOW + 30 * DAY,
        demonstration=False,
    )
    people = [replace(reader(key), certificate=replace(valid, key_id=key)) for key in "ab"]
    doors = Doors()

    def closed(now: int) -> Refusal | None:
        return doors.closed(True, usable(tuple(people), now), lambda: True, lambda: True)

    seen = [closed(now) for now in (NOW, NOW + jump, NOW)]
    assert seen == [None, Refusal.NO_KEY if abs(jump) > 30 * DAY else None, None]


@pytest.mark.parametrize("jump", JUMPS)
def test_backup_made_while_the_clock_was_ahead_is_not_kept_longer(
    tmp_path: Path, jump: int
) -> None:
    """Nor one less long that was made while it was behind than its days by that clock."""
    backups = Backups(database=f"sqlite:///{tmp_path / 'o.sqlite'}")
    backups.path(1, NOW + jump).touch()
    gone = [backups.purge(NOW + days * DAY, 7) for days in (0, 8)]
    assert sum(gone) == 1
    assert gone[0] == (jump < -7 * DAY)


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
    """`postpone`: a clock set back costs what it was set back by, and never over two hours."""
    put(outbox)
    office = Office(outbox, FakeDelivery(fail(TemporaryFailure("450"))))
    office.once()
    office.jump(jump)
    waited = next(minutes for minutes in range(0, 900, 5) if office.once(300))
    assert waited <= 15 + max(0, min(-jump, 2 * HOUR)) // 60


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
def test_letter_without_a_pause_leaves_at_once(outbox: Outbox, jump: int) -> None:
    """`put` and `lease`: whatever the clock said when it came."""
    put(outbox)
    office = Office(outbox)
    office.jump(jump)
    assert office.once() == 1


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("minutes", [0, 60, 1440])
def test_first_pause_is_kept(outbox: Outbox, minutes: int, jump: int) -> None:
    """`put` and `lease`: never shorter while the clock stands, never over twice as long."""
    due = NOW + minutes * 60
    outbox.put(letter(), submission=b"s", digest=b"d", now=NOW, not_before=due)
    office = Office(outbox, first_pause=minutes * 60)
    if minutes and not jump:
        assert office.once(minutes * 60 - 1) == 0
        assert office.once(301) == 1
        return
    office.jump(jump)
    waited = next(passed for passed in range(0, 3000, 5) if office.once(300))
    assert waited <= 2 * max(minutes, 120) + 10


@pytest.mark.parametrize("jump", JUMPS)
def test_letter_that_waits_rings_in_time(outbox: Outbox, jump: int) -> None:
    """`count`: a letter that came while the clock was ahead does not stay young."""
    put(outbox)
    delivery = FakeDelivery(fail(*[TemporaryFailure("450")] * 999))
    office = Office(outbox, delivery, late_hours=24, vain_seconds=10**9)
    office.jump(jump)
    for _ in range(27):
        office.once(HOUR)
        office.forwarder.watch(office.clock.now)
    assert Word.LATE in office.alarms


@pytest.mark.parametrize("jump", JUMPS)
def test_accepted_letter_is_kept_its_days_and_no_longer(outbox: Outbox, jump: int) -> None:
    """`purge`: what was accepted while the clock was ahead goes in time too."""
    put(outbox)
    office = Office(outbox)
    assert office.once() == 1
    office.jump(jump)
    gone = [outbox.purge(office.clock.now + days * DAY, 7, 60) for days in (0, 8, 69)]
    assert sum(one.letters for one in gone) == 1
    assert sum(one.tombstones for one in gone) == 1
    assert jump > 6 * DAY or gone[0].letters == 0


@pytest.mark.parametrize("jump", JUMPS)
def test_draft_of_another_clock_is_still_the_person_s(jump: int) -> None:
    """`Drafts.read`: signed by us, so what was typed counts; its life begins no later than now."""
    drafts = Drafts([b"key"], days=30, longest=100_000)
    token = drafts.sign(Draft.new(NOW, {"track": "named"}))
    later = NOW + jump
    if jump > 30 * DAY:
        with pytest.raises(ExpiredDraft):
            drafts.read(token, later)
        return
    draft = drafts.read(token, later)
    assert draft.answers == {"track": "named"}
    assert draft.started == min(NOW, later)
    assert marks(draft, later) == (frozenset() if jump else {Mark.TOO_FAST})


@pytest.mark.parametrize("jump", JUMPS)
def test_accepted_letters_are_noted(outbox: Outbox, jump: int) -> None:
    """`_noted`."""
    for number in range(3):
        put(outbox, letter(f"N{number:07}"))
    office = Office(outbox, FakeDelivery(lambda _: office.jump(jump)), slowest_talk=-(10**9))
    assert office.once() == 3
    assert outbox.count(NOW).waiting == 0


def test_alarm_rings_once_a_day_of_real_seconds() -> None:
    """`_quiet_until`; it is given no other clock."""
    now = [5.0]
    rung: list[Word] = []

    def road(word: Word) -> str:
        rung.append(word)
        return ""

    alarm = Alarm(road, lambda: now[0])
    for seconds in (0, 1, DAY - 2, 1, DAY - 1, 1):
        now[0] += seconds
        alarm(Word.HELD)
    assert len(rung) == 3


@pytest.mark.parametrize("jump", JUMPS)
def test_letter_that_no_human_has_rings_in_time(outbox: Outbox, jump: int) -> None:
    """`awaited`: two hours before the day is over, whatever the clock does; never at once."""
    put(outbox, replace(letter(), awaited=True))
    office = Office(outbox)
    office.once()
    office.jump(jump)
    office.once()
    rang = 0
    while Word.UNREAD not in office.alarms:
        office.once(HOUR)
        office.forwarder.watch(office.clock.now)
        rang += 1
    unread = office.forwarder.patience.unread_hours
    assert rang <= unread
    assert rang >= unread - 1 - max(jump, 0) // HOUR


@pytest.mark.parametrize("jump", JUMPS)
def test_whether_a_letter_is_closed_is_asked_in_time(outbox: Outbox, jump: int) -> None:
    """`unfinished`: read while the clock was wrong; the daily purge knows a day to come for one."""
    put(outbox, replace(letter(), awaited=True))
    office = Office(outbox)
    office.once()
    office.jump(jump)
    told = replace(letter("NNNNNNNN"), awaited=False)
    sent = Submission(id=b"n", digest=b"n", now=office.clock.now, not_before=office.clock.now)
    outbox.acknowledge("ABCDEFGH", Standing.READ, (told, sent))
    office.jump(-jump)
    waited = 0
    while not outbox.unfinished(office.clock.now, 75):
        outbox.purge(office.clock.now, 7, 60, 90)
        office.passes(DAY)
        waited += 1
    assert waited <= 76
    assert waited >= 75 - max(-jump, 0) // DAY - 1


@pytest.mark.parametrize("jump", JUMPS)
def test_a_quarter_has_its_drill_after_a_jump(jump: int) -> None:
    """`is_time`: at most one quarter is left out, the one that the clock was wrongly in."""
    begun: list[Tried] = []
    wrong = quarters_of_drills(begun, NOW + jump, 24)
    right = quarters_of_drills(begun, NOW, 2 * 365 * 24)
    assert len(right) == len(set(right)) >= 8 - len(wrong)


def quarters_of_drills(begun: list[Tried], first: int, hours: int) -> list[tuple[int, int]]:
    """Asked each hour from this one on: the quarters in which a drill is begun."""
    quarters = []
    for now in range(first, first + hours * HOUR, HOUR):
        if is_time_for_drill(begun, now, lambda: 0.999_999):
            begun.append(Tried(reference="A", kind=Practice.DRILL, begun=now, acknowledged=None))
            quarters.append((day_of(now).year, (day_of(now).month - 1) // 3))
    return quarters


@pytest.mark.parametrize("jump", JUMPS)
def test_drill_is_never_told_as_quicker_than_the_clock_knows(jump: int) -> None:
    """`newest_outcome`: five hours; a clock set back by more makes it untold, never one hour."""
    seen = NOW + 5 * HOUR + jump
    drill = Tried(reference="A", kind=Practice.DRILL, begun=NOW, acknowledged=seen)
    outcome = newest_outcome([drill], max(seen, NOW) + HOUR)
    if jump < -5 * HOUR:
        assert outcome is None
    else:
        hours = 5 + jump // HOUR
        assert outcome == Outcome(day=day_of(NOW), hours=hours if hours <= 24 else None)
