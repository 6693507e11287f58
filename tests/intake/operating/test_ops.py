"""Health and counts on their own socket."""

import http.client
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.accepting import Budget, Refusal
from intake.installation import Installation, system_clock
from intake.operating import forward, letters, ops, run
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


def test_the_forwarder_says_as_the_form_does_that_the_store_is_away() -> None:
    """It cannot load the form's own word, and whoever watches both looks for one."""
    assert Refusal.NO_STORE.key == forward.NO_STORE


def test_each_address_tells_its_own() -> None:
    """Alive though not ready; numbers only."""
    server = ops.start(HERE, lambda: {"waiting": 3, "held": 1}, lambda: "no_room")
    assert server is not None
    found = {path: ask(server.port, path) for path in ("/health", "/ready", "/metrics", "/skriv")}
    server.stop()
    assert found["/health"] == (200, "alive\n")
    assert found["/ready"] == (503, "not ready: no_room\n")
    assert "\ninfohus_letters_waiting 1\n" in found["/metrics"][1]
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
    forward.tell(installation, forwarder)
    told = json.loads(ask(address.beside.port, "/status")[1])
    assert told["waiting"] == 1
    assert told["reason"] == "ConnectionRefusedError: Connection refused"
    letters.status(installation, house.say)
    assert "reason ConnectionRefusedError: Connection refused" in house.said
    assert "infohus_letters_waiting 1" in ask(address.beside.port, "/metrics")[1]
    assert "Connection refused" not in ask(address.beside.port, "/metrics")[1]
    assert "infohus_mail_server_failing 1" in ask(address.beside.port, "/metrics")[1]


def test_form_and_forwarder_on_one_file_of_settings_stand_side_by_side(house: House) -> None:
    """Each answers at a port of its own; `status` asks both."""
    address = Listen(host="127.0.0.1", port=free_port())
    house.environ["INFOHUS_OPS_LISTEN"] = f"{address.host}:{address.port}"
    installation = house.load()
    run.tell(installation, installation.infohus())
    forward.tell(installation, installation.forwarder())
    installation.limits.refused = 7
    assert "infohus_letters_refused 1" in ask(address.port, "/metrics")[1]
    assert ask(address.beside.port, "/ready")[0] == 200
    letters.status(installation, house.say)
    assert "refused 7" in house.said


def test_without_an_address_nothing_listens() -> None:
    """The socket is the operator's choice."""
    assert ops.start(None, dict, str) is None


def readiness(house: House, prepare: Callable[[Installation], object]) -> tuple[int, str]:
    """What `/ready` says of a form in the state that `prepare` makes."""
    address = Listen(host="127.0.0.1", port=free_port())
    house.environ["INFOHUS_OPS_LISTEN"] = f"{address.host}:{address.port}"
    installation = house.load()
    prepare(installation)
    run.tell(installation, installation.infohus())
    return ask(address.port, "/ready")


def taken_away(installation: Installation) -> None:
    """The database file."""
    Path(installation.settings.database.partition(":///")[2]).unlink()


def is_flooded(installation: Installation) -> None:
    """Nobody's letter is taken any more."""
    installation.limits._first.level = installation.limits._rest[False].level = 0


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (lambda _: None, (200, "ready\n")),
        (is_flooded, (503, "not ready: too_many\n")),
        (lambda made: (made.form.recipients / "1.pem").unlink(), (503, "not ready: no_key\n")),
        (taken_away, (503, "not ready: no_store\n")),
    ],
)
def test_ready_means_that_a_visitor_could_send_now(
    house: House, prepare: Callable[[Installation], object], told: tuple[int, str]
) -> None:
    """And says in a word why not."""
    assert readiness(house, prepare) == told


def test_ready_says_no_below_the_floor_of_the_disk(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only when somebody presses Send."""
    monkeypatch.setattr("intake.outbox.Outbox.free_bytes", lambda _: Budget.free_bytes - 1)
    assert readiness(house, lambda _: None) == (503, "not ready: no_room\n")
