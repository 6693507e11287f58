"""How fast letters leave, and how much memory that takes.

Ours: from the outbox on disk, marked one by one, over our own delivery. The floor: a bare `smtplib`
loop over one kept TLS connection with the letters in memory. Both to one server in a process of its
own, in turn, median of the rounds. Then all that waits after a long silence is drained.
"""

import smtplib
import ssl
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.mail import HOST, Sink, mail_sink
from bench.result import FLAT, Measured, Scale
from bench.serving import own_megabytes
from intake.facts import Loop, LoopStep
from intake.message import Kind, PlannedDelivery, SealedMessage
from intake.outbox import Outbox
from intake.schedule import Schedule
from intake.sending import Forwarder, SmtpDelivery, SmtpServer

NOW = 1_800_000_000
SENDER = "infohus@test.example"
READER = "mailbox1@test.example"
LETTERS = 300
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


def forwarding(
    sink: Sink,
    letters: int,
    after_batch: Callable[[], None] = lambda: None,
    *,
    looped: bool = False,
) -> float:
    """Seconds to forward so many letters; with the loop on each begins what was planned for it."""
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder:
        outbox = filled(Path(folder), letters, looped=looped)
        forwarder = to(sink, outbox)
        begun = time.perf_counter()
        while forwarder.forward_once(NOW):
            after_batch()
        took = time.perf_counter() - begun
        if outbox.count(NOW).waiting:
            raise RuntimeError("letters still wait")
        outbox.close()
    return took


def to(sink: Sink, outbox: Outbox) -> Forwarder:
    """A forwarder from here to there."""
    server = SmtpServer(
        host=HOST, port=sink.port, security="starttls", sender=SENDER, ca_file=sink.ca_file
    )
    return Forwarder(
        outbox=outbox, delivery=SmtpDelivery(server), clock=lambda: NOW, alarm=lambda _: None
    )


def floor(sink: Sink, letters: int) -> float:
    """Seconds of the bare loop."""
    begun = time.perf_counter()
    context = ssl.create_default_context(cafile=sink.ca_file)
    with smtplib.SMTP(HOST, sink.port) as server:
        server.starttls(context=context)
        for _ in range(letters):
            server.sendmail(SENDER, [READER], BODY)
    return time.perf_counter() - begun


def drain(sink: Sink, letters: int) -> list[Measured]:
    """Memory after the first tenth and at the end."""
    seen: list[float] = []
    took = forwarding(sink, letters, lambda: seen.append(own_megabytes()))
    warm, end = seen[len(seen) // 10], seen[-1]
    what = f"{letters:,} waiting letters drained"
    return [
        Measured(name=what, value=took, unit="s"),
        Measured(name=f"{what}: memory at the end", value=end, unit="MB"),
        Measured(name=f"{what}: memory over that at a tenth", value=end / warm, limit=FLAT),
    ]


def measure(scale: Scale) -> list[Measured]:
    """Ours as part of the bare loop's speed, and the long drain."""
    with mail_sink() as sink:
        rounds = [one_round(sink) for _ in range(scale.rounds)]
        drained = drain(sink, scale.many)
    bare, own, looped = (sorted(way) for way in zip(*rounds, strict=True))
    parts = {
        "forwarding": [bare / own for bare, own, _ in rounds],
        "forwarding with the loop on": [bare / looped for bare, _, looped in rounds],
    }
    seconds = {"forwarding": own, "forwarding with the loop on": looped, "bare smtplib loop": bare}
    return [
        *(
            Measured(
                name=f"{way}, a letter", value=statistics.median(took) / LETTERS * 1e3, unit="ms"
            )
            for way, took in seconds.items()
        ),
        *(part_of_bare(way, statistics.median(part)) for way, part in parts.items()),
        *drained,
    ]


def one_round(sink: Sink) -> tuple[float, float, float]:
    """Seconds of the bare loop, of ours, and of ours with the closed loop on."""
    own = forwarding(sink, LETTERS)
    return floor(sink, LETTERS), own, forwarding(sink, LETTERS, looped=True)


def part_of_bare(way: str, part: float) -> Measured:
    """How much of the bare loop's speed one way reaches."""
    name = f"{way}, as part of the bare loop's speed"
    return Measured(name=name, value=part, limit=WANTED, at_least=True)
