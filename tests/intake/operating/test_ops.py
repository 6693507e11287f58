"""Health and counts on their own socket."""

import http.client
import json

from intake.installation import system_clock
from intake.operating import letters, ops, run
from intake.settings import Listen
from tests.intake.operating.conftest import House
from tests.intake.sealed import put
from tests.servers import free_port

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


def test_the_forwarder_s_reason_for_waiting_is_in_status(house: House) -> None:
    """By kind, and in no number."""
    address = Listen(host="127.0.0.1", port=free_port())
    house.environ |= {
        "INFOHUS_OPS_LISTEN": f"{address.host}:{address.port}",
        "INFOHUS_SMTP_PORT": str(free_port()),
    }
    installation = house.load()
    put(installation.outbox, now=system_clock())
    forwarder = installation.forwarder()
    forwarder.forward_once(system_clock())
    run._ops(installation, None, forwarder)
    told = json.loads(ask(address.port, "/status")[1])
    assert told["waiting"] == 1
    assert told["reason"] == "ConnectionRefusedError: Connection refused"
    letters.status(installation, house.say)
    assert "reason ConnectionRefusedError: Connection refused" in house.said
    assert "infohus_waiting 1" in ask(address.port, "/metrics")[1]
    assert "reason" not in ask(address.port, "/metrics")[1]


def test_without_an_address_nothing_listens() -> None:
    """The socket is the operator's choice."""
    assert ops.start(None, dict, lambda: True) is None
