"""How fast letters leave, and how much memory that takes.

Ours: from the outbox on disk, marked one by one, over our own delivery. The floor: a bare `smtplib`
loop over one kept TLS connection with the letters in memory. Both to one server in a process of its
own, a batch each in turn; median of the turns. Then all that waits after a long silence is drained.
"""

import smtplib
import ssl
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.mail import HOST, Sink, mail_sink
from bench.result import FLAT, Measured, Scale
from bench.serving import own_megabytes
from intake.facts import Loop, LoopStep
from intake.message import Kind, PlannedDelivery, SealedMessage
from intake.outbox import Outbox
from intake.schedule import Schedule
from intake.sending import Forwarder, Patience, SmtpDelivery, SmtpServer

NOW = 1_800_000_000
SENDER = "infohus@test.example"
READER = "mailbox1@test.example"
BATCH = Patience().batch
TURNS = 8
BARE, OWN, LOOPED = "bare smtplib loop", "forwarding", "forwarding with the loop on"
LINE = b"x" * 76 + b"\r\n"
BODY = b"Subject: x\r\n\r\n" + LINE * 120
"""The size of a sealed letter without its sheet, in one TLS record: larger ones cost the bare loop,
and not us, 40 ms of waiting for the other half to be confirmed."""
WANTED = 0.7
"""Also with the loop on, which writes two rows more for each letter that is accepted."""


PLAN = (
    PlannedDelivery(recipient=READER, kind=Kind.REMINDER, subject="x: y"),
    PlannedDelivery(recipient="vikar@test.example", kind=Kind.SUBSTITUTE, subject="x: y"),
)
"""Of each letter where the loop is on."""


def filled(folder: Path, letters: int, *, looped: bool) -> Outbox:
    """An outbox in which so many letters wait."""
    url = f"sqlite:///{folder / 'outbox.sqlite'}"
    Outbox.create(url)
    outbox = Outbox(url, Schedule.of(Loop(step=LoopStep.REMIND)))
    plan = PLAN if looped else ()
    for number in range(letters):
        message = SealedMessage(f"N{number:07}", (READER,), BODY, plan, awaited=looped)
        outbox.put(message, submission=b"%d" % number, digest=b"d", now=NOW, not_before=NOW)
    return outbox


Turn = Callable[[], None]
"""Sends as many letters as one batch has."""


@contextmanager
def forwarding(sink: Sink, letters: int, *, looped: bool = False) -> Iterator[Turn]:
    """A forwarder over so many letters; with the loop on each begins what was planned for it.

    Raises `RuntimeError` in a turn that did not send a whole batch.
    """
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder:
        outbox = filled(Path(folder), letters, looped=looped)
        forwarder = to(sink, outbox)

        def turn() -> None:
            if forwarder.forward_once(NOW) != BATCH:
                raise RuntimeError("letters still wait")

        yield turn
        forwarder.delivery.close()
        outbox.close()


def to(sink: Sink, outbox: Outbox) -> Forwarder:
    """A forwarder from here to there."""
    server = SmtpServer(
        host=HOST, port=sink.port, security="starttls", sender=SENDER, ca_file=sink.ca_file
    )
    return Forwarder(
        outbox=outbox, delivery=SmtpDelivery(server), clock=lambda: NOW, alarm=lambda _: None
    )


@contextmanager
def bare_loop(sink: Sink) -> Iterator[Turn]:
    """The floor: one kept connection, the letter in memory."""
    context = ssl.create_default_context(cafile=sink.ca_file)
    with smtplib.SMTP(HOST, sink.port) as server:
        server.starttls(context=context)

        def turn() -> None:
            for _ in range(BATCH):
                server.sendmail(SENDER, [READER], BODY)

        yield turn


def timed(turn: Turn) -> float:
    """Seconds of one turn."""
    begun = time.perf_counter()
    turn()
    return time.perf_counter() - begun


def drain(sink: Sink, letters: int) -> list[Measured]:
    """Memory after the first tenth and at the end."""
    turns = letters // BATCH
    seen, took = [], 0.0
    with forwarding(sink, turns * BATCH) as turn:
        for _ in range(turns):
            took += timed(turn)
            seen.append(own_megabytes())
    warm, end = seen[len(seen) // 10], seen[-1]
    what = f"{turns * BATCH:,} waiting letters drained"
    return [
        Measured(name=what, value=took, unit="s"),
        Measured(name=f"{what}: memory at the end", value=end, unit="MB"),
        Measured(name=f"{what}: memory over that at a tenth", value=end / warm, limit=FLAT),
    ]


def measure(scale: Scale) -> list[Measured]:
    """Ours as part of the bare loop's speed, and the long drain."""
    with mail_sink() as sink:
        turns = [took for _ in range(scale.rounds) for took in one_round(sink)]
        drained = drain(sink, scale.many)
    each = {way: statistics.median(took[way] for took in turns) / BATCH * 1000 for way in turns[0]}
    return [
        *(Measured(name=f"{way}, a letter", value=took, unit="ms") for way, took in each.items()),
        *(part_of_bare(way, turns) for way in each if way != BARE),
        *drained,
    ]


def one_round(sink: Sink) -> list[dict[str, float]]:
    """Seconds of each turn, a batch by each way; the first, in which they connect, not among them.

    A batch each in turn, so that a busy machine slows all of them.
    """
    with ExitStack() as stack:
        letters = (TURNS + 1) * BATCH
        ways = {
            BARE: stack.enter_context(bare_loop(sink)),
            OWN: stack.enter_context(forwarding(sink, letters)),
            LOOPED: stack.enter_context(forwarding(sink, letters, looped=True)),
        }
        turns = [{way: timed(turn) for way, turn in ways.items()} for _ in range(TURNS + 1)]
    return turns[1:]


def part_of_bare(way: str, turns: list[dict[str, float]]) -> Measured:
    """How much of the bare loop's speed one way reaches, turn by turn."""
    part = statistics.median(took[BARE] / took[way] for took in turns)
    name = f"{way}, as part of the bare loop's speed"
    return Measured(name=name, value=part, limit=WANTED, at_least=True)
