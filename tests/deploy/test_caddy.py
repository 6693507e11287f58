"""Caddy as it stands in front: the same headers, the closed page, and no trace of a reader."""

import re
import shutil
import signal
import socket
import ssl
import subprocess
from pathlib import Path
from typing import Protocol

import brotli
import pytest

from intake.serving import BODY_LIMIT
from intake.web.body import LONGEST_BODY
from intake.web.headers import FOREVER, SECURITY_HEADERS
from tests import traces
from tests.deploy.echo import Echo
from tests.deploy.front import DEPLOY, HOST, IMPATIENT, Answer, Caddy, ask, say
from tests.servers import free_port
from tests.servers.service import PROGRAM, READER, Service
from tests.servers.tls import authority
from tools import headers

CLOSED = {"/skriv": "Du kan ikke skrive til os", "/en/write": "You cannot write to us"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
EXCLUDED = "exclude http.log http.handlers http.stdlib tls.handshake"


def security(answer: Answer) -> dict[str, list[str]]:
    return {name: answer.header(name) for name in SECURITY_HEADERS}


def test_the_proxy_s_headers_are_made_from_the_service_s() -> None:
    """Defined once: whoever changes one side alone is told."""
    for file, text in headers.FILES.items():
        assert file.read_text(encoding="utf-8") == text()


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/skriv", "/en/write", "/nothing", "/en/nothing", "/assets/none.css"]
)
def test_every_answer_has_each_header_once(caddy: Caddy, path: str) -> None:
    """From the site, from the form, and where nothing is."""
    answer = ask(caddy.port, path)
    assert security(answer) == {name: [value] for name, value in SECURITY_HEADERS.items()}
    assert answer.header("Server") == answer.header("Set-Cookie") == answer.header("Via") == []
    assert answer.header("Content-Type") == ["text/html; charset=utf-8"]


def test_the_service_says_the_same_without_the_proxy(caddy: Caddy, service: Service) -> None:
    """Equal from both."""
    direct = ask(service.port, "/skriv", tls=False)
    through = ask(caddy.port, "/skriv")
    assert security(direct) == security(through)
    assert (direct.status, through.status) == (200, 200)
    assert direct.header("Cache-Control") == through.header("Cache-Control") == ["no-store"]


def test_pages_come_as_they_were_compressed_at_the_build(caddy: Caddy, built: Path) -> None:
    """Brotli, whole, and kept for a short while only."""
    answer = ask(caddy.port, "/bekymret/", headers={"Accept-Encoding": "br"})
    assert answer.header("Content-Encoding") == ["br"]
    assert brotli.decompress(answer.body) == (built / "bekymret" / "index.html").read_bytes()
    assert answer.header("Cache-Control") == ["public, max-age=300"]


def test_files_named_by_their_digest_are_kept_for_ever(caddy: Caddy) -> None:
    """The site's and the form's; their name changes with their content."""
    site = re.findall(r'(?:href|src)="(/?assets/[^"]+\.(?:css|js))"', ask(caddy.port, "/").text)
    form = re.findall(r'(?:href|src)="(/form/[^"]+)"', ask(caddy.port, "/skriv").text)
    assert site
    assert form
    for path in [*site, *form]:
        answer = ask(caddy.port, "/" + path.lstrip("/"))
        assert (answer.status, answer.header("Cache-Control")) == (200, [FOREVER])


@pytest.mark.parametrize(
    "path",
    [
        *("/skriv/x", "/form/", "/form/intake.js"),
        *("/health", "/metrics", "/assets/", "/.git/config"),
    ],
)
def test_no_other_address_reaches_the_service(mirror: Caddy, path: str) -> None:
    """Whoever answers everything behind the proxy is not asked."""
    assert ask(mirror.port, path).status == 404


@pytest.mark.parametrize("path", ["/SKRIV", "/skriv/", "/en/write/", "/EN/Write"])
def test_a_slash_or_a_capital_leads_to_the_form(mirror: Caddy, path: str) -> None:
    """By the proxy alone: the service is not asked, and what is sent there goes nowhere."""
    answer = ask(mirror.port, path)
    form = "/en/write" if "write" in path.lower() else "/skriv"
    assert (answer.status, answer.header("Location")) == (301, [form])
    assert ask(mirror.port, path, method="POST", body=b"text=x").status == 405


