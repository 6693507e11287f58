"""What a tinkerer sends over a raw line, through Caddy and straight at the service."""

import re
import socket
import ssl
from pathlib import Path

import pytest

from tests.deploy.echo import Echo
from tests.deploy.front import HOST, IMPATIENT, Caddy, ask, connect, say
from tests.servers import until
from tests.servers.service import PROGRAM, READER, Service, listens
from tests.servers.tls import authority

HEAD = f"POST /skriv HTTP/1.1\r\nHost: {HOST}\r\n"
HIDDEN = "GET /en/write HTTP/1.1\r\nHost: localhost\r\n\r\n"
SMUGGLING = {
    "length and chunks": f"Content-Length: {len(HIDDEN) + 5}\r\nTransfer-Encoding: chunked\r\n\r\n"
    f"0\r\n\r\n{HIDDEN}",
    "chunks and length": f"Transfer-Encoding: chunked\r\nContent-Length: {len(HIDDEN) + 5}\r\n\r\n"
    f"0\r\n\r\n{HIDDEN}",
    "two lengths": f"Content-Length: 0\r\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}",
    "same length twice": f"Content-Length: {len(HIDDEN)}\r\nContent-Length: {len(HIDDEN)}\r\n\r\n"
    f"{HIDDEN}",
    "length list": f"Content-Length: 0, {len(HIDDEN)}\r\n\r\n{HIDDEN}",
    "plus sign": f"Content-Length: +{len(HIDDEN)}\r\n\r\n{HIDDEN}",
    "negative": f"Content-Length: -1\r\n\r\n{HIDDEN}",
    "odd encoding": f"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "space before the colon": f"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "folded": f"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "bare line feeds": f"X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "chunk size too large": f"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{HIDDEN}",
    "chunk size with a sign": f"Transfer-Encoding: chunked\r\n\r\n-1\r\n{HIDDEN}",
}
"""Each ends in a second request that one side might see and the other not."""


def statuses(answer: bytes) -> list[int]:
    """Of each answer on the line."""
    return [int(found) for found in re.findall(rb"HTTP/1\.[01] (\d{3})", answer)]


def hidden_in(seen: list[bytes]) -> list[bytes]:
    """The second requests among what reached the service: the first are posts."""
    return [request for request in seen if request.startswith(b"GET ")]


@pytest.mark.parametrize("ruse", SMUGGLING.values(), ids=SMUGGLING)
def test_nothing_is_smuggled_through_the_proxy(mirror: Caddy, echo: Echo, ruse: str) -> None:
    """What reaches the service is framed anew, and nothing hidden is without its own answer.

    The question itself may come twice: Caddy tries once more (`lb_retries`).
    """
    echo.take()
    answers = statuses(say(mirror.port, (HEAD + ruse).encode(), tls=True))
    seen = echo.take()
    hidden = hidden_in(seen)
    assert len(hidden) <= max(len(answers) - 1, 0)
    assert len(seen) - len(hidden) <= 2
    for request in seen:
        head = request.partition(b"\r\n\r\n")[0].lower()
        lengths = len(re.findall(rb"\r\ncontent-length:", head))
        chunks = len(re.findall(rb"\r\ntransfer-encoding:", head))
        assert lengths + chunks <= 1, head


@pytest.mark.parametrize("ruse", SMUGGLING.values(), ids=SMUGGLING)
def test_the_service_itself_takes_no_ruse_for_a_step(service: Service, ruse: str) -> None:
    """Straight at it: refused, or one request whose body is not a step of ours."""
    answers = statuses(say(service.port, (HEAD + ruse).encode(), tls=False, patience=2))
    assert answers[:1] in ([], [400], [413], [415], [501])
    assert listens(service.port)


