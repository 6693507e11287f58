"""Letters come in once, and go when everybody has them and their time is up."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Connection, bindparam, delete, insert, select, update

from intake.message import SealedMessage
from intake.outbox import coarse
from intake.outbox.schema import Kind, State, delivery, letter

_FIND = select(letter.c.reference, letter.c.day, letter.c.digest).where(
    letter.c.submission == bindparam("id")
)
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


def put(connection: Connection, message: SealedMessage, sent: Submission) -> Filed:
    """Store a letter and its deliveries. Lets the database's errors through."""
    row = {
        "reference": message.reference,
        "submission": sent.id,
        "digest": sent.digest,
        "day": coarse.day(sent.now),
        "unread_since": coarse.hour(sent.now),
        "open_since": coarse.hour(sent.now),
        "body": message.body,
    }
    connection.execute(insert(letter), row)
    common = {
        "reference": message.reference,
        "kind": Kind.LETTER,
        "state": State.NEW,
        "due": _first_attempt(sent),
        "attempts": 0,
    }
    recipients = dict.fromkeys(message.recipients)
    connection.execute(insert(delivery), [common | {"recipient": each} for each in recipients])
    return _filed(message.reference, coarse.day(sent.now), sent.digest)


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


def bury(connection: Connection, now: int, keep_days: int) -> int:
    """Turn up to a batch of letters, accepted everywhere `keep_days` ago, into tombstones."""
    _undo_clock_jump(connection, letter.c.finished, now)
    last = coarse.day(now) - keep_days
    due = select(letter.c.reference).where(letter.c.gone.is_(None), letter.c.finished <= last)
    references = connection.scalars(due.limit(_BATCH).with_for_update(skip_locked=True)).all()
    connection.execute(delete(delivery).where(delivery.c.reference.in_(references)))
    tombstones = update(letter).where(letter.c.reference.in_(references))
    connection.execute(tombstones.values(body=None, gone=coarse.day(now)))
    return len(references)


def clear(connection: Connection, now: int, tombstone_days: int) -> int:
    """Delete up to a batch of tombstones that have stood `tombstone_days`."""
    _undo_clock_jump(connection, letter.c.gone, now)
    old = select(letter.c.reference).where(letter.c.gone <= coarse.day(now) - tombstone_days)
    references = connection.scalars(old.limit(_BATCH)).all()
    connection.execute(delete(letter).where(letter.c.reference.in_(references)))
    return len(references)


def _undo_clock_jump(connection: Connection, day: Column[int], now: int) -> None:
    """A day that is not yet was written under another clock: no letter is kept longer for it."""
    today = coarse.day(now)
    connection.execute(update(letter).where(day > today).values({day: today}))
