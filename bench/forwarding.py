"""How fast letters leave, and how much memory that takes.

Ours: from the outbox on disk, marked one by one, over our own delivery. The floor: a bare `smtplib`
loop over one kept TLS connection with the letters in memory. Both to one server in a process of its
own, in turn, median of the rounds. Then all that waits after a long silence is drained.
"""

import multiprocessing
import smtplib
import ssl
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

from bench.result import Measured, Scale
from bench.serving import own_megabytes
from bench.storm_parts import ANE, submission
from intake.message import SealedMessage
from intake.outbox import Outbox
from intake.sending.forwarder import Forwarder
from intake.sending.smtp import SmtpDelivery, SmtpServer
from tests.servers.mail import MailServer
from tests.servers.tls import authority

NOW = 1_800_000_000
SENDER = "infohus@test.example"
LETTERS = 300
LINE = b"x" * 76 + b"\r\n"
BODY = b"Subject: x\r\n\r\n" + LINE * 120
"""The size of a sealed letter without its sheet, in one TLS record: larger ones cost the bare loop,
and not us, 40 ms of waiting for the other half to be confirmed."""
WANTED = 0.7
FLAT = 1.05
"""Memory at the end over that of a warm forwarder."""


def serve(certificates: tuple[Path, Path], told: "multiprocessing.Queue[int]", end: Event) -> None:
    """Take letters and forget them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificates)
    server = MailServer(context=context)
    server.box.keep = False
    with server:
        told.put(server.port)
        end.wait()


@contextmanager
def mail_server() -> Iterator[int]:
    """The port of a mail server in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[int] = spawn.Queue()
    end = spawn.Event()
    given = (authority().files("localhost"), told, end)
    process = spawn.Process(target=serve, args=given)
    process.start()
    try:
        yield told.get(timeout=30)
    finally:
        end.set()
        process.join()


def filled(folder: Path, letters: int) -> Outbox:
    """An outbox in which so many letters wait."""
    url = f"sqlite:///{folder / 'outbox.sqlite'}"
    Outbox.create(url)
    outbox = Outbox(url)
    for number in range(letters):
        message = SealedMessage(f"N{number:07}", (ANE,), BODY)
        key = submission(number)
        outbox.put(message, submission=key, digest=b"d", now=NOW, not_before=NOW)
    return outbox


def ours(port: int, letters: int, after_batch: Callable[[], None] = lambda: None) -> float:
    """Seconds to forward so many letters."""
    server = SmtpServer(
        host="localhost",
        port=port,
        security="starttls",
        sender=SENDER,
        ca_file=authority().ca_file,
    )
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder:
        outbox = filled(Path(folder), letters)
        forwarder = Forwarder(
            outbox=outbox,
            delivery=SmtpDelivery(server),
            clock=lambda: NOW,
            alarm=lambda _: None,
        )
        begun = time.perf_counter()
        while forwarder.forward_once(NOW):
            after_batch()
        took = time.perf_counter() - begun
        if outbox.count(NOW).waiting:
            raise RuntimeError("letters still wait")
        outbox.close()
    return took


def floor(port: int, letters: int) -> float:
    """Seconds of the bare loop."""
    begun = time.perf_counter()
    context = ssl.create_default_context(cafile=authority().ca_file)
    with smtplib.SMTP("localhost", port) as server:
        server.starttls(context=context)
        for _ in range(letters):
            server.sendmail(SENDER, [ANE], BODY)
    return time.perf_counter() - begun


def drain(port: int, letters: int) -> list[Measured]:
    """Memory after the first tenth and at the end."""
    seen: list[float] = []
    took = ours(port, letters, lambda: seen.append(own_megabytes()))
    warm, end = seen[len(seen) // 10], seen[-1]
    what = f"{letters:,} waiting letters drained"
    return [
        Measured(name=what, value=took, unit="s"),
        Measured(name=f"{what}: memory at the end", value=end, unit="MB"),
        Measured(name=f"{what}: memory over that at a tenth", value=end / warm, limit=FLAT),
    ]


def measure(scale: Scale) -> list[Measured]:
    """Ours as part of the bare loop's speed, and the long drain."""
    with mail_server() as port:
        pairs = [(floor(port, LETTERS), ours(port, LETTERS)) for _ in range(scale.rounds)]
        drained = drain(port, scale.many)
    ratio = statistics.median(bare / own for bare, own in pairs)
    own = statistics.median(own for _, own in pairs) / LETTERS * 1000
    bare = statistics.median(bare for bare, _ in pairs) / LETTERS * 1000
    return [
        Measured(name="forwarding a letter", value=own, unit="ms"),
        Measured(name="bare smtplib loop, a letter", value=bare, unit="ms"),
        Measured(
            name="forwarding, as part of the bare loop's speed",
            value=ratio,
            limit=WANTED,
            at_least=True,
        ),
        *drained,
    ]
