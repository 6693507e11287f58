"""Threads: stored with their letter, one open question at a time, and everything goes in time."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from intake.message import SealedMessage
from intake.outbox import (
    Answered,
    Follows,
    NewThread,
    Outbox,
    Standing,
    StoreUnavailable,
    Submission,
    Thread,
    Told,
)
from intake.outbox.threads import BOX_DAYS, MOST_QUESTIONS, THREAD_DAYS
from tests.intake.outbox.history import asked
from tests.intake.sealed import ANE, BO, DAY, NOW, letter

REFERENCE, OTHER = "ABCDEFGH", "JKMNPQRS"
NEW = NewThread(id=b"i" * 16, public_key=b"k" * 1_216)
SECOND = NewThread(id=b"j" * 16, public_key=b"k" * 1_216)
BOX = b"a sealed question"


def put(outbox: Outbox, reference: str = REFERENCE, follows: Follows = NEW, now: int = NOW) -> None:
    key = reference.encode()
    message = replace(letter(reference), awaited=True)
    outbox.put(message, submission=key, digest=key, now=now, not_before=now, follows=follows)


def note(number: int, now: int = NOW) -> Told:
    key = b"note%d" % number
    sent = Submission(id=key, digest=key, now=now, not_before=now)
    return SealedMessage(f"N{number:07}", (ANE, BO), b"note"), sent


def threads(outbox: Outbox, id_: bytes = NEW.id) -> Thread:
    thread = outbox.threads.find(id_)
    assert thread is not None
    return thread


def asks(outbox: Outbox, number: int, now: int = NOW) -> bool:
    return outbox.threads.ask(number, BOX, REFERENCE, note(number, now))


def accepts(outbox: Outbox, now: int = NOW) -> None:
    while leases := outbox.lease(now, 50):
        outbox.accepted_all(leases, now)


@pytest.fixture
def outbox(url: str) -> Iterator[Outbox]:
    Outbox.create(url)
    opened = Outbox(url)
    yield opened
    opened.close()


@pytest.fixture
def read(outbox: Outbox) -> Outbox:
    """A letter with a thread, which a human has read."""
    put(outbox)
    accepts(outbox)
    outbox.acknowledge(REFERENCE, Standing.READ, note(90))
    return outbox


def test_thread_comes_with_its_letter(outbox: Outbox) -> None:
    """Found by its id and by its letter; it says how the letter stands."""
    put(outbox)
    thread = threads(outbox)
    assert (thread.reference, thread.public_key) == (REFERENCE, NEW.public_key)
    assert (thread.is_accepted, thread.standing) == (False, Standing.AWAITED)
    assert (thread.used, thread.questions, thread.box, thread.no_more) == (False, 0, None, False)
    accepts(outbox)
    assert threads(outbox).is_accepted
    assert outbox.threads.of(REFERENCE) == threads(outbox)


def test_no_thread_without_its_letter_and_none_twice(outbox: Outbox, url: str) -> None:
    """One transaction: when the one cannot be stored, neither is the other."""
    put(outbox)
    with pytest.raises(StoreUnavailable):
        put(outbox, OTHER)  # the same id under another letter
    assert asked(url, "SELECT reference FROM letter") == [{"reference": REFERENCE}]
    put(outbox, follows=SECOND)  # the same letter again
    assert outbox.threads.find(SECOND.id) is None


def test_unknown_id_is_nobodys(read: Outbox) -> None:
    """And a letter without a thread has none."""
    put(read, OTHER, None)
    assert read.threads.find(b"?" * 16) is None
    assert read.threads.of(OTHER) is None


def test_use_is_noted_once_and_without_a_day(read: Outbox, url: str) -> None:
    """Nobody learns when the reporter looked."""
    read.threads.use(NEW.id)
    (before,) = asked(url, "SELECT * FROM thread")
    read.threads.use(NEW.id)
    assert asked(url, "SELECT * FROM thread") == [before]
    assert threads(read).used
    assert before["closed_on"] is before["asked_on"] is None


def test_question_is_open_until_it_is_closed(read: Outbox) -> None:
    """One at a time, told to all in the same transaction."""
    assert threads(read).can_be_asked
    assert asks(read, 1)
    thread = threads(read)
    assert (thread.questions, thread.box, thread.can_be_asked) == (1, BOX, False)
    assert not asks(read, 2)
    assert [lease.message.reference for lease in read.lease(NOW, 9)] == ["N0000090"] * 2 + [
        "N0000001"
    ] * 2


def test_question_that_was_put_is_not_put_again(read: Outbox) -> None:
    """A double click, also after the answer: nothing is laid over, no second note."""
    assert asks(read, 1)
    assert not asks(read, 1)
    read.threads.close(NEW.id, 1, NOW)
    assert not asks(read, 1)
    assert threads(read).questions == 1


def test_five_questions_and_no_more(read: Outbox) -> None:
    """However long the thread lives."""
    for number in range(1, MOST_QUESTIONS + 1):
        assert asks(read, number)
        read.threads.close(NEW.id, number, NOW)
    assert not threads(read).can_be_asked
    with pytest.raises(StoreUnavailable):
        asks(read, MOST_QUESTIONS + 1)


@pytest.mark.parametrize("act", [None, Standing.PASSED_ON, Standing.FINISHED])
def test_only_who_has_read_it_can_ask(outbox: Outbox, act: Standing | None) -> None:
    """Not before, and not when it is passed on or finished."""
    put(outbox)
    if act:
        outbox.acknowledge(REFERENCE, act, note(90))
    assert not threads(outbox).can_be_asked
    assert not asks(outbox, 1)
    assert threads(outbox).questions == 0


def test_answer_takes_its_box_with_it(read: Outbox) -> None:
    """In the transaction that stores the answer; the answer has no thread of its own."""
    asks(read, 1)
    put(read, OTHER, Answered(reference=REFERENCE, number=1))
    assert threads(read).box is None
    assert read.threads.of(OTHER) is None
    assert threads(read).can_be_asked


def test_answer_to_an_old_question_leaves_the_new_one(read: Outbox) -> None:
    """And is stored all the same: nothing accepted is dropped."""
    asks(read, 1)
    read.threads.close(NEW.id, 1, NOW)
    asks(read, 2)
    put(read, OTHER, Answered(reference=REFERENCE, number=1))
    assert threads(read).box == BOX
    assert read.seen(OTHER) is not None


def test_deleting_names_its_question(read: Outbox) -> None:
    """A page from yesterday deletes no question of today."""
    asks(read, 1)
    read.threads.close(NEW.id, 1, NOW)
    asks(read, 2)
    read.threads.close(NEW.id, 1, NOW)
    assert threads(read).box == BOX


def test_no_more_questions_ends_the_open_one_too(read: Outbox) -> None:
    """And nobody can put another."""
    asks(read, 1)
    read.threads.close(NEW.id, 1, NOW, no_more=True)
    thread = threads(read)
    assert (thread.box, thread.no_more, thread.can_be_asked) == (None, True, False)
    assert not asks(read, 2)


def test_box_goes_after_thirty_days(read: Outbox) -> None:
    """Not a day before."""
    asks(read, 1)
    read.purge(NOW + (BOX_DAYS - 1) * DAY, 7, 60)
    assert threads(read).box == BOX
    read.purge(NOW + BOX_DAYS * DAY, 7, 60)
    assert threads(read).box is None


def test_box_of_a_wrong_clock_goes_too(read: Outbox) -> None:
    """Asked while our clock was a year ahead."""
    asks(read, 1, NOW + 365 * DAY)
    read.purge(NOW, 7, 60)
    read.purge(NOW + BOX_DAYS * DAY, 7, 60)
    assert threads(read).box is None


def test_thread_goes_ninety_days_after_the_last_step(read: Outbox, url: str) -> None:
    """The last step is the answer; the tombstone stays as long, and goes with it."""
    asks(read, 1, NOW + 20 * DAY)
    accepts(read, NOW + 20 * DAY)
    put(read, OTHER, Answered(reference=REFERENCE, number=1), NOW + 29 * DAY)
    read.acknowledge(REFERENCE, Standing.FINISHED, note(91, NOW + 25 * DAY))
    last = NOW + 29 * DAY
    read.purge(last, 7, 60)
    read.purge(last + (THREAD_DAYS - 1) * DAY, 7, 60)
    assert threads(read).reference == REFERENCE
    read.purge(last + THREAD_DAYS * DAY, 7, 60)
    assert read.threads.find(NEW.id) is None
    left = asked(url, "SELECT reference FROM letter WHERE standing = 'finished'")
    assert left == []


def test_thread_of_a_wrong_clock_goes_too(outbox: Outbox) -> None:
    """Everything happened while our clock was a year ahead: the next purge counts anew."""
    ahead = NOW + 365 * DAY
    put(outbox, now=ahead)
    accepts(outbox, ahead)
    outbox.acknowledge(REFERENCE, Standing.FINISHED, note(90, ahead))
    outbox.purge(NOW, 7, 60)
    outbox.purge(NOW + (THREAD_DAYS - 1) * DAY, 7, 60)
    assert threads(outbox).reference == REFERENCE
    outbox.purge(NOW + THREAD_DAYS * DAY, 7, 60)
    assert outbox.threads.find(NEW.id) is None


def test_thread_of_a_letter_that_is_still_here_stays(outbox: Outbox) -> None:
    """However old: nobody has accepted it yet."""
    put(outbox)
    outbox.purge(NOW + 400 * DAY, 7, 60)
    assert threads(outbox).reference == REFERENCE


def test_thread_of_a_letter_that_nobody_read_goes(outbox: Outbox) -> None:
    """90 days after it was accepted, with the letter's body."""
    put(outbox)
    accepts(outbox)
    outbox.purge(NOW + 89 * DAY, 7, 60)
    assert threads(outbox).standing is Standing.AWAITED
    outbox.purge(NOW + 90 * DAY, 7, 60)
    assert outbox.threads.find(NEW.id) is None


HALF = "UPDATE thread SET {}"


@pytest.mark.parametrize(
    "half",
    [
        "questions = 6, asked_on = 1",
        "questions = 1",
        "box = public_key",
        "questions = 1, asked_on = 1, box = public_key, no_more = 1",
        "questions = 1, asked_on = 1, box = public_key, closed_on = 1",
    ],
)
def test_no_code_can_leave_half_a_thread(read: Outbox, url: str, half: str) -> None:
    """The tables themselves refuse it."""
    refused: tuple[type[Exception], ...] = (sqlite3.IntegrityError, psycopg.IntegrityError)
    with pytest.raises(refused):
        asked(url, HALF.format(half))
    assert threads(read).questions == 0
