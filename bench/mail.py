"""A mail server in a process of its own, which takes letters over TLS and forgets them."""

import multiprocessing
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from demonstration import keys
from demonstration.plan import free_port

HOST = "localhost"
LONGEST_START = 30.0


@dataclass(frozen=True)
class Sink:
    """Where letters can be sent, and by what its certificate is believed."""

    port: int
    ca_file: Path


class Forgetting:
    """Takes every letter and keeps none."""

    async def handle_DATA(  # noqa: N802 the mail library's name
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        return "250 OK"


def serve(folder: Path, port: int, ready: Event, end: Event) -> None:
    """Take letters until told to end."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    server = Controller(
        Forgetting(),
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        data_size_limit=None,
    )
    server.start()
    ready.set()
    end.wait()
    server.stop()


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """While the `with` block runs. Raises `RuntimeError` when it does not come up."""
    spawn = multiprocessing.get_context("spawn")
    ready, end, port = spawn.Event(), spawn.Event(), free_port()
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as name:
        folder = Path(name)
        for file, pem in zip(
            ("server.key", "server.pem", "ca.pem"), keys.mail_server(HOST), strict=True
        ):
            (folder / file).write_bytes(pem)
        process = spawn.Process(target=serve, args=(folder, port, ready, end))
        process.start()
        try:
            if not ready.wait(LONGEST_START):
                raise RuntimeError("the mail server is not ready in time")
            yield Sink(port, folder / "ca.pem")
        finally:
            end.set()
            process.join()
