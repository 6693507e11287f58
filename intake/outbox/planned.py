"""What goes later unless a human acknowledges the letter first: reminders, and substitutes.

Every row follows the one schedule of the installation, so that none tells what its letter is about.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from sqlalchemy import BigInteger, Connection, and_, bindparam, case, or_, update

from intake.message import Kind, SealedMessage
from intake.outbox.schema import State, delivery

FAR_SECONDS = 432_000
"""A planned delivery is never due later than this from now: a weekend, and two days."""


class Schedule(Protocol):
    """When what is planned goes: seconds UTC, each a whole five minutes."""

    def reminder(self, accepted: int) -> int:
        """First, after the recipient's own mail server took the letter."""

    def substitute(self, accepted: int) -> int:
        """After the first mail server took it."""

    def again(self, went: int, now: int) -> int | None:
        """After it went so many times; None: no more."""


def rows(message: SealedMessage) -> Iterator[dict[str, Any]]:
    """What goes later, each a row of its own."""
    for planned in message.planned:
        yield {
            "reference": message.reference,
            "recipient": planned.recipient,
            "kind": planned.kind,
            "subject": planned.subject,
            "state": State.PLANNED,
            "due": 0,
            "attempts": 0,
        }


_IS_THEIRS = or_(
    delivery.c.kind == Kind.SUBSTITUTE,
    and_(delivery.c.kind == Kind.REMINDER, delivery.c.recipient == bindparam("whose")),
)
_BEGIN = (
    update(delivery)
    .where(delivery.c.reference == bindparam("this"), delivery.c.state == State.PLANNED, _IS_THEIRS)
    .values(
        state=State.NEW,
        due=case(
            (delivery.c.kind == Kind.SUBSTITUTE, bindparam("substitute", type_=BigInteger)),
            else_=bindparam("reminder", type_=BigInteger),
        ),
    )
)


def begin(
    connection: Connection, letters: Iterable[tuple[str, str]], schedule: Schedule, now: int
) -> None:
    """These letters, by reference and recipient, were accepted: what is planned gets its time.

    Before the letter's own row is touched: an acknowledgement takes rows in the same order.
    """
    times = {"reminder": schedule.reminder(now), "substitute": schedule.substitute(now)}
    rows = [{"this": reference, "whose": recipient} | times for reference, recipient in letters]
    if rows:
        connection.execute(_BEGIN, rows)


def next_turn(went: int, schedule: Schedule | None, now: int) -> dict[str, Any]:
    """How a delivery ends that was planned and has gone once more: it waits for its next turn."""
    due = schedule.again(went, now) if schedule else None
    if due is None:
        return {"new_state": State.ACCEPTED, "new_sent": 1}
    return {"new_state": State.NEW, "new_due": due, "new_attempts": 0, "new_sent": 1}
