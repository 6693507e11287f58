"""nginx as it stands in front of one machine or two: all that Caddy's tests hold, held here too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.serving import BODY_LIMIT
from intake.web.body import LONGEST_BODY
from intake.web.headers import FOREVER, SECURITY_HEADERS
from tests import traces
from tests.deploy.echo import Echo
from tests.deploy.front import DEPLOY, HOST, Answer, Caddy, ask, say
from tests.deploy.nginx import Nginx
from tests.deploy.test_caddy import CLOSED, FORM, MISHAPS, shakes_hands
from tests.servers import free_port
from tests.servers.service import PROGRAM, READER, Service

ONCE = {name: [value] for name, value in SECURITY_HEADERS.items()}
SILENT = "error_log /dev/null emerg;"


@pytest.fixture(name="nginx", scope="module")
def _nginx(
    tmp_path_factory: pytest.TempPathFactory, built: Path, service: Service
) -> Iterator[Nginx]:
    with Nginx(tmp_path_factory.mktemp("nginx"), built, [service.port]) as nginx:
        yield nginx


def security(answer: Answer) -> dict[str, list[str]]:
    return {name: answer.header(name) for name in SECURITY_HEADERS}


@pytest.mark.parametrize(
    "path",
    ["/", "/en/", "/skriv", "/en/write", "/nothing", "/en/nothing", "/assets/none.css", "/assets/"],
)
def test_every_answer_is_as_through_caddy(nginx: Nginx, caddy: Caddy, path: str) -> None:
    """Status, headers and page; but for the draft and the nginx in "Server"."""
    through, other = ask(nginx.port, path), ask(caddy.port, path)
    assert security(through) == ONCE
    assert through.status == other.status
    for name in ("Content-Type", "Cache-Control", "Set-Cookie", "Via", "Retry-After"):
        assert through.header(name) == other.header(name), name
    assert through.header("Server") == ["nginx"]
    if "skriv" not in path and "write" not in path:
        assert through.body == other.body


def test_pages_come_packed_and_files_are_kept(nginx: Nginx) -> None:
    """As they were packed at the build; files named by their digest for ever."""
    page = ask(nginx.port, "/bekymret/", headers={"Accept-Encoding": "gzip"})
    assert (page.header("Content-Encoding"), page.header("Vary")) == (["gzip"], ["Accept-Encoding"])
    form = ask(nginx.port, "/skriv").text
    for path in (part.split('"')[0] for part in form.split('="/form/')[1:]):
        file = ask(nginx.port, f"/form/{path}")
        assert (file.status, file.header("Cache-Control")) == (200, [FOREVER])


def test_every_file_of_the_site_is_served_and_no_other(nginx: Nginx, built: Path) -> None:
    """The list of endings is Caddy's."""
    files = [path for path in built.rglob("*") if path.suffix not in ("", ".br", ".gz")]
    paths = ["/" + path.relative_to(built).as_posix().removesuffix("index.html") for path in files]
    assert len(paths) > 60
    assert [path for path in paths if ask(nginx.port, path).status != 200] == []
    fallen = built / "secret.pem"
    fallen.write_text("a key")
    assert ask(nginx.port, "/secret.pem").status == 404
    fallen.unlink()
    endings = re.search(r"not path_regexp (\S+)", (DEPLOY / "Caddyfile").read_text("utf-8"))
    assert endings is not None
    assert f"location ~ {endings[1]} {{" in (DEPLOY / "nginx.conf").read_text("utf-8")


@pytest.mark.parametrize("path", ["/SKRIV", "/skriv/", "/en/write/", "/EN/Write"])
def test_a_slash_or_a_capital_leads_to_the_form(nginx: Nginx, path: str) -> None:
    """What is sent there goes nowhere."""
    answer = ask(nginx.port, path)
    form = "/en/write" if "write" in path.lower() else "/skriv"
    assert (answer.status, answer.header("Location"), security(answer)) == (301, [form], ONCE)
    assert ask(nginx.port, path, method="POST", body=b"text=x").status == 405


