"""The same sealed letter once more: another subject, another day, another Message-ID.

Mail programs drop a mail whose Message-ID they have; and whoever missed the first mail gets the
whole letter. Its content is not touched.
"""

from dataclasses import replace
from email.utils import format_datetime

from intake.days import begins, day_of
from intake.message import SealedMessage
from intake.outbox import Lease

_END = b"\r\n"


def as_it_goes(lease: Lease, now: int) -> SealedMessage:
    """The letter as it is, or as this reminder. Raises `ValueError` for what is no subject."""
    if not lease.subject:
        return lease.message
    if not (lease.subject.isascii() and lease.subject.isprintable()):
        raise ValueError("subject is not plain ASCII")
    header, blank, content = lease.message.body.partition(_END * 2)
    turn = f".{lease.kind[0]}{lease.went + 1}@"
    lines = [_renewed(line, lease.subject, turn, now) for line in header.split(_END)]
    return replace(lease.message, body=_END.join(lines) + blank + content)


def _renewed(line: bytes, subject: str, turn: str, now: int) -> bytes:
    name, colon, value = line.partition(b": ")
    match name:
        case b"Subject":
            value = subject.encode("ascii")
        case b"Date":
            value = format_datetime(begins(day_of(now))).encode("ascii")
        case b"Message-ID":
            value = value.replace(b"@", turn.encode("ascii"), 1)
    return name + colon + value
