"""Every address of a name is listened at; what this machine lacks is passed over."""

import errno
import socket
from typing import Any

import pytest

from intake.settings import Listen
from intake.web.listening import sockets
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
