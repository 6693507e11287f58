"""What is planned goes by the schedule, and nothing of it after an acknowledgement."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from intake.message import Kind, PlannedDelivery, SealedMessage
from intake.outbox import Lease, Outbox, Practice, Standing, Submission
from intake.outbox.leases import SECONDS as LEASE
from tests.intake.outbox.history import asked
from tests.intake.sealed import ANE, BO, DAY, HOUR, NOW, letter

VIKAR = "vikar@test.example"
SUBJECT = "Referencenummer: afventer jeres kvittering"


class Hours:
    """Two hours, eight hours, then every day, three times."""

    def reminder(self, accepted: int) -> int:
        return (accepted + 2 * HOUR) // 300 * 300

    def substitute(self, accepted: int) -> int:
        return (accepted + 8 * HOUR) // 300 * 300

    def again(self, went: int, now: int) -> int | None:
        return (now + DAY) // 300 * 300 if went < 4 else None


def awaited(reference: str = "ABCDEFGH") -> SealedMessage:
    """To Ane and Bo, who are reminded; Vikar is the substitute."""
    plan = [(ANE, Kind.REMINDER), (BO, Kind.REMINDER), (VIKAR, Kind.SUBSTITUTE)]
    return SealedMessage(
        reference,
        (ANE, BO),
        letter(reference).body,
        tuple(PlannedDelivery(recipient=to, kind=kind, subject=SUBJECT) for to, kind in plan),
        awaited=True,
    )


def put(outbox: Outbox, message: SealedMessage, now: int = NOW) -> None:
    key = message.reference.encode()
    outbox.put(message, submission=key, digest=key, now=now, not_before=now)


def note(number: int, now: int = NOW) -> tuple[SealedMessage, Submission]:
    key = b"note%d" % number
    sent = Submission(id=key, digest=key, now=now, not_before=now)
    return SealedMessage(f"N{number:07}", (ANE, BO), b"note"), sent


@pytest.fixture
def outbox(url: str) -> Iterator[Outbox]:
    """An empty outbox with a schedule."""
    Outbox.create(url)
    made = Outbox(url, Hours())
    yield made
    made.close()


def going(leases: list[Lease]) -> list[tuple[str, str]]:
    """Kind and recipient."""
    return sorted((lease.kind, lease.message.recipients[0]) for lease in leases)


def goes(outbox: Outbox, now: int) -> list[tuple[str, str]]:
    """What is due goes, and is accepted."""
    leases = outbox.lease(now, 50)
    assert outbox.accepted_all(leases, now) == len(leases)
    return going(leases)


LETTERS = [("letter", ANE), ("letter", BO)]
REMINDERS = [("reminder", ANE), ("reminder", BO)]
SUBSTITUTE = [("substitute", VIKAR)]


def test_reminders_then_substitutes_then_both_until_it_is_enough(outbox: Outbox) -> None:
    """The same letter, byte for byte, each time."""
    put(outbox, awaited())
    assert goes(outbox, NOW) == LETTERS
    assert goes(outbox, NOW + HOUR) == []
    (first, _) = leases = outbox.lease(NOW + 2 * HOUR, 50)
    assert (going(leases), first.subject, first.went) == (REMINDERS, SUBJECT, 0)
    assert first.message.body == awaited().body
    outbox.accepted_all(leases, NOW + 2 * HOUR)
    assert goes(outbox, NOW + 7 * HOUR) == []
    assert goes(outbox, NOW + 8 * HOUR) == SUBSTITUTE
    later = NOW + 2 * DAY
    for went in range(1, 4):
        assert {lease.went for lease in outbox.lease(later, 50)} == {went}
        later += LEASE + 300
        assert goes(outbox, later) == REMINDERS + SUBSTITUTE
        later += 2 * DAY
    assert outbox.lease(later + 90 * DAY, 50) == []


def test_nothing_planned_goes_before_its_letter_was_accepted(outbox: Outbox) -> None:
    """A reminder follows its own recipient's mail server; the substitute the first of all."""
    put(outbox, awaited())
    first, second = outbox.lease(NOW, 50)
    assert outbox.accepted(first, NOW)
    outbox.postpone(second, NOW + 3 * HOUR)
    whose = first.message.recipients[0]
    assert goes(outbox, NOW + 2 * HOUR) == [("reminder", whose)]
    other = second.message.recipients[0]
    assert goes(outbox, NOW + 4 * HOUR) == [("letter", other)]
    assert goes(outbox, NOW + 6 * HOUR) == [("reminder", other)]
    assert goes(outbox, NOW + 8 * HOUR) == SUBSTITUTE


