"""`python -m bench`: every figure, its limit, and whether it holds.

    python -m bench [--only accepting crowd ...] [--short]

Prints one table and writes build/bench.json. Ends with 1 when a limit is missed, and also when
something could not be measured. Everything is a ratio in one run wherever that can be: a machine
with other work slows both sides.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench import (
    accepting,
    answering,
    cold,
    crowd,
    eleven,
    forwarding,
    hanging,
    lighthouse,
    memory,
    rows,
    sealing,
    weights,
)
from bench.result import SHORT, Measured, Scale, as_json, table

ROOT = Path(__file__).parents[1]
OUTCOME = ROOT / "build" / "bench.json"
Part = Callable[[Scale], list[Measured]]
PARTS: dict[str, Part] = {
    "accepting": accepting.measure,
    "answering": answering.measure,
    "crowd": crowd.measure,
    "hanging": hanging.measure,
    "rows": rows.measure,
    "forwarding": forwarding.measure,
    "sealing": sealing.measure,
    "memory": memory.measure,
    "eleven": eleven.measure,
    "weights": weights.measure,
    "lighthouse": lighthouse.measure,
    "cold": cold.measure,
}
HEAD = ("", "measured", "limit", "holds")


def apart(measure: Part, scale: Scale) -> list[Measured]:
    """Measure in a fresh process, which no earlier measurement has made large."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as process:
        return process.submit(measure, scale).result()


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="every figure")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--short", action="store_true", help="fewer letters and less time")
    return parser.parse_args()


def main() -> int:
    """Measure every part in a process of its own; 1 when a limit is missed or a part failed."""
    given = asked()
    scale = SHORT if given.short else Scale()
    measured: dict[str, list[Measured]] = {}
    unmeasured: dict[str, str] = {}
    for name in given.only:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        try:
            measured[name] = apart(PARTS[name], scale)
        except Exception as failure:
            unmeasured[name] = f"{type(failure).__name__}: {failure}"
    figures = [figure for part in measured.values() for figure in part]
    print(table([HEAD, *(figure.row() for figure in figures)]))
    missed = [figure.name for figure in figures if not figure.holds]
    told = [f"MISSED {name}" for name in missed]
    told += [f"COULD NOT MEASURE {name}: {why}" for name, why in unmeasured.items()]
    print("\n".join(told) or "Every limit holds.")
    OUTCOME.parent.mkdir(exist_ok=True)
    OUTCOME.write_text(as_json(measured, unmeasured) + "\n", encoding="utf-8")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
