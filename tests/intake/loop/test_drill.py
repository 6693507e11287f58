"""The drill: once a quarter in any working hour alike, and told as it went."""

from datetime import date, datetime

import pytest

from intake.days import ZONE
from intake.loop.drill import HOURS, Outcome, is_time, newest_outcome
from intake.message import Kind
from intake.operating import drill as command
from intake.operating import letters, notes
from intake.outbox import Practice, Tried
from tests.intake.loop.house import BO, DAY, HOUR, KIM, Coordinator, Looped
from tests.intake.reporter import Person

BEGUN = int(datetime(2027, 5, 12, 10, 0, tzinfo=ZONE).timestamp())


def tried(after: int | None, begun: int = BEGUN) -> Tried:
    acknowledged = None if after is None else begun + after
    return Tried(reference="A", kind=Practice.DRILL, begun=begun, acknowledged=acknowledged)


@pytest.mark.parametrize(
    ("after", "later", "hours"),
    [
        (60, HOUR, 1),
        (HOUR, 2 * HOUR, 1),
        (HOUR + 1, 2 * HOUR, 2),
        (DAY, 2 * DAY, 24),
        (DAY + 1, 2 * DAY, None),
        (None, DAY + 1, None),
    ],
)
def test_outcome_is_told_as_it_was(after: int | None, later: int, hours: int | None) -> None:
    """Hours rounded up, never in our favour; too late is as bad as never."""
    outcome = newest_outcome([tried(after)], BEGUN + later)
    assert outcome == Outcome(day=date(2027, 5, 12), hours=hours)


def test_drill_under_way_shows_the_one_before() -> None:
    """And none at all when there was none."""
    before = tried(HOUR, BEGUN - 90 * DAY)
    assert newest_outcome([tried(None), before], BEGUN + DAY) == Outcome(
        day=date(2027, 2, 11), hours=1
    )
    assert newest_outcome([tried(None)], BEGUN + DAY) is None
    assert newest_outcome([], BEGUN) is None


def hours_of_quarter(quarter: int) -> list[int]:
    """Every hour of a quarter of 2027, as the timer asks."""
    first = datetime(2027, 3 * quarter + 1, 1, tzinfo=ZONE)
    found, at = [], first
    while (at.month - 1) // 3 == quarter and at.year == 2027:
        found.append(int(at.timestamp()))
        at = datetime.fromtimestamp(found[-1] + HOUR, ZONE)
    return found


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_each_quarter_has_one_drill_in_a_working_hour(quarter: int) -> None:
    """Whatever the dice say: at the latest in the last working hour."""
    for dice in (0.0, 0.002, 0.5, 0.999_999):
        hits: list[int] = []
        for hour in hours_of_quarter(quarter):
            if is_time([tried(None, hit) for hit in hits], hour, lambda dice=dice: dice):  # type: ignore[misc]
                hits.append(hour)
        (hit,) = (datetime.fromtimestamp(each, ZONE) for each in hits)
        assert hit.hour in HOURS
        assert hit.weekday() < 5


def test_every_working_hour_of_a_quarter_is_as_likely() -> None:
    """One over the hours that are left: the product is the same for each."""
    left = 1.0
    chances = []
    for hour in hours_of_quarter(1):
        limit = [0.0]
        low, high = 0.0, 1.0
        while is_time([], hour, lambda: 0.0) and high - low > 1e-9:
            middle = (low + high) / 2
            low, high = (middle, high) if is_time([], hour, lambda m=middle: m) else (low, middle)  # type: ignore[misc]
            limit[0] = high
        if limit[0]:
            chances.append(left * limit[0])
            left *= 1 - limit[0]
    assert len(chances) == 65 * len(HOURS)
    assert max(chances) - min(chances) < 1e-6
    assert left < 1e-6


def test_drill_is_reminded_of_and_escalated_and_its_outcome_told(looped: Looped) -> None:
    """By the real road, marked in its first line; sign of life and first page say how it went."""
    house = looped.house
    assert command.drill(looped.installation, house.say) == command.DONE
    name = house.said[-1][:9]
    leases = looped.mails()
    assert sorted(lease.message.recipients[0] for lease in leases) == [KIM, BO]
    assert looped.reads(leases[0]).startswith(f"ØVELSE {name}")
    person = Person(looped.installation.infohus())
    assert "Sidste øvelse" not in person.opens().page
    looped.clock.now += 16 * HOUR
    assert Kind.REMINDER in {lease.kind for lease in looped.mails()}
    code = looped.code(name.replace("-", ""))
    kim = Coordinator(looped.client).looks(code)
    assert "En øvelse" in kim.page
    kim.says(code, "take:Kim")
    assert "Et menneske læste henvendelsen efter 16 timer." in person.opens().page
    assert (
        "a human read the message after 16 hours."
        in Person(looped.installation.infohus(), "/en/write").opens().page
    )
    lines = "\n".join(notes.lines(looped.installation, "AAAAAAAA"))
    assert "Et menneske kvitterede efter 16 timer." in lines


def test_missed_drill_is_shown_as_it_was(looped: Looped) -> None:
    """Bad news on the same place."""
    command.drill(looped.installation, looped.house.say)
    looped.clock.now += DAY + 1
    assert (
        "Ingen kvitterede inden for et døgn." in Person(looped.installation.infohus()).opens().page
    )


def test_by_chance_the_timer_asks_and_mostly_nothing_is_sent(
    looped: Looped, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command itself decides nothing else; a second one in the quarter does not come."""
    looped.clock.now = BEGUN
    monkeypatch.setattr("random.SystemRandom.random", lambda _: 0.999)
    command.drill(looped.installation, looped.house.say, by_chance=True)
    assert looped.outbox.tried(Practice.DRILL) == []


def test_where_nobody_is_asked_there_is_no_drill(looped: Looped) -> None:
    """By hand it is said and fails; the timer is quiet."""
    text = (looped.folder / "municipality.toml").read_text(encoding="utf-8")
    (looped.folder / "municipality.toml").write_text(text.replace('"remind"', '"off"'), "utf-8")
    off = looped.load()
    assert command.drill(off, looped.house.say) == command.NOTHING
    assert command.drill(off, looped.house.say, by_chance=True) == command.DONE
    assert off.outbox.tried(Practice.DRILL) == []
    assert letters.status(off, looped.house.say) == letters.DONE
