"""Bad bodies on a real line: never an error of ours, and what could be read is still there."""

import base64
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from intake.days import DAY
from intake.form.draft import Draft, Drafts
from intake.serving import BODY_LIMIT
from intake.web.body import LONGEST_BODY
from tests.intake.operating.conftest import furnished
from tests.intake.reporter import TEXT
from tests.servers.service import READER, Service

OLD = "Det, der blev skrevet på trinnet før. Æøå"
FORM = "application/x-www-form-urlencoded"
TEN_MEGABYTES = 10_000_000
INFLATED = 300_000_000
MOST_GROWTH_KB = 60_000
"""What a process may grow by, whatever is inflated in it: some times the bound of a draft."""


@dataclass(frozen=True)
class Said:
    """What came back before the line was closed."""

    raw: bytes

    @property
    def statuses(self) -> list[int]:
        """Of every answer on the line."""
        return [int(found) for found in re.findall(rb"(?m)^HTTP/1\.[01] (\d{3}) ", self.raw)]

    @property
    def page(self) -> str:
        return unescape(self.raw.decode())


@dataclass(frozen=True)
class Line:
    """Sends bytes as they are to a running service, under whose keys drafts can be signed."""

    service: Service
    drafts: Drafts

    def says(self, raw: bytes, *, pieces: int = 0) -> Said:
        """Everything at once, or piece by piece."""
        with socket.create_connection(("127.0.0.1", self.service.port), 30, (READER, 0)) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with suppress(OSError):  # it answered and hung up before the end
                for begin in range(0, len(raw), pieces or len(raw)):
                    line.sendall(raw[begin : begin + (pieces or len(raw))])
                line.shutdown(socket.SHUT_WR)
            return Said(all_of(line))

    def posts(self, body: bytes, *, kind: str = FORM, length: str | None = None) -> Said:
        """One body, whose length may be a lie."""
        told = str(len(body)) if length is None else length
        return self.says(head(f"Content-Type: {kind}", f"Content-Length: {told}") + body)

    def token(self, *, age: int = 600, drafts: Drafts | None = None, **answers: str) -> str:
        """A draft of ours, or of those who sign with other keys."""
        draft = Draft.new(int(time.time()) - age, {"track": "anonymous", "where": OLD} | answers)
        return (drafts or self.drafts).sign(draft)

    def worry(self, token: str | None = None, text: bytes | None = None) -> bytes:
        """The step with the text."""
        typed = quote_plus(TEXT).encode() if text is None else text
        return f"draft={token or self.token()}&step=worry&urgency=not_urgent&text=".encode() + typed


def all_of(line: socket.socket) -> bytes:
    """Until the other side closes."""
    got = b""
    with suppress(ConnectionError):
        while piece := line.recv(65_536):
            got += piece
    return got


def head(*lines: str) -> bytes:
    told = ("POST /skriv HTTP/1.1", "Host: localhost", "Connection: close", *lines)
    return ("\r\n".join(told) + "\r\n\r\n").encode()


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """One service for all: what one test sends must not hurt the next."""
    house = furnished(tmp_path_factory.mktemp("house"))
    installation = house.load()
    with Service(house) as service:
        yield Line(service, installation.infohus().drafts)
    output = (house.folder / f"output{service.port}").read_text()
    assert "failed" not in output
    assert "Traceback" not in output


def kept(said: Said, status: int, *texts: str) -> None:
    """One answer with this status, the phones, and all that was typed."""
    assert said.statuses == [status]
    assert 'href="tel:112"' in said.page
    for text in texts:
        assert text in said.page


def test_a_good_body_goes_on(line: Line) -> None:
    """What all the others are compared with."""
    said = line.posts(line.worry())
    assert said.statuses == [200]
    assert 'name="age"' in said.page


def chunks(body: bytes, size: int) -> bytes:
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize("size", [7, 1_000_000])
def test_a_body_in_chunks_is_a_body(line: Line, size: int) -> None:
    """Small ones that cut letters in two, and a single one."""
    said = line.says(
        head(f"Content-Type: {FORM}", "Transfer-Encoding: chunked")
        + chunks(line.worry() + b"&strange=1", size)
    )
    kept(said, 400, TEXT, OLD)


def test_a_body_that_comes_byte_by_byte_is_a_body(line: Line) -> None:
    """A slow phone on a bad line."""
    body = line.worry() + b"&strange=1"
    lines = head(f"Content-Type: {FORM}", f"Content-Length: {len(body)}")
    kept(line.says(lines + body, pieces=1), 400, TEXT, OLD)


@pytest.mark.parametrize("size", [LONGEST_BODY + 1, BODY_LIMIT - 1, BODY_LIMIT, TEN_MEGABYTES])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_refused_by_our_own_page(
    line: Line, size: int, chunked: bool
) -> None:
    """413 with whom to call, also far above what is read."""
    body = b"text=".ljust(size, b"a")
    told = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    raw = head(f"Content-Type: {FORM}", told) + (chunks(body, size) if chunked else body)
    kept(line.says(raw), 413)


@pytest.mark.parametrize("length", ["-5", "abc", "5, 6", "0x10", "١٢"])
def test_a_length_that_is_no_number_is_refused(line: Line, length: str) -> None:
    """By the server below us: the one refusal that is not our page."""
    assert line.posts(line.worry(), length=length).statuses == [400]


def test_a_length_that_is_too_small_cuts_and_the_rest_is_no_request(line: Line) -> None:
    """What came within the length is shown; what came after is not taken as anything."""
    body = line.worry() + b"&strange=1"
    said = line.posts(body + b"GET /skriv HTTP/1.1\r\n\r\n", length=str(len(body)))
    kept(said, 400, TEXT, OLD)


