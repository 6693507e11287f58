"""The long storm: kill -9, thousands of invented letters, and a soak.

    python -m bench.storm [--only kill examples soak] [--rounds 200] [--minutes 30]

Prints what was seen, writes it to build/storm.json, and ends with 1 when a promise was broken or a
window was hit too seldom. Nothing here measures speed: it may run beside other work.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.soak import Soak, broken
from bench.storm_books import Books
from bench.storm_rounds import Storm
from tests.servers.postgres import Postgres

OUTCOME = Path("build/storm.json")
Outcome = tuple[dict[str, Any], list[str]]
"""What was seen, and which promises were broken."""


def on_sqlite(rounds: int, least: int, folder: Path) -> Books:
    return Storm(f"sqlite:///{folder / 'outbox.sqlite'}", folder).rage(rounds, least)


def on_postgresql(rounds: int, least: int, folder: Path) -> Books:
    """Every twentieth round the database itself is ended as by a crash."""
    server = Postgres(fsync=True)
    server.start()

    def crash(attempt: int) -> None:
        if attempt % 20 == 19:
            server.stop("immediate")
            server.start()

    try:
        return Storm(server.database(), folder).rage(rounds, least, between=crash)
    finally:
        server.remove()


def kill(given: argparse.Namespace) -> Outcome:
    """The two halves are killed in the middle, on each database."""
    seen, amiss = {}, []
    for name, rage in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
        with tempfile.TemporaryDirectory(prefix="infohus-storm-") as folder:
            books = rage(given.rounds, given.least, Path(folder))
        amiss += [f"{name}: {one}" for one in books.failures(given.least)]
        seen[name] = books.report()
    return seen, amiss


def examples(_: argparse.Namespace) -> Outcome:
    """Twenty thousand invented letters and bodies, from the bytes of a POST to what is opened."""
    command = [sys.executable, "-m", "pytest", "-q", "--hypothesis-profile=storm"]
    command += ["--hypothesis-show-statistics", "tests/intake/test_bytes_to_letter.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    passing = [line.split("- ")[-1] for line in done.stdout.splitlines() if "passing" in line]
    seen = {"tests": (done.stdout.splitlines() or [""])[-1], "examples": passing}
    return seen, [done.stdout[-4_000:]] if done.returncode else []


def soak(given: argparse.Namespace) -> Outcome:
    """Half an hour without peace."""
    with tempfile.TemporaryDirectory(prefix="infohus-soak-") as folder:
        soaked = Soak(Path(folder) / "house")
        seen = soaked.run(given.minutes * 60)
        return seen, broken(seen) + soaked.looks.failures()


PARTS: dict[str, Callable[[argparse.Namespace], Outcome]] = {
    "kill": kill,
    "examples": examples,
    "soak": soak,
}


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.storm", description="the long storm")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--rounds", type=int, default=200, help="kill -9 rounds on each database")
    parser.add_argument("--least", type=int, default=10, help="hits in each window")
    parser.add_argument("--minutes", type=float, default=30, help="of the soak")
    return parser.parse_args()


def main() -> int:
    """Run each part; non-zero when a promise was broken."""
    given, outcome, failures = asked(), {}, []
    for name in given.only:
        begun = time.monotonic()
        seen, amiss = PARTS[name](given)
        outcome[name] = seen | {"seconds": round(time.monotonic() - begun), "broken": amiss}
        failures += amiss
        print(f"{name}: {json.dumps(outcome[name], indent=2, ensure_ascii=False)}", flush=True)
    OUTCOME.parent.mkdir(exist_ok=True)
    OUTCOME.write_text(json.dumps(outcome, indent=2, ensure_ascii=False), encoding="utf-8")
    print("".join(f"BROKEN {one}\n" for one in failures) or "Every promise held.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
