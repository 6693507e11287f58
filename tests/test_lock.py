"""The hashed requirements: every package pinned, every file hashed, no address of any place."""

import re
from pathlib import Path

import pytest

from tests.places import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"[a-z0-9][a-z0-9._-]*==[0-9][\w.+!]*( ; [\w .'()<>=!-]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
GOOD = "flask==3.1.3 \\\n    --hash=sha256:" + "0" * 64 + "\n"


def wrong_lines(text: str) -> list[str]:
    """Lines that are neither a pinned package nor a hash."""
    lines = text.splitlines()
    return [line for line in lines if not (PINNED.fullmatch(line) or HASH.fullmatch(line))]


def test_the_four_locks_are_there() -> None:
    """For the service, for the site, for the demonstration of both, and for everything."""
    assert [path.stem for path in LOCKS] == ["demonstration", "dev", "run", "site"]


def pinned(lock: str) -> set[tuple[str, str]]:
    """Packages and their versions."""
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", lock, re.MULTILINE))


def differing(lock: str, whole: str) -> set[tuple[str, str]]:
    """What a lock pins otherwise than the whole one does."""
    return pinned(lock) - pinned(whole)


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_what_is_tested_is_what_runs(path: Path) -> None:
    """Every lock holds the versions that the developers' lock holds."""
    whole = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    assert differing(path.read_text(encoding="utf-8"), whole) == set()
    assert differing(GOOD, "flask==3.1.2 \\\n") == {("flask", "3.1.3")}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_packages_and_hashes_only(path: Path) -> None:
    """No option, no address, no path of a machine."""
    assert wrong_lines(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "--pre",
        "flask @ https://packages.example/flask.whl \\",
        "flask==3.1.3",
        "-e .",
        "/home/somebody/flask.whl \\",
        "    # via -r requirements/run.in",
    ],
)
def test_anything_else_would_be_found(line: str) -> None:
    """The check can fail: a line of each kind that must not be there."""
    assert wrong_lines(GOOD) == []
    assert wrong_lines(GOOD + line + "\n") == [line]


@pytest.mark.parametrize("name", ["run", "site", "demonstration", "dev"])
def test_everything_asked_for_is_locked(name: str) -> None:
    """The lock is not older than the list it was made from."""
    asked = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").split()
    names = {re.split(r"[\[<>=]", line)[0] for line in asked}
    locked = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert {each for each in names if f"\n{each}==" not in "\n" + locked} == set()
