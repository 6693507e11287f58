"""The addresses of the loop through both proxies: codes are as careful a matter as letters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake.web.headers import NO_STORE, SECURITY_HEADERS
from tests import traces
from tests.deploy.echo import Echo
from tests.deploy.front import DEPLOY, HOST, Answer, Caddy, ask, say
from tests.deploy.nginx import Nginx
from tests.deploy.test_caddy import CLOSED, FORM
from tests.intake.loop.house import Looped
from tests.servers import free_port
from tests.servers.service import PROGRAM, READER, Service

DANISH, ENGLISH = ("/kvittering", "/telefon", "/svar"), "/en/answer"
DOORS = (*DANISH, ENGLISH)
ALSO = "|/kvittering|/telefon|/svar|/en/answer"
AS_IT_COMES = "location ~ ^(/skriv|/en/write)$ {"
CODE = "0123-4567-89AB"
"""Of nobody; it must be found in no log."""
ONCE = {name: [value] for name, value in SECURITY_HEADERS.items()}


def with_the_loop() -> dict[str, str]:
    """What the recipe itself says to write where the loop is on."""
    recipe = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    (line,) = re.findall(r"# Where \[loop\] is on.*: (location ~ \S+ \{)$", recipe, re.MULTILINE)
    assert set(re.findall(r"/[a-z/]+", line)) == {"/skriv", "/en/write", *DOORS}
    return {AS_IT_COMES: line}


@dataclass(frozen=True, kw_only=True)
class Proxies:
    """Both, in front of the same service, with the loop's addresses open."""

    nginx: Nginx
    caddy: Caddy
    service: Service


@pytest.fixture(scope="module")
def proxies(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Iterator[Proxies]:
    """In front of a form with the loop at its last step."""
    folder = tmp_path_factory.mktemp("doors")
    looped = Looped(folder, f"sqlite:///{folder / 'outbox.sqlite'}", "questions")
    homes = [tmp_path_factory.mktemp(name) for name in ("nginx", "caddy")]
    with (
        Service(looped.house, ORIGIN=f"https://{HOST}", TRUSTED_PROXY="127.0.0.1") as service,
        Nginx(homes[0], built, [service.port], **with_the_loop()) as nginx,
        Caddy(homes[1], built, service.port, also=ALSO) as caddy,
    ):
        yield Proxies(nginx=nginx, caddy=caddy, service=service)
    looped.closes()


def same(through: Answer, other: Answer) -> None:
    """Status, headers and kind; nothing is kept by anybody on the way."""
    assert through.status == other.status
    assert {name: through.header(name) for name in SECURITY_HEADERS} == ONCE
    assert through.header("Cache-Control") == other.header("Cache-Control") == [NO_STORE]
    for name in ("Content-Type", "Set-Cookie", "Via", "Retry-After"):
        assert through.header(name) == other.header(name), name


@pytest.mark.parametrize("path", DOORS)
def test_each_answers_through_nginx_as_through_caddy(proxies: Proxies, path: str) -> None:
    """A look, and a code that nobody has."""
    same(ask(proxies.nginx.port, path), ask(proxies.caddy.port, path))
    sent = [
        ask(port, path, method="POST", body=f"code={CODE}".encode(), headers=FORM)
        for port in (proxies.nginx.port, proxies.caddy.port)
    ]
    assert sent[0].status in (200, 400)
    same(*sent)


def test_no_code_and_no_reader_is_in_a_log(tmp_path: Path, built: Path) -> None:
    """Of nginx, when the service is away and when a line cannot be read."""
    with Nginx(tmp_path, built, [free_port()], **with_the_loop()) as nginx:
        for path in DOORS:
            ask(nginx.port, path, method="POST", body=f"code={CODE}".encode(), headers=FORM)
            say(nginx.port, f"POST {path}?code={CODE} HTTP/1.1\r\n\r\n".encode(), tls=True)
    assert traces.in_folder(tmp_path, [CODE, READER, PROGRAM]) == []


def test_the_search_would_find_a_code(tmp_path: Path, built: Path) -> None:
    """nginx's own log holds what is in an address."""
    logging = with_the_loop() | {"access_log off;": "access_log output;"}
    with Nginx(tmp_path, built, [free_port()], **logging) as nginx:
        ask(nginx.port, f"/svar?code={CODE}")
    assert f"output: {CODE}" in traces.in_folder(tmp_path, [CODE])


def test_the_service_hears_whose_code_it_is_and_nothing_else(
    tmp_path: Path, built: Path, echo: Echo
) -> None:
    """The limits of codes count by address; a larger body than any letter gets the closed page."""
    with Nginx(tmp_path, built, [echo.port], **with_the_loop()) as nginx:
        for path in DOORS:
            echo.take()
            sent = ask(
                nginx.port,
                path,
                method="POST",
                body=b"code=x",
                headers=FORM | {"Cookie": "c=1", "X-Forwarded-For": "9.9.9.9"},
            )
            assert sent.status == 200
            (heard,) = echo.take()
            assert f"X-Forwarded-For: {READER}".encode() in heard
            assert not any(word in heard for word in (b"Cookie", b"9.9.9.9", PROGRAM.encode()))
            others = (f"{path}/x", f"{path}2", f"{path}/")
            assert [ask(nginx.port, other).status for other in others] == [404] * 3
            head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 3000000\r\n\r\n"
            assert say(nginx.port, head.encode(), tls=True).startswith(b"HTTP/1.1 503 ")
            assert echo.take() == []


def test_they_are_not_there_as_the_recipe_comes(tmp_path: Path, built: Path, echo: Echo) -> None:
    """Where the loop is off nobody asks the service for them."""
    with Nginx(tmp_path, built, [echo.port]) as nginx:
        echo.take()
        assert [ask(nginx.port, path).status for path in DOORS] == [404] * len(DOORS)
        assert echo.take() == []


@pytest.mark.parametrize("path", DOORS)
def test_a_stopped_service_gives_the_closed_page(tmp_path: Path, built: Path, path: str) -> None:
    """With whom to call, in the language of the address."""
    told = CLOSED["/en/write" if path == ENGLISH else "/skriv"]
    with Nginx(tmp_path, built, [free_port()], **with_the_loop()) as nginx:
        answer = ask(nginx.port, path, method="POST", body=b"code=x", headers=FORM)
    assert (answer.status, answer.header("Cache-Control")) == (503, [NO_STORE])
    assert told in answer.text
