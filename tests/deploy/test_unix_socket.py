"""From the proxy to the form by a file that nobody else may open: no port, no plain line."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from intake.web.headers import SECURITY_HEADERS
from tests.deploy.front import HOST, Caddy, ask
from tests.intake.operating.conftest import furnished
from tests.intake.reporter import Clock, Person
from tests.servers import until
from tests.servers.service import Service, listens

NOBODY = 65534
CONNECT = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"


class ThroughTheProxy:
    """Asks Caddy, as a browser does."""

    def __init__(self, caddy: Caddy) -> None:
        self._caddy = caddy

    def get(self, address: str) -> Any:
        """A page."""
        return Shown(ask(self._caddy.port, address))

    def post(self, address: str, data: bytes, content_type: str, headers: dict[str, str]) -> Any:
        """A step."""
        given = {"Content-Type": content_type} | headers
        return Shown(ask(self._caddy.port, address, method="POST", body=data, headers=given))


class Shown:
    """What came back, as the test client of Flask tells it."""

    def __init__(self, answer: Any) -> None:
        self.status_code, self.data = answer.status, answer.body
        self.headers = dict(answer.headers)

    def get_data(self, *, as_text: bool) -> str:
        """The body as text."""
        return self.data.decode() if as_text else ""


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that everybody may look into: what keeps others out is the socket's own mode."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def may_open(path: Path, **who: Any) -> bool:
    """Whether a process of that user and group gets a line."""
    python = shutil.which("python3", path="/usr/bin") or sys.executable
    done = subprocess.run(
        [python, "-c", CONNECT, str(path)], capture_output=True, check=False, **who
    )
    return done.returncode == 0


def test_a_letter_goes_from_the_proxy_to_the_form_by_a_file(
    tmp_path: Path, built: Path, folder: Path
) -> None:
    """The whole way, with the same headers; the form has no port, and the group alone may ask."""
    path = folder / "web.sock"
    house = furnished(tmp_path)
    (tmp_path / "caddy").mkdir()
    with (
        Service(house, ORIGIN=f"https://{HOST}", LISTEN=f"unix:{path}") as service,
        Caddy(tmp_path / "caddy", built, f"unix/{path}") as caddy,
    ):
        nobodys: Any = SimpleNamespace(clock=Clock())
        person = Person(nobodys, client=ThroughTheProxy(caddy))
        assert person.fills_in().sends().reference
        headers = dict(ask(caddy.port, "/skriv").headers)
        assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
        assert not listens(service.port)
        os.chown(path, -1, NOBODY)
        assert may_open(path, user=1234, group=NOBODY, extra_groups=())
        assert not may_open(path, user=1234, group=1234, extra_groups=())
    with Caddy(tmp_path / "caddy", built, f"unix/{path}") as caddy:
        assert ask(caddy.port, "/skriv").status == 503


def test_systemd_hands_its_socket_over(tmp_path: Path, folder: Path) -> None:
    """As `infohus-web.socket` does: the form takes it and makes none of its own."""
    path = folder / "web.sock"
    service = Service(furnished(tmp_path), LISTEN="systemd")
    given = [f"--setenv={name}" for name in service.environ]
    service.starter = ("systemd-socket-activate", f"--listen={path}", *given)
    with service:
        assert until(path.is_socket)
        before = path.stat().st_ino
        assert until(lambda: b"200 OK" in said(path))
        assert (path.stat().st_ino, stat.S_ISSOCK(path.stat().st_mode)) == (before, True)


def said(path: Path) -> bytes:
    """What the form answers at the socket, if it answers."""
    found = b""
    with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(120)
        line.connect(str(path))
        line.sendall(b"GET /skriv HTTP/1.0\r\nHost: localhost\r\n\r\n")
        while piece := line.recv(65536):
            found += piece
    return found
