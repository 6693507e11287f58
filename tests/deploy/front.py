"""A real Caddy with our own Caddyfile, in front of the real service, all on this machine."""

import http.client
import os
import socket
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port, until
from tests.servers.service import PROGRAM, READER, listens
from tests.servers.tls import authority

DEPLOY = Path(__file__).parents[2] / "deploy"
HOST = "localhost"
HURRY = {"idle 30s": "idle 1s"}
"""Nobody waits half a minute in a test for a line that has been answered."""
IMPATIENT = {"read_header 10s": "read_header 1s", "read_body 5m": "read_body 2s"}
"""With whoever sends half a request."""


class Caddy:
    """Our Caddyfile with nothing changed but where it listens, and its patience."""

    def __init__(
        self,
        folder: Path,
        site: Path,
        upstream: int | str,
        *,
        also: str = "",
        memory: str = "",
        **changes: str,
    ) -> None:
        """`also`: addresses that the service answers where the loop is on; `memory`: GOMEMLIMIT."""
        self.folder, self.port, self.http_port = folder, free_port(), free_port()
        self._log = folder / "output"
        caddyfile = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
        for old, new in (HURRY | changes).items():
            assert old in caddyfile
            caddyfile = caddyfile.replace(old, new)
        here = (
            f"{{\n\thttp_port {self.http_port}\n\thttps_port {self.port}\n"
            f"\tdefault_bind 127.0.0.1\n\tstorage file_system {folder / 'storage'}\n"
        )
        (folder / "Caddyfile").write_text(caddyfile.replace("{\n", here, 1), encoding="utf-8")
        (folder / "headers.caddy").write_bytes((DEPLOY / "headers.caddy").read_bytes())
        certificate, key = authority().files(HOST)
        self._environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "INFOHUS_HOST": HOST,
            "INFOHUS_SITE": str(site),
            "INFOHUS_UPSTREAM": upstream if isinstance(upstream, str) else f"127.0.0.1:{upstream}",
            "INFOHUS_TLS": f"{certificate} {key}",
            "INFOHUS_ALSO": also,
        } | ({"GOMEMLIMIT": memory} if memory else {})
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                ["caddy", "run", "--environ", "--config", "Caddyfile", "--adapter", "caddyfile"],
                cwd=self.folder,
                env=self._environ,
                stdout=log,
                stderr=log,
            )
        assert until(lambda: listens(self.port) or process.poll() is not None)
        assert process.poll() is None, self._log.read_text()
        return process

    def __enter__(self) -> "Caddy":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """End it, so that all it has to say is said."""
        self._process.terminate()
        self._process.wait(120)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> list[str]:
        """Each value of it, in order."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def connect(port: int, *, tls: bool) -> socket.socket:
    """A line from the reader's own address."""
    line = socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(READER, 0))
    if not tls:
        return line
    context = ssl.create_default_context(cafile=str(authority().ca_file))
    context.set_alpn_protocols(["http/1.1"])
    return context.wrap_socket(line, server_hostname=HOST)


def ask(
    port: int,
    path: str = "/",
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    tls: bool = True,
) -> Answer:
    """One request over a line of its own."""
    sent = {"Host": HOST, "User-Agent": PROGRAM} | dict(headers or {})
    line = http.client.HTTPConnection(HOST, port)
    line.sock = connect(port, tls=tls)
    try:
        line.request(method, path, body, sent)
        found = line.getresponse()
        return Answer(status=found.status, headers=found.getheaders(), body=found.read())
    finally:
        line.close()


def say(port: int, raw: bytes, *, tls: bool, patience: float = 10) -> bytes:
    """Everything that comes back on these bytes until the other side hangs up, or says no more."""
    with connect(port, tls=tls) as line:
        line.settimeout(patience)
        found = b""
        try:
            line.sendall(raw)
            while piece := line.recv(65536):
                found += piece
        except (TimeoutError, ConnectionError, ssl.SSLError):
            pass
        return found