@pytest.mark.parametrize(
    ("path", "form", "front"),
    [
        ("/nothing", "/skriv", "/"),
        ("/en/nothing", "/en/write", "/en/"),
        ("/EN/x", "/en/write", "/en/"),
    ],
)
def test_a_missing_page_leads_on(caddy: Caddy, path: str, form: str, front: str) -> None:
    """The same ways as the service's own: form, front page, numbers, in the address's language."""
    answer = ask(caddy.port, path)
    assert answer.status == 404
    for way in (f'href="{form}"', f'href="{front}"', 'href="tel:112"', 'href="tel:114"'):
        assert way in answer.text
    assert 'href="tel:' in answer.text.split("</h1>")[1]


@pytest.mark.parametrize("path", ["/", "/skriv", "/en/write"])
def test_trace_is_not_answered(caddy: Caddy, path: str) -> None:
    """Nothing that was sent is sent back."""
    answer = ask(caddy.port, path, method="TRACE", headers={"X-Sent": "sent-77"})
    assert answer.status == 405
    assert b"sent-77" not in answer.body


STRANGERS = (
    *(".git/config", ".env", "infohus.env", "signing-key.pem", "outbox.sqlite", "Makefile"),
    *("index.html.bak", "index.md", "site.tar.gz", "om/index.html~", "om/index.html.br", "x.PHP"),
)


def test_only_what_a_site_is_made_of_is_served(tmp_path: Path, built: Path) -> None:
    """Whatever fell into the folder: as if it were not there."""
    folder = tmp_path / "site"
    shutil.copytree(built, folder)
    for name in STRANGERS:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("strange-77", encoding="utf-8")
    with Caddy(tmp_path, folder, free_port()) as caddy:
        answers = [ask(caddy.port, f"/{name}") for name in STRANGERS]
        assert [(each.status, b"strange-77" in each.body) for each in answers] == [
            (404, False) for _ in STRANGERS
        ]
        assert [ask(caddy.port, path).status for path in ("/om", "/om/")] == [308, 200]


def test_every_file_of_the_site_is_served(caddy: Caddy, built: Path) -> None:
    """The list of endings forgets none."""
    files = [path for path in built.rglob("*") if path.is_file()]
    whole = [path for path in files if path.suffix not in (".br", ".gz")]
    paths = ["/" + path.relative_to(built).as_posix().removesuffix("index.html") for path in whole]
    assert len(paths) > 60
    assert [path for path in paths if ask(caddy.port, path).status != 200] == []


def test_http_2_is_not_spoken(caddy: Caddy) -> None:
    """Nothing of it is read: neither its connection headers nor its line ends in values."""
    context = ssl.create_default_context(cafile=str(authority().ca_file))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", caddy.port)) as line,
        context.wrap_socket(line, server_hostname=HOST) as safe,
    ):
        assert safe.selected_alpn_protocol() == "http/1.1"
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04" + bytes(5)
    upgrade = b"Host: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    settings = b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
    for port, tls in ((caddy.port, True), (caddy.http_port, False)):
        answers = [
            say(port, preface, tls=tls),
            say(port, b"GET / HTTP/1.1\r\n" + upgrade + settings, tls=tls, patience=3),
        ]
        assert [b"\x00\x00\x00\x04" in each for each in answers] == [False, False]
        assert not [each for each in answers if b" 101 " in each[:20]]


class Fronted(Protocol):
    """Whatever stands in front."""

    port: int


def shakes_hands(front: Fronted, *options: str) -> bool:
    """Whether openssl comes to terms with it so."""
    line = ["openssl", "s_client", "-connect", f"127.0.0.1:{front.port}", "-servername", HOST]
    done = subprocess.run([*line, *options], input=b"", capture_output=True, check=False)
    return b"Cipher is (NONE)" not in done.stdout


def test_only_tls_of_today_is_spoken(caddy: Caddy) -> None:
    """1.2 and 1.3, and in 1.2 only suites with forward secrecy and authenticated encryption."""
    lax = "ALL:@SECLEVEL=0"
    assert shakes_hands(caddy, "-tls1_3")
    assert shakes_hands(caddy, "-tls1_2", "-cipher", "ECDHE+AESGCM")
    assert not shakes_hands(caddy, "-tls1_1", "-cipher", lax)
    assert not shakes_hands(caddy, "-tls1", "-cipher", lax)
    assert not shakes_hands(caddy, "-tls1_2", "-cipher", "kRSA:@SECLEVEL=0")
    assert not shakes_hands(caddy, "-tls1_2", "-cipher", "ECDHE+SHA:ECDHE+SHA256:@SECLEVEL=0")


