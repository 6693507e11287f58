"""What `make bench` says of a figure, and that it says when there is none."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import accepting, answering, crowd, memory
from bench.result import Measured, Scale, as_json, table
from tests.places import ROOT

WITHOUT_TESTS = """
import importlib, pkgutil, sys

class NoTests:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "tests":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, NoTests())
sys.path.insert(0, sys.argv[1])
found = importlib.import_module("bench")
for each in pkgutil.iter_modules(found.__path__, "bench."):
    importlib.import_module(each.name)
    print(each.name)
"""


def nothing(_: Scale) -> list[Measured]:
    """Like a measurement whose program is missing."""
    raise RuntimeError("no such program")


def slow(_: Scale) -> list[Measured]:
    """Like one that misses its limit."""
    return [Measured(name="slow", value=3, limit=2)]


def quick(_: Scale) -> list[Measured]:
    """Like one that holds."""
    return [Measured(name="quick", value=1, limit=2)]


@pytest.mark.parametrize(
    ("value", "at_least", "holds"),
    [(1.6, False, True), (1.61, False, False), (1.6, True, True), (1.59, True, False)],
)
def test_a_limit_is_judged(value: float, at_least: bool, holds: bool) -> None:
    """On its own side, and exactly on it."""
    assert Measured(name="x", value=value, limit=1.6, at_least=at_least).holds is holds


def test_the_table_and_the_file_say_the_same() -> None:
    """A missed limit is loud in both."""
    missed = slow(Scale())
    assert table([one.row() for one in missed]).endswith("NO")
    assert json.loads(as_json({"x": missed}, {}))["measured"]["x"][0]["holds"] is False


@pytest.mark.parametrize(
    ("part", "told", "code"),
    [(nothing, "COULD NOT MEASURE part", 1), (slow, "MISSED slow", 1), (quick, "holds.", 0)],
)
def test_it_ends_as_it_was(
    part: bench.Part,
    told: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What could not be measured is as bad as what was too slow."""
    monkeypatch.setattr("sys.argv", ["bench", "--short"])
    monkeypatch.setattr(bench, "PARTS", {"part": part})
    monkeypatch.setattr(bench, "apart", lambda measure, scale: measure(scale))
    monkeypatch.setattr(bench, "OUTCOME", bench.OUTCOME.with_name("bench-test.json"))
    assert bench.main() == code
    assert told in capsys.readouterr().out


def missed(figures: list[Measured]) -> list[str]:
    """Names of those that do not hold."""
    return [one.name for one in figures if not one.holds]


@pytest.mark.parametrize(("ours", "misses"), [(0.0029, 0), (0.0031, 1)])
def test_a_letter_with_its_sheet_takes_three_times_the_floor_at_most(
    ours: float, misses: int
) -> None:
    """One person at a time."""
    seconds = {"floor": [0.001], accepting.WITH: [ours], accepting.WITHOUT: [0.0016]}
    assert len(missed(accepting.judged([seconds]))) == misses


def test_a_letter_is_measured_against_the_floor_beside_it() -> None:
    """A machine that is slow for a while is slow to both."""
    turns = [0.001] * accepting.TURN, [0.003] * accepting.TURN, [0.009] * accepting.TURN
    floor, letter = [*turns[0], *turns[1], *turns[2]], [*turns[1], *turns[2], *turns[0]]
    seconds = {"floor": floor, accepting.WITH: letter, accepting.WITHOUT: floor}
    found = {one.name: one.value for one in accepting.judged([seconds])}
    assert found[f"{accepting.WITH}, over the floor"] == pytest.approx(3)
    assert found[f"{accepting.WITH}, one person"] == pytest.approx(3)


@pytest.mark.parametrize(
    ("ours", "named"),
    [
        ([0.01] * 40, ""),
        ([0.01] * 39, "part of the floor's"),
        ([0.01] * 98 + [0.029, 0.031], "p99 / p50"),
        ([0.01] * 999 + [0.21], "longest answer"),
    ],
)
def test_a_crowd_is_judged_by_its_number_its_late_ones_and_its_last(
    ours: list[float], named: str
) -> None:
    """Against a floor of a hundred answers, the longest of a tenth of a second."""
    found = missed(crowd.judged([([0.01] * 99 + [0.1], ours)], 1))
    assert len(found) == bool(named)
    assert all(named in one for one in found)


def test_memory_is_judged_from_the_first_warm_look_on() -> None:
    """Growing while it warms up is allowed, and after that it is not."""
    warming = [(0, 50.0), (99, 70.0), (100, 90.0), (1_000, 94.0)]
    assert missed(memory.judged("form", warming)) == []
    assert len(missed(memory.judged("form", [*warming[:-1], (1_000, 95.0)]))) == 1


@pytest.mark.parametrize(("grown", "misses"), [(64, 0), (65, 1)])
def test_codes_add_two_derivations_to_the_memory_at_most(grown: float, misses: int) -> None:
    """And what the allocator keeps."""
    assert len(missed(answering.memory(70, grown))) == misses


def imported_without_tests(root: Path) -> "subprocess.CompletedProcess[str]":
    """Every module of this folder's `bench`, where `tests` cannot be imported."""
    command = [sys.executable, "-c", WITHOUT_TESTS, str(root)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_bench_imports_nothing_from_the_tests() -> None:
    """It only measures, and starts where there are no tests."""
    done = imported_without_tests(ROOT)
    assert done.returncode == 0, done.stderr
    named = {f"bench.{path.stem}" for path in (ROOT / "bench").glob("*.py")} - {"bench.__init__"}
    assert set(done.stdout.split()) == named


def test_an_import_from_the_tests_would_be_found(tmp_path: Path) -> None:
    """The check can fail."""
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "__init__.py").touch()
    (tmp_path / "bench" / "one.py").write_text("from tests.places import ROOT\n", "utf-8")
    done = imported_without_tests(tmp_path)
    assert "ModuleNotFoundError: tests" in done.stderr
