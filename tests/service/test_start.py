"""What waits for the start of a service may ask it at once: `restart infohus-web && check`."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.operating.asking import status
from intake.operating.figures import BOTH, FORM, FORWARDER
from intake.settings import Listen
from tests.intake.operating.conftest import House, furnished
from tests.servers import free_port, until
from tests.servers.service import Service, listens

SECONDS = 60.0


class Started(Service):
    """By systemd: nobody looks at its port before it says that it can be asked."""

    starter = ("/usr/bin/env",)

    def __init__(self, house: House, command: str, **changes: str) -> None:
        self.program = ("intake", command)
        super().__init__(house, **changes)


@contextmanager
def hears(folder: Path, started: Started) -> Iterator[socket.socket]:
    """What the service tells systemd, until it is stopped."""
    started.environ["NOTIFY_SOCKET"] = str(folder / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(started.environ["NOTIFY_SOCKET"])
        systemd.settimeout(SECONDS)
        with started:
            yield systemd


def is_said(systemd: socket.socket) -> bool:
    """Whether the start is over; other words come before it."""
    return b"READY=1" in iter(lambda: systemd.recv(100), b"")


@pytest.mark.parametrize(
    ("command", "process", "further"),
    [("web", FORM, 0), ("forward", FORWARDER, 1), ("serve", BOTH, 0)],
)
def test_a_service_that_has_started_answers(
    tmp_path: Path, command: str, process: str, further: int
) -> None:
    """The first question finds it, and the form at its own door."""
    port = free_port()
    listen = f"127.0.0.1:{port - further}"
    started = Started(furnished(tmp_path), command, OPS_LISTEN=listen)
    with hears(tmp_path, started) as systemd:
        assert is_said(systemd)
        assert status(Listen(host="127.0.0.1", port=port)).get("process") == process
        assert listens(started.port) is (command != "forward")


def test_a_start_does_not_last_as_long_as_a_database_is_away(tmp_path: Path) -> None:
    """systemd would give it up; it is over as soon as the log says what is waited for."""
    url = f"postgresql+psycopg://infohus@127.0.0.1:{free_port()}/infohus"
    started = Started(furnished(tmp_path), "web", DATABASE=url)
    with hears(tmp_path, started) as systemd:
        assert is_said(systemd)
        output = tmp_path / f"output{started.port}"
        assert until(lambda: b"waiting for the database" in output.read_bytes())
        assert not listens(started.port)
