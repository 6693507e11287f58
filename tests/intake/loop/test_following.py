"""The whole way: a letter that nobody acknowledges is reminded of, escalated and rung for."""

from intake.alarm import Word
from intake.message import SealedMessage
from intake.sending.patience import Patience
from tests.intake.loop.house import BO, DAY, HOUR, KIM, VIKAR, Looped
from tests.intake.sealed import FakeDelivery
from tests.intake.sending.office import Office


def office(looped: Looped) -> Office:
    """A forwarder whose mail server takes everything."""
    made = Office(looped.outbox, FakeDelivery())
    made.clock.now = looped.clock.now
    loop = looped.installation.facts.loop
    made.forwarder.patience = Patience(
        unread_hours=loop.unread_hours, keep_unacknowledged_days=loop.keep_unacknowledged_days
    )
    return made


def subject(message: SealedMessage) -> str:
    head = message.body.partition(b"\r\n\r\n")[0].decode()
    return next(line for line in head.split("\r\n") if line.startswith("Subject"))


def hour_by_hour(work: Office, hours: int) -> list[tuple[int, str, str]]:
    """What goes in each hour: hour, recipient, subject."""
    gone = []
    for hour in range(hours):
        before = len(work.delivery.delivered)
        while work.once():
            pass
        work.forwarder.watch(work.clock.now)
        for message in work.delivery.delivered[before:]:
            gone.append((hour, message.recipients[0], subject(message)))
        work.passes(HOUR)
    return gone


def test_nobody_acknowledges(looped: Looped) -> None:
    """Two reminders, one substitute, then the alarm before 24 hours, then working mornings."""
    reference = looped.receives()
    shown = f"{reference[:4]}-{reference[4:]}"
    work = office(looped)
    gone = hour_by_hour(work, 22)
    first, second = f"Subject: Referencenummer {shown}", "afventer jeres kvittering"
    assert sorted(to for hour, to, line in gone if line == first) == [KIM, BO]
    reminded = [(hour, to) for hour, to, line in gone if second in line and to != VIKAR]
    substitutes = [(hour, to) for hour, to, line in gone if second in line and to == VIKAR]
    assert sorted(to for _, to in reminded) == [KIM, BO]
    assert [to for _, to in substitutes] == [VIKAR]
    assert max(hour for hour, _ in reminded) < substitutes[0][0] <= 22
    hour_by_hour(work, 1)
    assert work.alarms.count(Word.UNREAD) >= 1
    assert Word.ENDING not in work.alarms
    later = hour_by_hour(work, 30 * 24)
    assert sorted({to for _, to, _ in later}) == [KIM, BO, VIKAR]
    assert all(second in line for _, _, line in later)
    assert len(later) == 3 * 10


def test_substitute_can_open_the_whole_letter(looped: Looped) -> None:
    """Sealed to the substitute at Send, mailed on escalation, with the code in it."""
    reference = looped.receives()
    looped.mails()
    for _ in range(4):
        looped.clock.now += 6 * HOUR
        for lease in looped.mails():
            if lease.message.recipients == (VIKAR,):
                assert looped.code(reference) in looped.reads(lease, 3)
                return
    raise AssertionError("the substitute got nothing")


def test_acknowledged_in_time_nothing_more_is_sent(looped: Looped) -> None:
    """But the note; and no alarm ever rings."""
    reference = looped.receives()
    work = office(looped)
    assert len(hour_by_hour(work, 1)) == 2
    looped.clock.now = work.clock.now
    looped.installation.desk().acknowledge(reference)
    assert len(hour_by_hour(work, 48)) == 2
    assert work.alarms == []


def test_last_seven_days_ring_on_each(looped: Looped) -> None:
    """And then the letter goes, as nobody had it."""
    looped.receives()
    work = office(looped)
    hour_by_hour(work, 1)
    purge = looped.outbox.purge
    for day in range(1, 90):
        work.alarms.clear()
        work.passes(DAY)
        work.once()
        work.forwarder.watch(work.clock.now)
        assert (Word.ENDING in work.alarms) == (day >= 83), day
        assert purge(work.clock.now, 7, 60, 90).letters == 0
    work.passes(DAY)
    assert purge(work.clock.now, 7, 60, 90).letters == 1
    work.alarms.clear()
    work.forwarder.watch(work.clock.now)
    assert work.alarms == []