def test_keys_are_agreed_on_curves_of_today_only(caddy: Caddy) -> None:
    """X25519 and P-256; nothing over finite fields, whose numbers a server may choose badly."""
    for curve in ("X25519", "P-256"):
        assert shakes_hands(caddy, "-tls1_3", "-groups", curve)
    for group in ("ffdhe2048", "ffdhe8192", "X448"):
        assert not shakes_hands(caddy, "-tls1_3", "-groups", group)
    assert not shakes_hands(caddy, "-tls1_2", "-cipher", "DHE:!ECDHE:@SECLEVEL=0")


@pytest.mark.parametrize(("path", "told"), CLOSED.items())
def test_a_stopped_service_gives_the_closed_page(
    tmp_path: Path, built: Path, path: str, told: str
) -> None:
    """503 in the address's language, with whom to call; also when somebody sends."""
    with Caddy(tmp_path, built, free_port()) as caddy:
        for method, body in (("GET", None), ("POST", b"text=x")):
            answer = ask(caddy.port, path, method=method, body=body, headers=FORM)
            assert (answer.status, answer.header("Cache-Control")) == (503, ["no-store"])
            assert answer.header("Retry-After") == ["300"]
            assert told in answer.text
            assert 'href="tel:112"' in answer.text
            assert 'href="tel:114"' in answer.text
            assert security(answer) == {name: [value] for name, value in SECURITY_HEADERS.items()}


def test_the_closed_page_brings_what_it_looks_like(tmp_path: Path, built: Path) -> None:
    """Its stylesheet is found although the page stands at another address than its own."""
    with Caddy(tmp_path, built, free_port()) as caddy:
        for path in CLOSED:
            links = re.findall(r'href="([^"]+\.css)"', ask(caddy.port, path).text)
            assert [ask(caddy.port, link).status for link in links] == [200] * len(links)
            assert all(link.startswith("/") for link in links)


def test_a_service_that_hangs_or_restarts_is_closed_and_comes_back(
    service: Service, tmp_path: Path, built: Path
) -> None:
    """No restart of the proxy is needed."""
    hurry = {"response_header_timeout 60s": "response_header_timeout 1s"}
    with Caddy(tmp_path, built, service.port, **hurry) as caddy:
        service.send(signal.SIGSTOP)
        hanging = ask(caddy.port, "/skriv").status
        service.send(signal.SIGCONT)
        service.stop()
        stopped = ask(caddy.port, "/skriv").status
        service.start()
        assert ask(service.port, "/skriv", tls=False).status == 200  # its first page takes longer
        assert (hanging, stopped, ask(caddy.port, "/skriv").status) == (503, 503, 200)


def test_the_limit_of_the_proxy_lies_between_ours_and_the_server_s() -> None:
    """Ours answers with the text; the server's bare words are never seen."""
    found = re.search(r"max_size (\d+)MB", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"))
    assert found is not None
    assert LONGEST_BODY < int(found[1]) * 1_000_000 < BODY_LIMIT


def test_a_body_over_our_limit_gets_our_own_page(caddy: Caddy) -> None:
    """Above our limit and below the proxy's: 413 with the phones."""
    answer = ask(
        caddy.port, "/skriv", method="POST", body=b"text=" + b"a" * LONGEST_BODY, headers=FORM
    )
    assert answer.status == 413
    assert 'href="tel:112"' in answer.text


@pytest.mark.parametrize("path", CLOSED)
def test_a_body_over_the_proxy_s_limit_gets_the_closed_page(caddy: Caddy, path: str) -> None:
    """Stated or in chunks: cut off, never taken as a shorter one."""
    pieces = b"%x\r\n%s\r\n" % (65536, b"a" * 65536) * 60
    raw = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
    ).encode()
    chunked = say(
        caddy.port, raw + b"Transfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n", tls=True
    )
    stated = say(caddy.port, raw + b"Content-Length: 3000000\r\n\r\n" + b"a" * 100, tls=True)
    assert CLOSED[path].encode() in stated
    assert chunked == b"" or CLOSED[path].encode() in chunked
    for answer in (chunked, stated):
        assert answer == b"" or answer.startswith(b"HTTP/1.1 503 ")


def test_plain_http_leads_on_who_reads_and_takes_nothing(caddy: Caddy) -> None:
    """What was typed is not sent again by itself."""
    read = ask(caddy.http_port, "/en/write", tls=False)
    sent = ask(caddy.http_port, "/skriv", method="POST", body=b"text=x", tls=False)
    assert (read.status, read.header("Location")) == (301, [f"https://{HOST}/en/write"])
    assert sent.status == 403


