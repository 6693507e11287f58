"""What a server meets on the municipality's network: `python -m tests.machine.world FOLDER`.

A name server, a mail server with TLS and an authority of its own, and who hears the alarm over
HTTP. Each stops answering while FOLDER holds a file `no-names`, `no-mail` or `no-alarm`; while it
holds `refused` the mail server takes nothing, for good. In its folder `shown` lie an authority and
certificates: the mail server's, and `site.pem` and `db.pem` for what the operator sets up.
"""

import shutil
import socket
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.tls import authority

NAMES = {
    "mail.example.dk": "10.99.0.25",
    "alarm.example.dk": "10.99.0.99",
    "db.example.dk": "10.99.0.1",
    "infohus.example.dk": "10.99.0.1",
}

HOSTS = {"mail": "mail.example.dk", "site": "infohus.example.dk", "db": "db.example.dk"}


class Post:
    """Keeps what comes, a file a letter."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0

    async def handle_RCPT(  # noqa: N802 aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if (self._folder / "no-mail").exists():
            return "450 not now"
        if (self._folder / "refused").exists():
            return "550 never"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self._count += 1
        (self._folder / f"{self._count:04}.eml").write_bytes(envelope.content)
        return "250 OK"


def names(folder: Path) -> None:
    """A records and nothing else (RFC 1035)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("10.99.0.53", 53))
        while True:
            asked, who = line.recvfrom(512)
            if not (folder / "no-names").exists():
                line.sendto(_answer(asked), who)


def _answer(asked: bytes) -> bytes:
    at, labels = 12, []
    while length := asked[at]:
        labels.append(asked[at + 1 : at + 1 + length].decode("ascii", "replace"))
        at += 1 + length
    question = asked[12 : at + 5]
    address = NAMES.get(".".join(labels).lower())
    is_a = question[-4:-2] == b"\x00\x01"
    answers = 1 if address and is_a else 0
    code = b"\x85\x80" if address else b"\x85\x83"
    head = asked[:2] + code + b"\x00\x01" + bytes((0, answers)) + bytes(4)
    if not answers:
        return head + question
    assert address is not None
    record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x1e\x00\x04" + socket.inet_aton(address)
    return head + question + record


def alarm(folder: Path) -> None:
    """Hears one word in the path of each request."""

    class Hears(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_off = (folder / "no-alarm").exists()
            if not is_off:
                with (folder / "rung").open("a") as rung:
                    rung.write(self.path.strip("/") + "\n")
            self.send_response(503 if is_off else 200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    HTTPServer(("10.99.0.99", 8099), Hears).serve_forever()


def certify(shown: Path) -> None:
    """Certificates under one authority."""
    shown.mkdir()
    for name in ("mail-ca", "db-ca"):
        shutil.copy(authority().ca_file, shown / f"{name}.pem")
    for name, host in HOSTS.items():
        certificate, key = authority().files(host)
        shutil.copy(certificate, shown / f"{name}.pem")
        shutil.copy(key, shown / f"{name}-key.pem")


def main(folder: Path) -> None:
    """Until it is killed."""
    shown = folder / "shown"
    if not shown.exists():
        certify(shown)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown / "mail.pem", shown / "mail-key.pem")
    for work in (names, alarm):
        threading.Thread(target=work, args=(folder,), daemon=True).start()
    post = Controller(
        Post(folder),
        hostname="10.99.0.25",
        port=587,
        tls_context=context,
        require_starttls=True,
        data_size_limit=None,
    )
    post.start()
    (folder / "ready").touch()
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
