"""Ten honest people read through Caddy while others mean harm: they get their page, and Caddy
stays within what its unit gives it (handbook/install.md, 4)."""

import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.deploy.front import HOST, Caddy
from tests.intake.operating.conftest import furnished
from tests.places import ROOT
from tests.servers.service import Service
from tests.storm.through_caddy import KINDS, READ, line_to, resets, under

pytestmark = pytest.mark.storm
ATTACK_SECONDS = 15
PERSONS, LOOKS = 10, 3
LONGEST_WAIT = 5.0
"""Seconds; the attackers take the same two processors."""
RECIPE = (ROOT / "handbook" / "install.md").read_text("utf-8")


def from_recipe(pattern: str) -> str:
    found = re.search(pattern, RECIPE)
    assert found
    return found[1]


def most_megabytes(pid: int) -> float:
    """The most that a process ever held."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


def page_for(port: int, number: int) -> tuple[float, bool]:
    """How long somebody waits for the form, and whether it came."""
    begun, answer = time.monotonic(), b""
    try:
        with line_to(port, f"127.0.1.{number}") as line:
            line.sendall(READ)
            while piece := line.recv(65_536):
                answer += piece
    except OSError:
        pass
    return time.monotonic() - begun, answer.startswith(b"HTTP/1.1 200")


def honest(port: int) -> dict[str, float]:
    """What ten people meet."""
    with ThreadPoolExecutor(PERSONS) as pool:
        numbers = [each for _ in range(LOOKS) for each in range(1, PERSONS + 1)]
        met = list(pool.map(lambda number: page_for(port, number), numbers))
    waits = sorted(wait for wait, _ in met)
    return {
        "pages": sum(came for _, came in met),
        "longest wait, s": round(waits[-1], 2),
        "middle wait, s": round(waits[len(waits) // 2], 2),
    }


def test_attacks_through_caddy_shut_nobody_out_and_fill_no_memory(tmp_path: Path) -> None:
    """Each kind alone and all at once; resets are tried once more on a Caddy that speaks HTTP/2."""
    limit = int(from_recipe(r"MemoryMax=(\d+)M"))
    site, home = tmp_path / "site", tmp_path / "caddy"
    for folder in (site, home):
        folder.mkdir()
    house = furnished(tmp_path)
    seen: dict[str, dict[str, float]] = {}
    with (
        Service(house, ORIGIN=f"https://{HOST}", TRUSTED_PROXY="127.0.0.1") as service,
        Caddy(home, site, service.port, memory=from_recipe(r"GOMEMLIMIT=(\S+)")) as caddy,
    ):
        seen["nobody"] = honest(caddy.port)
        for kinds in (*((kind,) for kind in KINDS), KINDS):
            with under(caddy.port, *kinds):
                threading.Event().wait(ATTACK_SECONDS)
                met = honest(caddy.port)
            met["most MB of Caddy"] = round(most_megabytes(caddy.pid))
            seen["+".join(kind.__name__ for kind in kinds)] = met
    decoy = tmp_path / "decoy"
    decoy.mkdir()
    with Caddy(decoy, site, 1, **{"protocols h1": "protocols h1 h2"}) as careless:
        with under(careless.port, resets):
            threading.Event().wait(ATTACK_SECONDS)
        seen["resets, HTTP/2 spoken"] = {"most MB of Caddy": round(most_megabytes(careless.pid))}
    print(json.dumps(seen, indent=2))
    spoken = seen.pop("resets, HTTP/2 spoken")
    assert {name: met for name, met in seen.items() if met["pages"] < PERSONS * LOOKS} == {}
    late = {name: met for name, met in seen.items() if met["longest wait, s"] > LONGEST_WAIT}
    assert late == {}
    most = max(met.get("most MB of Caddy", 0) for met in seen.values())
    assert most < limit
    assert spoken["most MB of Caddy"] > 1.5 * seen["resets"]["most MB of Caddy"], "not an attack"
