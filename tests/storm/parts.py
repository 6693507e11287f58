"""The two processes that the storm kills: one that receives letters, one that forwards them.

They run our own outbox, forwarder and SMTP delivery. What they tell the storm goes through shared
memory and a pipe, so that nothing is lost with them.
"""

import hashlib
import mmap
import random
import struct
import threading
from dataclasses import dataclass
from pathlib import Path

from intake.message import SealedMessage
from intake.outbox import Outbox
from intake.sending import Forwarder, Patience, SmtpDelivery, SmtpServer

ANE = "ane@test.example"
IDLE, PUTTING, COMMITTED = b"I", b"P", b"C"
_SHAPE = "<Qc"
SIZE = struct.calcsize(_SHAPE)


@dataclass(frozen=True)
class Round:
    """What both processes need to know."""

    number: int
    url: str
    now: int
    board: Path
    """File of the shared memory: which submission, and how far."""
    first: int
    """Number of the first submission; perhaps one that was not answered before."""


def body(reference: str) -> bytes:
    """The letter with this reference, the same in every process."""
    lines = random.Random(reference).randbytes(6_000).hex()
    text = "\r\n".join(lines[at : at + 76] for at in range(0, len(lines), 76))
    return f"Message-ID: <{reference}@test.example>\r\n\r\n{text}\r\n".encode()


def submission(number: int) -> bytes:
    """What makes a second sending the same as the first."""
    return b"submission-%d" % number


class Board:
    """What the receiving process is doing, readable after it was killed."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), SIZE)

    def write(self, number: int, phase: bytes) -> None:
        """Submission and phase in one piece."""
        self._memory[:] = struct.pack(_SHAPE, number, phase)

    def read(self) -> tuple[int, bytes]:
        """Submission and phase."""
        number, phase = struct.unpack(_SHAPE, self._memory[:])
        return number, phase


def receive(plan: Round, answers: Path) -> None:
    """Receive one letter after another; the line in `answers` is the reporter's receipt."""
    outbox, board, number = Outbox(plan.url), Board(plan.board), plan.first
    with answers.open("ab", buffering=0) as receipt:
        while True:
            reference = f"{number:05}{plan.number % 1000:03}"
            message = SealedMessage(reference, (ANE,), body(reference))
            board.write(number, PUTTING)
            filed = outbox.put(
                message,
                submission=submission(number),
                digest=b"d",
                now=plan.now,
                not_before=plan.now,
            )
            board.write(number, COMMITTED)
            hashlib.pbkdf2_hmac("sha256", b"", b"", 1_500)  # a receipt takes time to draw
            receipt.write(f"{number} {filed.reference}\n".encode())
            board.write(number, IDLE)
            number += 1


def forward(plan: Round, port: int, ca_file: Path) -> None:
    """Forward whatever waits, until killed."""
    server = SmtpServer(
        host="localhost",
        port=port,
        security="starttls",
        sender="infohus@test.example",
        ca_file=ca_file,
        step_seconds=10,
    )
    Forwarder(
        outbox=Outbox(plan.url),
        delivery=SmtpDelivery(server),
        clock=lambda: plan.now,
        alarm=lambda _: None,
        patience=Patience(idle_seconds=0.01),
    ).run(threading.Event())