def test_a_length_that_is_too_large_gets_no_answer(line: Line) -> None:
    """Nobody is told that half a letter was read; the next one is served."""
    assert line.posts(line.worry(), length="99999").statuses == []
    assert line.posts(line.worry()).statuses == [200]


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "multipart/form-data; b=x"])
def test_another_content_type_keeps_what_came(line: Line, kind: str) -> None:
    """Our own form under a wrong name."""
    kept(line.posts(line.worry(), kind=kind), 415, TEXT, OLD)


def test_a_form_in_parts_is_shown_as_it_came(line: Line) -> None:
    """What a browser makes of a page that somebody has changed."""
    body = f'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n{TEXT}\r\n--x--\r\n'.encode()
    kept(line.posts(body, kind="multipart/form-data; boundary=x"), 415, TEXT)


@pytest.mark.parametrize("nothing", [b"%00", b"\0"])
def test_nul_is_a_sign_like_others(line: Line, nothing: bytes) -> None:
    """It goes on, and comes back."""
    said = line.posts(line.worry(text=b"f" + nothing + b"g") + b"&strange=1")
    assert b"f\0g" in said.raw


@pytest.mark.parametrize(
    "bad", [b"%ff", b"\xff", b"%ed%a0%80", b"%f0%28", b"%c0%80", b"%f4%90%80%80"]
)
def test_what_is_not_utf8_is_refused_with_all_that_could_be_read(line: Line, bad: bytes) -> None:
    """Bytes, lone surrogates, and forms that are too long or too high."""
    kept(line.posts(line.worry(text=quote_plus(TEXT).encode() + bad)), 400, TEXT + "�", OLD)


@pytest.mark.parametrize(
    "more", ["text=Noget+andet", "age=Noget+andet", "reporter_name=Noget+andet", "x=Noget+andet"]
)
def test_a_field_twice_or_of_another_step_is_shown(line: Line, more: str) -> None:
    """Nothing that was typed is dropped without a word."""
    kept(line.posts(line.worry() + b"&" + more.encode()), 400, TEXT, OLD, "Noget andet")


@pytest.mark.parametrize("step", ["way", "person", "contact", "check", "nowhere", ""])
def test_a_draft_of_another_step_keeps_all(line: Line, step: str) -> None:
    """The page was changed, or belongs to another tab."""
    body = line.worry().replace(b"step=worry", f"step={step}".encode())
    said = line.posts(body)
    assert said.statuses == [400]
    assert TEXT in said.page


def foreign() -> Drafts:
    """Signs for another server."""
    return Drafts([b"the key of another server"], days=30, longest=LONGEST_BODY)


@pytest.mark.parametrize("age", [31 * DAY, 365 * DAY], ids=["old", "a year"])
def test_a_draft_of_another_time_keeps_all(line: Line, age: int) -> None:
    """Last month's, and last year's."""
    kept(line.posts(line.worry(line.token(age=age))), 400, TEXT, OLD)


@pytest.mark.parametrize("age", [600, -2 * DAY, 365 * DAY])
def test_a_draft_of_another_server_keeps_all(line: Line, age: int) -> None:
    """Another's key: what is in it is only text."""
    kept(line.posts(line.worry(line.token(age=age, drafts=foreign()))), 400, TEXT, OLD)


def signed(line: Line, fields: bytes) -> str:
    """Any shape, under the service's own key."""
    packed = base64.urlsafe_b64encode(zlib.compress(fields)).rstrip(b"=")
    return line.drafts._signer.sign(packed).decode()


@pytest.mark.parametrize(
    "fields",
    [
        '{"a":{"where":"%s"}}',
        '{"i":"zz","s":1,"a":{"where":"%s"},"r":"","c":0,"t":0}',
        '{"i":"00","s":"soon","a":{"where":"%s"},"r":"","c":0,"t":0}',
    ],
)
def test_a_draft_of_another_version_keeps_all(line: Line, fields: str) -> None:
    """Signed by us before an upgrade, or after one that was taken back."""
    kept(line.posts(line.worry(signed(line, (fields % OLD).encode()))), 400, TEXT, OLD)


def letters() -> bytes:
    """300 MB of one letter."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(INFLATED // 1_000_000))
    return packed + packer.flush()


def deep() -> bytes:
    return zlib.compress(b"[" * 1_000_000)


def wide() -> bytes:
    return zlib.compress(b"[" + b"[]," * 600_000 + b"[]]")


def many_names() -> bytes:
    return zlib.compress(b'{"a":{%s}}' % b",".join(b'"%d":""' % n for n in range(150_000)))


def long_number() -> bytes:
    return zlib.compress(b'{"a":{"text":%s}}' % (b"9" * 1_000_000))


@pytest.mark.parametrize("bomb", [letters, deep, wide, many_names, long_number])
def test_a_bomb_costs_next_to_nothing(line: Line, bomb: Callable[[], bytes]) -> None:
    """A small draft that inflates to 300 MB, and what JSON makes much of: refused, text kept."""
    token = base64.urlsafe_b64encode(bomb()).rstrip(b"=").decode() + ".x"
    before = peak_kb(line.service.pid)
    kept(line.posts(line.worry(token)), 400, TEXT)
    assert peak_kb(line.service.pid) - before < MOST_GROWTH_KB


def peak_kb(pid: int) -> int:
    """The most memory that the process ever had."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert told is not None
    return int(told[1])
