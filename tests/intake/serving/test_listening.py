"""Every address of a name is listened at, or one Unix socket; what is not here is passed over."""

import errno
import os
import socket
import stat
from pathlib import Path
from typing import Any

import pytest

from intake.serving import listening
from intake.serving.listening import sockets
from intake.settings import Listen
from tests.servers.names import has_addresses

ELSEWHERE = "192.0.2.1"
"""For documents (RFC 5737): no address of this machine."""


def opened_at(listen: Listen) -> list[str]:
    """The addresses, closed again."""
    found = sockets(listen)
    addresses = [one.getsockname()[0] for one in found]
    for one in found:
        one.close()
    return addresses


def test_each_address_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the name is written twice in the machine's list."""
    has_addresses(monkeypatch, "localhost", "127.0.0.1", "::1", "127.0.0.1")
    assert opened_at(Listen(host="localhost", port=0)) == ["127.0.0.1", "::1"]


def test_an_address_that_is_not_here_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """`::1` stands in the list of names where IPv6 is off."""
    has_addresses(monkeypatch, "localhost", ELSEWHERE, "127.0.0.1")
    assert opened_at(Listen(host="localhost", port=0)) == ["127.0.0.1"]


def test_no_address_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than a server that nobody can ask."""
    has_addresses(monkeypatch, "localhost", ELSEWHERE)
    with pytest.raises(OSError, match="assign requested address"):
        sockets(Listen(host="localhost", port=0))


def test_a_port_that_is_taken_at_one_address_is_told_and_the_other_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half a server would look like a whole one."""
    has_addresses(monkeypatch, "localhost", "127.0.0.1", "127.0.0.2")
    opened, really = [], socket.create_server

    def create(address: tuple[str, int], **more: Any) -> socket.socket:
        if address[0] == "127.0.0.2":
            raise OSError(errno.EADDRINUSE, "Address already in use")
        opened.append(really(address, **more))
        return opened[0]

    monkeypatch.setattr(socket, "create_server", create)
    with pytest.raises(OSError, match="in use"):
        sockets(Listen(host="localhost", port=0))
    assert [one.fileno() for one in opened] == [-1]


def test_a_unix_socket_is_the_owners_and_the_groups(tmp_path: Path) -> None:
    """Nobody else on the machine may open it, and what a killed run left is taken away."""
    path = tmp_path / "web.sock"
    for _ in range(2):
        (listening_socket,) = sockets(Listen(path=str(path)))
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        listening_socket.close()


def test_a_unix_socket_in_use_is_left_alone(tmp_path: Path) -> None:
    """Two services at one file would each get half of what is asked."""
    path = tmp_path / "web.sock"
    (first,) = sockets(Listen(path=str(path)))
    with first, pytest.raises(OSError, match="in use"):
        sockets(Listen(path=str(path)))


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """Only a socket is ever taken away."""
    path = tmp_path / "web.sock"
    path.write_text("keep", encoding="utf-8")
    with pytest.raises(OSError, match="in use"):
        sockets(Listen(path=str(path)))
    assert path.read_text(encoding="utf-8") == "keep"


def test_the_socket_that_systemd_made_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is: its modes are the unit's."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "web.sock"))
        made.listen()
        monkeypatch.setattr(listening, "FIRST_HANDED", os.dup(made.fileno()))
        (taken,) = sockets(Listen(is_handed=True))
        with taken, socket.socket(socket.AF_UNIX) as asking:
            asking.connect(str(tmp_path / "web.sock"))
            taken.accept()[0].close()


def test_nothing_handed_over_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, a file that is no socket, and a port that all may ask."""
    with socket.create_server(("127.0.0.1", 0)) as port, open(os.devnull) as no_socket:
        for number in (port.fileno(), no_socket.fileno(), 10_000):
            monkeypatch.setattr(listening, "FIRST_HANDED", number)
            with pytest.raises(OSError, match="infohus-web"):
                sockets(Listen(is_handed=True))