def test_without_a_schedule_nothing_planned_goes(url: str) -> None:
    """As after the loop was switched off."""
    Outbox.create(url)
    off = Outbox(url)
    put(off, awaited())
    assert goes(off, NOW) == LETTERS
    assert off.lease(NOW + 90 * DAY, 50) == []
    off.close()


@pytest.mark.parametrize("hours", [0, 1, 2, 8, 48])
def test_nothing_is_lent_after_an_acknowledgement(outbox: Outbox, hours: int) -> None:
    """Whenever it comes; the note is all that goes."""
    put(outbox, awaited())
    for hour in (0, 2, 8):
        if hour < hours:
            goes(outbox, NOW + hour * HOUR)
    outbox.acknowledge("ABCDEFGH", Standing.READ, note(1))
    later = [going(outbox.lease(NOW + hour * HOUR, 50)) for hour in (hours, 100, 2_000)]
    references = {each for lent in later for each in lent}
    assert all(kind == "letter" for kind, _ in references)
    assert asked_kinds(outbox) <= {"letter", "substitute"}


def asked_kinds(outbox: Outbox) -> set[str]:
    """Kinds of what waits."""
    return {lease.kind for lease in outbox.lease(NOW + 5_000 * HOUR, 50)}


@pytest.mark.parametrize("act", ["accepted", "postponed", "held", "given back"])
def test_what_was_lent_before_may_still_go_and_never_comes_back(outbox: Outbox, act: str) -> None:
    """One mail too many; its forwarder's mark finds no row."""
    put(outbox, awaited())
    goes(outbox, NOW)
    now = NOW + 8 * HOUR
    leases = outbox.lease(now, 50)
    assert going(leases) == REMINDERS + SUBSTITUTE
    outbox.acknowledge("ABCDEFGH", Standing.READ, note(1))
    for lease in leases:
        match act:
            case "accepted":
                assert not outbox.accepted(lease, now)
            case "postponed":
                assert not outbox.postpone(lease, now)
            case "held":
                assert not outbox.hold(lease, now, "550")
            case _:
                assert not outbox.give_back(lease)
    assert goes(outbox, now) == LETTERS  # of the note
    assert outbox.lease(now + 90 * DAY, 50) == []
    seen = outbox.seen("ABCDEFGH")
    assert seen is not None
    assert seen.substitutes == (VIKAR,)


def test_letter_not_yet_sent_still_goes_after_an_acknowledgement(outbox: Outbox) -> None:
    """By telephone, for one recipient, while the other's server is away."""
    put(outbox, awaited())
    outbox.acknowledge("ABCDEFGH", Standing.READ, note(1))
    assert goes(outbox, NOW) == [*LETTERS[:1], *LETTERS[:1], *LETTERS[1:], *LETTERS[1:]]
    assert outbox.lease(NOW + 90 * DAY, 50) == []


def test_reminder_makes_no_letter_unfinished_and_none_finished_anew(
    outbox: Outbox, url: str
) -> None:
    """The day on which the last recipient got it stays that day."""
    put(outbox, awaited())
    goes(outbox, NOW)
    before = asked(url, "SELECT finished, open_since FROM letter")
    assert outbox.count(NOW + HOUR).waiting == 0
    for hours in (2, 8, 40):
        goes(outbox, NOW + hours * HOUR)
    assert asked(url, "SELECT finished, open_since FROM letter") == before


def test_operators_resend_goes_to_the_recipients_alone(outbox: Outbox) -> None:
    """Not to substitutes, nor as a second reminder."""
    put(outbox, awaited())
    for hours in (0, 2, 8):
        goes(outbox, NOW + hours * HOUR)
    assert outbox.resend("ABCDEFGH", NOW + 9 * HOUR) == 2
    assert goes(outbox, NOW + 9 * HOUR) == LETTERS


def test_clock_set_back_sends_no_reminder_at_once(outbox: Outbox) -> None:
    """A weekend ahead is no mistake of the clock; a year is."""
    put(outbox, awaited())
    goes(outbox, NOW)
    assert outbox.lease(NOW - HOUR, 50) == []
    assert len(outbox.lease(NOW - 365 * DAY, 50)) == 3


def test_awaited_counts_and_ages(outbox: Outbox) -> None:
    """From Send on, whether or not any server took it; until somebody acknowledges."""
    put(outbox, awaited())
    put(outbox, letter("ZZZZZZZZ"))
    found = outbox.awaited(NOW + 22 * HOUR, 83)
    assert (found.letters, found.oldest_hours, found.ending) == (1, 21, 0)
    goes(outbox, NOW)
    assert outbox.awaited(NOW + 82 * DAY, 83).ending == 0
    assert outbox.awaited(NOW + 83 * DAY, 83).ending == 1
    outbox.acknowledge("ABCDEFGH", Standing.READ, note(1))
    assert outbox.awaited(NOW + 83 * DAY, 83).letters == 0


