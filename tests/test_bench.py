"""What `make bench` says of a figure, and that it says when there is none."""

import json

import pytest

from bench import __main__ as bench
from bench.result import Measured, Scale, as_json, table


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