DESK, TELEPHONE, DESK_ALSO = "/kvittering", "/telefon", "|/kvittering|/telefon"


@pytest.mark.parametrize("page", [DESK, TELEPHONE])
def test_pages_for_coordinators_are_reached_only_where_they_are_named(
    mirror: Caddy, echo: Echo, tmp_path: Path, built: Path, page: str
) -> None:
    """By its exact address, with the same care as the form; else the proxy's own 404."""
    echo.take()
    assert ask(mirror.port, page).status == 404
    assert echo.take() == []
    with Caddy(tmp_path, built, echo.port, also=DESK_ALSO) as caddy:
        sent = ask(caddy.port, page, method="POST", body=b"code=x", headers=FORM)
        others = [ask(caddy.port, path).status for path in (f"{page}/x", f"{page}2", f"/en{page}")]
        huge = ask(
            caddy.port, page, method="POST", headers=FORM | {"Content-Length": "3000000"}
        ).status
    (seen,) = echo.take()
    assert (sent.status, others, huge) == (200, [404] * 3, 503)
    assert seen.endswith(b"\r\n\r\ncode=x")
    assert PROGRAM.encode() not in seen


def test_a_stopped_service_gives_the_closed_page_there_too(tmp_path: Path, built: Path) -> None:
    """503 with whom to call, on a look and on an act."""
    with Caddy(tmp_path, built, free_port(), also=DESK_ALSO) as caddy:
        answers = [ask(caddy.port, DESK), ask(caddy.port, DESK, method="POST", body=b"code=x")]
    for answer in answers:
        assert (answer.status, answer.header("Cache-Control")) == (503, ["no-store"])
        assert CLOSED["/skriv"] in answer.text


MISHAPS = (
    b"GET /skriv HTTP/1.1\r\nHost: localhost\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n",
    b"POST /skriv HTTP/1.1\r\nHost: localhost\r\nUser-Agent: %s\r\nContent-Length: 3900000\r\n"
    b"Connection: close\r\n\r\n" + b"a" * 3900000,
    b"GET /skriv HTTP/1.1\r\nHost: localhost\r\nUser-Agent: %s\r\nbroken\r\n\r\n",
    b"%s nonsense\r\n\r\n",
    b"GET /skriv HTTP/1.1\r\nHost: other.example\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n",
    b"POST /bekymret/ HTTP/1.1\r\nHost: localhost\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n",
    b"GET /skriv HTTP/1.1\r\nHost: localhost\r\nUser-Agent: %s\r\n",
    b"GET /%%00%%ff HTTP/1.1\r\nHost: localhost\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n",
)
"""A 502, a 413, requests that cannot be read, another's name, a wrong method, half a request."""


def mishaps(caddy: Caddy) -> None:
    """Everything that can go wrong, from the reader's address and program."""
    for raw in MISHAPS:
        filled = raw.replace(b"%s", PROGRAM.encode()).replace(b"%%", b"%")
        say(caddy.port, filled, tls=True)
        say(caddy.port, filled, tls=False)
        say(caddy.http_port, filled, tls=False)


def after_mishaps(folder: Path, site: Path, **changes: str) -> list[str]:
    """What can be found of the reader when a Caddy met every mishap, and was stopped."""
    home = folder / f"caddy{len(list(folder.iterdir()))}"
    home.mkdir()
    with Caddy(home, site, free_port(), **IMPATIENT, **changes) as caddy:
        mishaps(caddy)
    return traces.in_folder(home, [READER, PROGRAM])


def test_caddy_writes_no_address_and_no_program_whatever_goes_wrong(
    tmp_path: Path, built: Path
) -> None:
    """Its output and its storage, errors included; also when the closed page itself is missing."""
    (tmp_path / "empty").mkdir()
    assert after_mishaps(tmp_path, built) == []
    assert after_mishaps(tmp_path, tmp_path / "empty") == []
    assert after_mishaps(tmp_path, tmp_path / "empty", **{"level WARN": "level DEBUG"}) == []


def test_the_search_would_find_them(tmp_path: Path) -> None:
    """Without our one line Caddy tells both."""
    found = after_mishaps(tmp_path, tmp_path, **{EXCLUDED: ""})
    assert found == [f"output: {READER}", f"output: {PROGRAM}"]


def test_security_txt_is_served(caddy: Caddy) -> None:
    """As text, although its folder begins with a dot."""
    answer = ask(caddy.port, "/.well-known/security.txt")
    assert (answer.status, answer.header("Content-Type")) == (200, ["text/plain; charset=utf-8"])
    assert "\nContact: mailto:" in answer.text
