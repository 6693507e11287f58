"""Letters come in once, and go when everybody has them and their time is up."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, bindparam, case, delete, insert, or_, select, update

from intake.message import Kind, SealedMessage
from intake.outbox import coarse, planned
from intake.outbox.schema import Standing, State, delivery, letter, thread

_FIND = select(letter.c.reference, letter.c.day, letter.c.digest).where(
    letter.c.submission == bindparam("id")
)
_STORE, _ADDRESS = insert(letter), insert(delivery)
READ_DAYS = 120
"""A letter that was read is remembered so long: it is asked about after 75 days, and answered."""
_BATCH = 200
"""Rows in one transaction of the purge, so that nobody who sends waits long for it."""


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What we know of a letter that was put in the outbox."""

    reference: str
    day: date
    digest: bytes
    """Keyed, of the content; tells the same content from changed content."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One sending of one draft."""

    id: bytes
    """Keyed digest of the draft's id: the same for a double click, a reload, another server."""
    digest: bytes
    now: int
    not_before: int


Told = tuple[SealedMessage, Submission]
"""A sealed note and how it is stored."""


def put(
    connection: Connection,
    message: SealedMessage,
    sent: Submission,
    *,
    standing: Standing | None = None,
) -> Filed:
    """Store a letter and its deliveries. Lets the database's errors through."""
    connection.execute(_STORE, _row(message, sent, standing))
    common = {
        "reference": message.reference,
        "kind": Kind.LETTER,
        "subject": None,
        "state": State.NEW,
        "due": _first_attempt(sent),
        "attempts": 0,
    }
    recipients = dict.fromkeys(message.recipients)
    addressed = [common | {"recipient": each} for each in recipients]
    connection.execute(_ADDRESS, [*addressed, *planned.rows(message)])
    return _filed(message.reference, coarse.day(sent.now), sent.digest)


def _row(message: SealedMessage, sent: Submission, standing: Standing | None) -> dict[str, Any]:
    return {
        "reference": message.reference,
        "submission": sent.id,
        "digest": sent.digest,
        "day": coarse.day(sent.now),
        "unread_since": coarse.hour(sent.now),
        "open_since": coarse.hour(sent.now),
        "body": message.body,
        "standing": Standing.AWAITED if message.awaited else standing,
        "awaited_since": coarse.hour(sent.now) if message.awaited else None,
    }


def _first_attempt(sent: Submission) -> int:
    """A letter without a pause is due at any time: when it came is nobody's business."""
    if sent.not_before <= sent.now:
        return 0
    return coarse.five_minutes(sent.not_before)


def find(connection: Connection, submission: bytes) -> Filed | None:
    """The letter, or its tombstone, that this draft became."""
    row = connection.execute(_FIND, {"id": submission}).first()
    return row and _filed(row.reference, row.day, row.digest)


def _filed(reference: str, day: int, digest: bytes) -> Filed:
    return Filed(reference=reference, day=coarse.as_date(day), digest=digest)


def bury(connection: Connection, now: int, keep_days: int, unacknowledged_days: int) -> int:
    """Turn up to a batch of letters into tombstones: accepted everywhere `keep_days` ago, and
    acknowledged, unless nobody did so for `unacknowledged_days`.
    """
    _undo_clock_jump(connection, letter.c.finished, now)
    today = coarse.day(now)
    is_over = or_(
        letter.c.awaited_since.is_(None), letter.c.finished <= today - unacknowledged_days
    )
    due = select(letter.c.reference).where(
        letter.c.gone.is_(None), letter.c.finished <= today - keep_days, is_over
    )
    references = connection.scalars(due.limit(_BATCH).with_for_update(skip_locked=True)).all()
    connection.execute(delete(delivery).where(delivery.c.reference.in_(references)))
    tombstones = update(letter).where(letter.c.reference.in_(references))
    missed = case((letter.c.standing == Standing.AWAITED, Standing.MISSED), else_=letter.c.standing)
    values = {"body": None, "gone": today, "standing": missed, "awaited_since": None}
    connection.execute(tombstones.values(values))
    return len(references)


def clear(connection: Connection, now: int, tombstone_days: int) -> int:
    """Delete up to a batch of tombstones that have stood `tombstone_days`, those of letters that
    were read and not closed not before `READ_DAYS`, and none that a thread leads to.
    """
    for day in (letter.c.gone, letter.c.read_on):
        _undo_clock_jump(connection, day, now)
    today = coarse.day(now)
    is_over = or_(
        letter.c.standing.is_(None),
        letter.c.standing != Standing.READ,
        letter.c.read_on <= today - READ_DAYS,
    )
    is_led_to = select(thread.c.reference).where(thread.c.reference == letter.c.reference).exists()
    is_old = letter.c.gone <= today - tombstone_days
    old = select(letter.c.reference).where(is_old, is_over, ~is_led_to)
    references = connection.scalars(old.limit(_BATCH)).all()
    connection.execute(delete(letter).where(letter.c.reference.in_(references)))
    return len(references)


def _undo_clock_jump(connection: Connection, day: Column[int], now: int) -> None:
    """A day that is not yet was written under another clock: no letter is kept longer for it."""
    today = coarse.day(now)
    connection.execute(update(letter).where(day > today).values({day: today}))