def test_the_service_learns_the_address_and_nothing_else(
    built: Path, tmp_path: Path, echo: Echo
) -> None:
    """For the limits; of the browser nothing. No other address reaches it."""
    sent = {"Referer": "https://r.example", "Cookie": "c=1", "X-Forwarded-For": "9.9.9.9"}
    with Nginx(tmp_path, built, [echo.port]) as nginx:
        echo.take()
        ask(nginx.port, "/skriv", headers=sent | {"Accept-Language": "da", "Forwarded": "for=1"})
        ask(nginx.port, f"/form/intake.{'0' * 12}.css", headers=sent)
        for path in (
            "/skriv/x",
            "/form/",
            "/form/intake.js",
            "/health",
            "/metrics",
            "/.git/config",
        ):
            assert ask(nginx.port, path).status == 404
        form, file = echo.take()
    assert f"X-Forwarded-For: {READER}".encode() in form
    assert b"X-Forwarded-For" not in file
    for name in (b"User-Agent", b"Referer", b"Cookie", b"Accept-Language", b"9.9.9.9", b"for=1"):
        assert name not in form + file


@pytest.mark.parametrize(("path", "told"), CLOSED.items())
def test_a_stopped_service_gives_the_closed_page(
    tmp_path: Path, built: Path, path: str, told: str
) -> None:
    """Also when somebody sends."""
    with Nginx(tmp_path, built, [free_port()]) as nginx:
        for method, body in (("GET", None), ("POST", b"text=x")):
            answer = ask(nginx.port, path, method=method, body=body, headers=FORM)
            assert (answer.status, answer.header("Cache-Control")) == (503, ["no-store"])
            assert answer.header("Retry-After") == ["300"]
            assert told in answer.text
            assert security(answer) == ONCE


def test_one_of_two_machines_that_is_away_is_not_noticed(
    tmp_path: Path, built: Path, service: Service
) -> None:
    """By nobody who asks; through Caddy neither."""
    away = free_port()
    with Nginx(tmp_path, built, [away, service.port]) as nginx:
        assert {ask(nginx.port, "/skriv").status for _ in range(6)} == {200}
    both = f"127.0.0.1:{away} 127.0.0.1:{service.port}"
    with Caddy(tmp_path, built, both) as caddy:
        assert {ask(caddy.port, "/skriv").status for _ in range(6)} == {200}


def test_bodies_are_bounded_and_never_in_a_file(nginx: Nginx) -> None:
    """Above ours and below the server's; what is larger gets the closed page."""
    said = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert "client_max_body_size 2900k;\n    client_body_buffer_size 2900k;" in said
    assert LONGEST_BODY < 2_900 * 1024 < BODY_LIMIT
    body = b"text=" + b"a" * LONGEST_BODY
    assert ask(nginx.port, "/skriv", method="POST", body=body, headers=FORM).status == 413
    head = f"POST /skriv HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 3000000\r\n\r\n"
    huge = say(nginx.port, head.encode() + b"a" * 100, tls=True)
    assert huge.startswith(b"HTTP/1.1 503 ")
    assert CLOSED["/skriv"].encode() in huge
    assert list((nginx.folder / "bodies").rglob("*")) == []


def test_only_tls_of_today_is_spoken(nginx: Nginx) -> None:
    """As Caddy does."""
    assert shakes_hands(nginx, "-tls1_3")
    assert shakes_hands(nginx, "-tls1_2", "-cipher", "ECDHE+AESGCM")
    assert not shakes_hands(nginx, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0")
    assert not shakes_hands(nginx, "-tls1_2", "-cipher", "kRSA:@SECLEVEL=0")


def test_plain_http_leads_on_who_reads_and_takes_nothing(nginx: Nginx) -> None:
    """What was typed is not sent again by itself."""
    read = ask(nginx.http_port, "/en/write", tls=False)
    sent = ask(nginx.http_port, "/skriv", method="POST", body=b"text=x", tls=False)
    assert (read.status, read.header("Location")) == (301, [f"https://{HOST}/en/write"])
    assert (sent.status, security(read)) == (403, ONCE)


def after_mishaps(folder: Path, site: Path, **changes: str) -> list[str]:
    """What can be found of the reader when an nginx met every mishap, and was stopped."""
    folder.mkdir()
    with Nginx(folder, site, [free_port()], **changes) as nginx:
        for raw in MISHAPS:
            filled = raw.replace(b"%s", PROGRAM.encode()).replace(b"%%", b"%")
            say(nginx.port, filled, tls=True, patience=1)
            say(nginx.http_port, filled, tls=False, patience=1)
    return traces.in_folder(folder, [READER, PROGRAM])


def test_nginx_writes_no_address_and_no_program_whatever_goes_wrong(
    tmp_path: Path, built: Path
) -> None:
    """And without our one line it would."""
    assert after_mishaps(tmp_path / "ours", built) == []
    told = after_mishaps(tmp_path / "theirs", built, **{SILENT: "error_log output info;"})
    assert f"output: {READER}" in told
