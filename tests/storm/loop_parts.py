"""The two processes that the loop's storm kills: one that acknowledges, one that sends what is due.

Each notes in a file of its own, with the machine's one monotonic clock, what it was told by the
outbox: so that what was lent after a committed acknowledgement can be told from what was before.
"""

import hashlib
import time
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path

from intake.message import Kind, PlannedDelivery, SealedMessage
from intake.outbox import Outbox, Standing, Submission
from tests.storm.parts import ANE, COMMITTED, IDLE, PUTTING, Board

TAKES = 15_000
"""Rounds of hashing: some milliseconds, for a page and for the talk with a server."""
VIKAR = "vikar@test.example"
LENT = {Kind.LETTER: b"L", Kind.REMINDER: b"R", Kind.SUBSTITUTE: b"S"}
"""Phases of the process that sends."""


class AtOnce:
    """Reminder and substitute are due with the letter's acceptance, and once is enough."""

    def reminder(self, accepted: int) -> int:
        return accepted // 300 * 300

    def substitute(self, accepted: int) -> int:
        return accepted // 300 * 300

    def again(self, went: int, now: int) -> int | None:
        return None


@dataclass(frozen=True)
class LoopRound:
    """What both processes need to know."""

    number: int
    url: str
    now: int
    folder: Path
    waiting: tuple[str, ...]
    """References to acknowledge, in order."""

    @property
    def acts(self) -> Path:
        return self.folder / "acts"

    @property
    def sends(self) -> Path:
        return self.folder / "sends"


def body(reference: str) -> bytes:
    """The letter with this reference, the same in every process."""
    return b"Subject: x\r\n\r\n" + hashlib.sha256(reference.encode()).digest() * 64


def awaited(reference: str) -> SealedMessage:
    """A letter to Ane, who is reminded, and to Vikar, the substitute."""
    plan = ((ANE, Kind.REMINDER), (VIKAR, Kind.SUBSTITUTE))
    return SealedMessage(
        reference,
        (ANE,),
        body(reference),
        tuple(PlannedDelivery(recipient=to, kind=kind, subject="s") for to, kind in plan),
        awaited=True,
    )


def note(reference: str, now: int) -> tuple[SealedMessage, Submission]:
    """What is told of a letter: found again by its own reference."""
    key = b"note " + reference.encode()
    own = f"N{reference[1:]}"
    return (
        SealedMessage(own, (ANE,), body(own)),
        Submission(id=key, digest=key, now=now, not_before=now),
    )


def acknowledge(plan: LoopRound, start: Barrier) -> None:
    """One letter after another; a line is what the coordinator's page said."""
    outbox, board = Outbox(plan.url, AtOnce()), Board(plan.folder / "acting")
    start.wait()
    with plan.acts.open("ab", buffering=0) as page:
        for number, reference in enumerate(plan.waiting):
            board.write(number, PUTTING)
            outbox.acknowledge(reference, Standing.READ, note(reference, plan.now))
            done = time.monotonic_ns()
            board.write(number, COMMITTED)
            hashlib.pbkdf2_hmac("sha256", b"", b"", TAKES)  # a page takes time to draw
            page.write(f"{reference} {done}\n".encode())
            board.write(number, IDLE)
    time.sleep(60)


def send(plan: LoopRound, start: Barrier | None = None) -> None:
    """Lend, send, mark, until killed; a line is what the mail server got."""
    outbox, board, number = Outbox(plan.url, AtOnce()), Board(plan.folder / "sending"), 0
    if start is not None:
        start.wait()
    with plan.sends.open("ab", buffering=0) as server:
        while True:
            began = time.monotonic_ns()
            leases = outbox.lease(plan.now, 1)
            for lease in leases:
                number += 1
                board.write(number, LENT[lease.kind])
                whole = lease.message.body == body(lease.message.reference)
                line = f"{lease.message.reference} {lease.kind} {began} {int(whole)}\n"
                server.write(line.encode())
                if start is not None:  # in peace it is quick
                    hashlib.pbkdf2_hmac("sha256", b"", b"", TAKES)  # the talk with the server
                outbox.accepted(lease, plan.now)
                board.write(number, IDLE)