def test_the_echo_sees_what_it_is_sent(echo: Echo) -> None:
    """The one behind the proxy reads two requests as two, so that it would see a hidden one."""
    echo.take()
    say_twice = (HIDDEN + HIDDEN.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")).encode()
    with socket.create_connection(("127.0.0.1", echo.port), timeout=10) as line:
        line.sendall(say_twice)
        line.shutdown(socket.SHUT_WR)
        while line.recv(999):
            pass
    assert len(hidden_in(echo.take())) == 2


FORGED = {
    "X-Forwarded-For": "198.51.100.9",
    "X-Real-IP": "198.51.100.9",
    "Forwarded": "for=198.51.100.9",
    "Cookie": "a=198.51.100.9",
    "Referer": "https://198.51.100.9/",
    "Accept-Language": "se",
}


def test_the_service_hears_the_real_address_and_nothing_else(mirror: Caddy, echo: Echo) -> None:
    """What a reader claims about where they come from stops at the proxy; so does their program."""
    echo.take()
    ask(mirror.port, "/skriv", headers=FORGED)
    (seen,) = echo.take()
    head = seen.decode().lower()
    assert f"\r\nx-forwarded-for: {READER}\r\n" in head
    assert "198.51.100.9" not in head
    assert PROGRAM.lower() not in head
    assert "\r\naccept-language:" not in head


def test_a_file_is_asked_for_without_saying_by_whom(mirror: Caddy, echo: Echo) -> None:
    """The stylesheet needs no address."""
    echo.take()
    ask(mirror.port, "/form/intake.0123456789ab.css", headers=FORGED)
    (seen,) = echo.take()
    head = seen.decode().lower()
    assert READER not in head
    assert "198.51.100.9" not in head
    assert PROGRAM.lower() not in head


def test_another_host_name_is_answered_with_nothing_of_ours(mirror: Caddy, echo: Echo) -> None:
    """Refused before the service is asked, and no address of ours is built from it."""
    echo.take()
    wrong = f"GET /skriv HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: {HOST}\r\n"
    assert statuses(say(mirror.port, f"{wrong}\r\n".encode(), tls=True))[:1] in ([421], [400])
    assert echo.take() == []


def test_the_service_repeats_no_host_name(service: Service) -> None:
    """Straight at it: what the Host line says stands nowhere in the answer."""
    raw = b"GET /skriv HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
    answer = say(service.port, raw + b"Connection: close\r\n\r\n", tls=False)
    assert statuses(answer) == [200]
    assert b"evil" not in answer


@pytest.mark.parametrize("through", [True, False], ids=["through Caddy", "straight"])
def test_half_questions_do_not_keep_others_waiting(
    caddy: Caddy, service: Service, *, through: bool
) -> None:
    """Slow headers and slow bodies from sixty lines, and a page for the next reader."""
    port = caddy.port if through else service.port
    halves = (HEAD.encode(), f"{HEAD}Content-Length: 500\r\n\r\ntext=a".encode())
    lines = [connect(port, tls=through) for _ in range(60)]
    for number, line in enumerate(lines):
        line.sendall(halves[number % 2])
    answer = ask(port, "/skriv", tls=through)
    for line in lines:
        line.close()
    assert answer.status == 200


@pytest.mark.parametrize(
    "half", [HEAD, f"{HEAD}Content-Length: 500\r\n\r\ntext=a"], ids=["headers", "body"]
)
def test_the_proxy_gives_up_half_a_question(
    service: Service, tmp_path: Path, built: Path, half: str
) -> None:
    """Whoever never goes on is hung up on, with no page that could be taken for a receipt."""
    with (
        Caddy(tmp_path, built, service.port, **IMPATIENT) as caddy,
        connect(caddy.port, tls=True) as line,
    ):
        line.settimeout(120)
        line.sendall(half.encode())
        told = b""
        while piece := line.recv(65_536):
            told += piece
    assert told.partition(b"\r\n\r\n")[2] == b""


def test_a_service_that_hangs_up_in_the_middle_gives_the_closed_page(
    tmp_path: Path, built: Path
) -> None:
    """As it does on a line that says nothing more."""
    listener = socket.create_server(("127.0.0.1", 0))
    with (
        listener,
        Caddy(tmp_path, built, listener.getsockname()[1], **IMPATIENT) as caddy,
        connect(caddy.port, tls=True) as line,
    ):
        line.sendall(f"{HEAD}Content-Length: 500\r\n\r\ntext=a".encode())
        listener.accept()[0].close()
        line.settimeout(120)
        answer = line.recv(65536)
    assert statuses(answer) == [503]


@pytest.mark.parametrize("through", [True, False], ids=["through Caddy", "straight"])
def test_long_headers_are_refused(caddy: Caddy, service: Service, *, through: bool) -> None:
    """Before anything is made of them."""
    raw = f"GET /skriv HTTP/1.1\r\nHost: {HOST}\r\nX: {'a' * 40_000}\r\n\r\n"
    port = caddy.port if through else service.port
    assert statuses(say(port, raw.encode(), tls=through))[:1] in ([], [431], [400])
    assert until(lambda: ask(port, "/skriv", tls=through).status == 200)


def test_endless_chunks_are_cut_off_straight_at_the_service(service: Service) -> None:
    """Over the server's own limit: refused, never taken as a shorter body."""
    piece = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    raw = f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode() + piece * 70 + b"0\r\n\r\n"
    assert statuses(say(service.port, raw, tls=False))[:1] in ([], [413])
    assert ask(service.port, "/skriv", tls=False).status == 200


def test_no_http2_is_spoken(mirror: Caddy) -> None:
    """Debian's Caddy can be made to fill memory with resets over HTTP/2: it is not offered."""
    context = ssl.create_default_context(cafile=authority().ca_file)
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", mirror.port), 20) as line,
        context.wrap_socket(line, server_hostname=HOST) as secure,
    ):
        assert secure.selected_alpn_protocol() == "http/1.1"
