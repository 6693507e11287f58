"""What a reporter's code leads to: how their letter stands, and a question that only they can open.

A thread is found by an id that follows from the code; the code itself is never here. Its letter's
row stays while the thread does, so that there is something to tell. Days only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, or_, select, update

from intake.message import SealedMessage
from intake.outbox import coarse, letters
from intake.outbox.letters import Filed, Submission, Told
from intake.outbox.schema import Standing, letter, thread
from intake.outbox.store import Store
from intake.outbox.trouble import AlreadyThere, StoreUnavailable

MOST_QUESTIONS = 5
BOX_DAYS = 30
"""A question that nobody answers goes after so many days."""
THREAD_DAYS = 90
"""A thread goes so many days after the last step of its letter or its questions."""


@dataclass(frozen=True, kw_only=True, repr=False)
class NewThread:
    """The thread of a letter that is put in the outbox."""

    id: bytes
    public_key: bytes


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The letter that is put in the outbox answers this question."""

    reference: str
    number: int


Follows = NewThread | Answered | None
"""What else is written in the transaction that stores a letter."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Thread:
    """One thread, and how its letter stands."""

    id: bytes
    reference: str
    public_key: bytes
    used: bool
    questions: int
    """How many were asked; the number of the newest."""
    asked_on: date | None
    box: bytes | None
    """The open question; None: there is none."""
    no_more: bool
    """The reporter wants no more questions."""
    day: date
    is_accepted: bool
    """At least one recipient's mail server has the letter."""
    standing: Standing | None
    read_on: date | None

    @property
    def can_be_asked(self) -> bool:
        """Whether one more question may be put."""
        is_open = self.standing is Standing.READ and not self.no_more
        return is_open and self.box is None and self.questions < MOST_QUESTIONS


_THREADS = select(
    *(thread.c[name] for name in ("id", "reference", "public_key", "used", "questions")),
    *(thread.c[name] for name in ("asked_on", "box", "no_more")),
    *(letter.c[name] for name in ("day", "unread_since", "standing", "read_on")),
).join_from(thread, letter, thread.c.reference == letter.c.reference)


class Threads:
    """Every verb is one transaction and raises `StoreUnavailable`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, id_: bytes) -> Thread | None:
        """The one with this id."""
        return self._first(_THREADS.where(thread.c.id == id_))

    def of(self, reference: str) -> Thread | None:
        """That of a letter."""
        return self._first(_THREADS.where(thread.c.reference == reference))

    def use(self, id_: bytes) -> None:
        """Its code was typed for the first time; on which day is not kept."""
        first = thread.c.id == id_, thread.c.used == 0
        self._write(lambda connection: _changed(connection, first, used=1))

    def ask(self, number: int, box: bytes, reference: str, told: Told) -> bool:
        """Lay a question in its box and tell all; False when it cannot be put, or was."""
        return self._write(lambda connection: _ask(connection, number, box, (reference, told)))

    def close(self, id_: bytes, number: int, now: int, *, no_more: bool = False) -> None:
        """The reporter deletes the question, or wants none any more."""
        own, today = thread.c.id == id_, coarse.day(now)

        def work(connection: Connection) -> bool:
            if not no_more:
                return _closed(connection, and_(own, thread.c.questions == number), today)
            _closed(connection, own, today)
            return _changed(connection, (own,), no_more=1)

        self._write(work)

    def _first(self, query: Select[Any]) -> Thread | None:
        row = self._store.read(lambda connection: connection.execute(query).first())
        return None if row is None else _thread(row)

    def _write(self, work: Callable[[Connection], bool]) -> bool:
        try:
            return self._store.write(work)
        except AlreadyThere:
            raise StoreUnavailable("another letter has this reference") from None


def put(
    connection: Connection, message: SealedMessage, sent: Submission, follows: Follows
) -> Filed:
    """Store a letter and what follows from it. Lets the database's errors through."""
    filed = letters.put(connection, message, sent)
    match follows:
        case NewThread(id=id_, public_key=public_key):
            new = {"id": id_, "reference": filed.reference, "public_key": public_key}
            connection.execute(insert(thread).values(new))
        case Answered(reference=asked, number=number):
            this = and_(thread.c.reference == asked, thread.c.questions == number)
            _closed(connection, this, coarse.day(sent.now))
    return filed


def forget(connection: Connection, now: int) -> None:
    """Old boxes go, and threads of letters whose body is gone and with which nothing happens."""
    today = coarse.day(now)
    steps = (letter.c.day, letter.c.finished, letter.c.read_on, letter.c.closed_on)
    for day in (thread.c.asked_on, thread.c.closed_on, *steps):
        connection.execute(update(day.table).where(day > today).values({day: today}))
    _closed(connection, thread.c.asked_on <= today - BOX_DAYS, today)
    over = [or_(day.is_(None), day <= today - THREAD_DAYS) for day in steps]
    still = select(letter.c.reference).where(letter.c.gone.is_not(None), *over)
    moved = (thread.c.asked_on, thread.c.closed_on)
    quiet = [or_(day.is_(None), day <= today - THREAD_DAYS) for day in moved]
    connection.execute(delete(thread).where(thread.c.reference.in_(still), *quiet))


def _ask(connection: Connection, number: int, box: bytes, about: tuple[str, Told]) -> bool:
    reference, (note, sent) = about
    read = select(letter.c.reference).where(letter.c.standing == Standing.READ)
    can_be = (
        *(thread.c.reference == reference, thread.c.reference.in_(read)),
        *(thread.c.questions == number - 1, thread.c.box.is_(None), thread.c.no_more == 0),
    )
    values = {"questions": number, "asked_on": coarse.day(sent.now), "closed_on": None, "box": box}
    is_asked = _changed(connection, can_be, **values)
    if is_asked:
        letters.put(connection, note, sent, standing=Standing.NOTE)
    return is_asked


def _closed(connection: Connection, which: ColumnElement[bool], today: int) -> bool:
    """The question that is open there is open no more."""
    is_open = which, thread.c.box.is_not(None)
    return _changed(connection, is_open, box=None, closed_on=today)


def _changed(
    connection: Connection, which: tuple[ColumnElement[bool], ...], **values: object
) -> bool:
    return connection.execute(update(thread).where(*which).values(values)).rowcount > 0


def _thread(row: Any) -> Thread:
    return Thread(
        id=row.id,
        reference=row.reference,
        public_key=row.public_key,
        used=bool(row.used),
        questions=row.questions,
        asked_on=None if row.asked_on is None else coarse.as_date(row.asked_on),
        box=row.box,
        no_more=bool(row.no_more),
        day=coarse.as_date(row.day),
        is_accepted=row.unread_since is None,
        standing=row.standing and Standing(row.standing),
        read_on=None if row.read_on is None else coarse.as_date(row.read_on),
    )
