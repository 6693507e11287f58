"""Names that mean on this machine what a test says."""

import socket
from typing import Any

import pytest


def has_addresses(monkeypatch: pytest.MonkeyPatch, name: str, *addresses: str) -> None:
    """Until the test ends, or `monkeypatch.undo`, the name has these addresses, in this order."""
    really = socket.getaddrinfo

    def told(host: Any, *port: Any, **more: Any) -> Any:
        hosts = addresses if host == name else (host,)
        return [found for one in hosts for found in really(one, *port, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", told)