def test_read_letter_is_remembered_until_it_can_have_been_asked_about(outbox: Outbox) -> None:
    """120 days, where tombstones stand 60; one that is closed goes with the others."""
    for reference, act in (("AAAAAAAA", Standing.READ), ("BBBBBBBB", Standing.FINISHED)):
        put(outbox, awaited(reference))
        goes(outbox, NOW)
        outbox.acknowledge(reference, act, note(ord(reference[0])))
    goes(outbox, NOW)
    assert outbox.purge(NOW + 7 * DAY, 7, 60).letters == 4
    assert outbox.purge(NOW + 67 * DAY, 7, 60).tombstones == 3
    assert outbox.seen("AAAAAAAA") is not None
    assert outbox.purge(NOW + 119 * DAY, 7, 60).tombstones == 0
    assert outbox.purge(NOW + 120 * DAY, 7, 60).tombstones == 1


def test_practice_letter_keeps_its_own_times(outbox: Outbox) -> None:
    """First acknowledgement counts."""
    message, sent = awaited("PPPPPPPP"), Submission(id=b"p", digest=b"p", now=NOW, not_before=NOW)
    outbox.practise(message, Practice.DRILL, sent)
    outbox.acknowledge("PPPPPPPP", Standing.READ, note(1, NOW + HOUR))
    outbox.acknowledge("PPPPPPPP", Standing.READ, note(2, NOW + DAY))
    (tried,) = outbox.tried(Practice.DRILL)
    assert (tried.begun, tried.acknowledged) == (NOW, NOW + HOUR)
    assert outbox.tried(Practice.TEST) == []


KEEP, LONGEST = 7, 90
_LONG_AGO = date(2020, 1, 1)


class Burying(RuleBasedStateMachine):
    """Anything may happen in any order: only an acknowledgement or the 90 days bury a body."""

    def __init__(self) -> None:
        super().__init__()
        self.file = Path(f"build/hypothesis/burying-{id(self)}.sqlite")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        Outbox.create(f"sqlite:///{self.file}")
        self.outbox = Outbox(f"sqlite:///{self.file}", Hours())
        self.now, self.number = NOW, 0
        self.finished: dict[str, int] = {}
        self.acknowledged: set[str] = set()
        self.ours: list[str] = []

    @rule()
    def send(self) -> None:
        self.number += 1
        self.ours.append(f"L{self.number:07}")
        put(self.outbox, awaited(self.ours[-1]), self.now)

    @rule(days=st.sampled_from([0, 1, 6, 7, 8, 30, 83, 89, 90, 91]))
    def wait(self, days: int) -> None:
        self.now += days * DAY

    @rule(take=st.integers(1, 6))
    def forward(self, take: int) -> None:
        self.outbox.accepted_all(self.outbox.lease(self.now, take), self.now)
        for known in self.outbox.known(_LONG_AGO):
            if known.accepted:
                self.finished.setdefault(known.reference, self.now)

    @rule(hours=st.integers(0, 30))
    def lend_and_lose(self, hours: int) -> None:
        self.outbox.lease(self.now, 3)
        self.now += hours * HOUR

    @precondition(lambda self: self.ours)
    @rule(which=st.integers(0, 50), act=st.sampled_from(["read", "passed_on", "finished"]))
    def acknowledge(self, which: int, act: str) -> None:
        reference = self.ours[which % len(self.ours)]
        self.number += 1
        self.outbox.acknowledge(reference, Standing(act), note(self.number, self.now))
        self.acknowledged.add(reference)

    @precondition(lambda self: self.ours)
    @rule(which=st.integers(0, 50))
    def resend(self, which: int) -> None:
        reference = self.ours[which % len(self.ours)]
        if self.outbox.resend(reference, self.now):
            self.finished.pop(reference, None)

    @rule()
    def purge(self) -> None:
        self.outbox.purge(self.now, KEEP, 10_000, LONGEST)

    @invariant()
    def no_body_is_lost(self) -> None:
        rows = asked(f"sqlite:///{self.file}", "SELECT reference FROM letter WHERE body IS NULL")
        for row in rows:
            reference = row["reference"]
            if reference.startswith("L") and reference not in self.acknowledged:
                assert self.now // DAY - self.finished[reference] // DAY >= LONGEST - 1

    def teardown(self) -> None:
        self.outbox.close()
        for path in self.file.parent.glob(f"{self.file.name}*"):
            path.unlink()


TestBurying = Burying.TestCase
TestBurying.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
