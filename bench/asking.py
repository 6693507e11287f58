"""Somebody who presses Send: filled-in check pages, and a bare line to the server."""

import gzip
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlencode

from bench.floor import ADDRESS
from bench.installed import Installed
from intake.form import Draft, Drafts

LONG_AGO_ENOUGH = 600
"""Seconds: nobody is taken for a program who has written so long."""
SENTENCE = "Jeg er bekymret for en, jeg kender – han er ændret på det sidste. "
LENGTH = 1_000
"""Code points of a usual concern."""
CONCERN = {
    "track": "anonymous",
    "text": (SENTENCE * 20)[:LENGTH],
    "where": "Idrætshallen",
    "urgency": "within_days",
    "age": "adult",
    "residence": "here",
}
CONTACT = {"track": "named", "reporter_name": "Åse Ø", "reporter_phone": "12 34 56 78"}
Question = Callable[[], bytes]
"""Makes the whole request of one letter."""
_REFERENCE = re.compile(r'class="reference">([0-9A-Z]{4})-([0-9A-Z]{4})<')


@dataclass(frozen=True)
class CheckPages:
    """Check pages under the service's own keys, each a letter of its own."""

    drafts: Drafts

    @classmethod
    def of(cls, installed: Installed) -> "CheckPages":
        """Those that this installation would have given out."""
        installation = installed.load()
        pages = cls(installation.infohus().drafts)
        installation.outbox.close()
        return pages

    def send(self, **answers: str) -> bytes:
        """The whole request of pressing Send on one."""
        began = int(time.time()) - LONG_AGO_ENOUGH
        draft = Draft.new(began, CONCERN | answers)
        fields = {"draft": self.drafts.sign(draft), "step": "check", "action": "send"}
        return request("/skriv", urlencode(fields))


def to_the_floor() -> bytes:
    """The whole request of posting the same text to the floor."""
    return request(ADDRESS, urlencode({"text": CONCERN["text"]}))


def request(address: str, body: str) -> bytes:
    """A POST as a browser sends it from the site's own page."""
    head = (
        f"POST {address} HTTP/1.1\r\nHost: infohus.example\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: gzip, deflate, br\r\n"
        f"Origin: https://infohus.example\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode("ascii")


def read(address: str) -> bytes:
    """A GET as a browser sends it."""
    head = f"GET {address} HTTP/1.1\r\nHost: infohus.example\r\nAccept-Encoding: gzip\r\n\r\n"
    return head.encode("ascii")


class Line:
    """One kept connection. Everything raises `OSError` when it breaks."""

    def __init__(self, port: int, seconds: float = 60.0) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), seconds)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def accept(self, question: bytes) -> float:
        """Seconds until the letter is accepted. Raises `RuntimeError` when it is not."""
        begun = time.perf_counter()
        status, body = self.ask(question)
        took = time.perf_counter() - begun
        if status != 303 and not reference_on(body):
            raise RuntimeError(f"not accepted: status {status}")
        return took

    def say(self, part: bytes) -> None:
        """A part of a question."""
        self._socket.sendall(part)

    def ask(self, question: bytes) -> tuple[int, bytes]:
        """Status and body, the body as it came."""
        self.say(question)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        wanted = int(length[1]) if length else 0
        while len(body) < wanted:
            body += self._more()
        return int(head[9:12]), body

    def _more(self) -> bytes:
        received = self._socket.recv(262_144)
        if not received:
            raise ConnectionError("the server hung up")
        return received


def reference_on(body: bytes) -> str:
    """The reference on a receipt as it came over the line; empty when it is none."""
    reference = _REFERENCE.search(unpacked(body))
    return reference[1] + reference[2] if reference else ""


def unpacked(body: bytes) -> str:
    """The page, whether it came in gzip or not."""
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
