"""Health and counts on their own socket."""

import http.client

from intake.operating import ops
from intake.settings import Listen

HERE = Listen(host="127.0.0.1", port=0)


def ask(port: int, path: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", path)
    answer = line.getresponse()
    found = answer.status, answer.read().decode()
    line.close()
    return found


def test_each_address_tells_its_own() -> None:
    """Alive though not ready; numbers only."""
    server = ops.start(HERE, lambda: {"waiting": 3, "held": 1}, lambda: False)
    assert server is not None
    found = {path: ask(server.port, path) for path in ("/health", "/ready", "/metrics", "/skriv")}
    server.stop()
    assert found["/health"] == (200, "alive\n")
    assert found["/ready"] == (503, "not ready\n")
    assert found["/metrics"] == (200, "infohus_waiting 3\ninfohus_held 1\n")
    assert found["/skriv"][0] == 404


def test_without_an_address_nothing_listens() -> None:
    """The socket is the operator's choice."""
    assert ops.start(None, dict, lambda: True) is None
