"""Few locks, none inside another, each given back however its block ends: none waits for ever."""

import ast
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from intake.accepting import Limits
from tests.intake.coordinator import real_infohus
from tests.intake.reporter import Person
from tests.places import ROOT

LOCKS = {
    ("bell", "_lock"): "how often a word rang",
    ("keys", "_turns"): "two derivations of a code at a time, for memory",
    ("limits", "_lock"): "the table of buckets",
    ("rendering", "_LARGE_PAGES"): "one large page at a time, for memory",
    ("store", "_one_writer"): "SQLite has one writer: taken with a longest wait",
    ("turns", "_changed"): "whose turn it is",
}
"""Module and name; a new one is placed here, with what it guards."""
KINDS = {"Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore"}
TREES = {path: ast.parse(path.read_text("utf-8")) for path in (ROOT / "intake").rglob("*.py")}


def made(tree: ast.AST) -> Iterator[str]:
    """The names of the locks that a module makes."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        calls = [each.func for each in ast.walk(node.value) if isinstance(each, ast.Call)]
        names = {each.attr if isinstance(each, ast.Attribute) else "" for each in calls}
        names |= {each.id for each in calls if isinstance(each, ast.Name)}
        if names & KINDS:
            target = node.targets[0]
            yield target.attr if isinstance(target, ast.Attribute) else ast.unparse(target)


def taken_by_hand(tree: ast.AST) -> Iterator[str]:
    """Calls of `acquire`, by their source: what `with` does not give back."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="acquire")):
                yield ast.unparse(node)


def test_every_lock_is_known_and_private() -> None:
    """What it guards stands beside its name; no other module can take it."""
    found = {(path.stem, name) for path, tree in TREES.items() for name in made(tree)}
    assert found == set(LOCKS)
    assert all(name.startswith("_") for _, name in found)


def test_only_one_is_taken_by_hand_and_with_a_longest_wait() -> None:
    """Every other by `with`, which gives it back whatever happens."""
    by_hand = [call for tree in TREES.values() for call in taken_by_hand(tree)]
    assert by_hand == ["self._one_writer.acquire(timeout=longest)"]


class Watched:
    """A lock that notes which others its thread holds when it takes it."""

    held = threading.local()
    taken = 0
    inside: list[str]

    def __init__(self) -> None:
        self._lock = threading._allocate_lock()  # type: ignore[attr-defined]

    def acquire(self, *given: Any, **named: Any) -> bool:
        """Take it, and note it when another is held."""
        if holding := getattr(self.held, "number", 0):
            Watched.inside.append(f"{holding} held")
        got: bool = self._lock.acquire(*given, **named)
        Watched.held.number = holding + got
        Watched.taken += got
        return got

    def release(self) -> None:
        """Give it back."""
        Watched.held.number -= 1
        self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


def test_none_is_taken_inside_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a letter is sent, by the real form on the real store."""
    Watched.inside, Watched.taken = [], 0
    monkeypatch.setattr("intake.accepting.limits.threading", SimpleNamespace(Lock=Watched))
    monkeypatch.setattr("intake.outbox.store.Lock", Watched)
    monkeypatch.setattr("intake.web.rendering._LARGE_PAGES", Watched())
    infohus = real_infohus(tmp_path, limits=Limits())
    assert Person(infohus).fills_in(text="x" * 20_000).sends().reference
    assert Watched.taken > 1
    assert Watched.inside == []


def test_one_inside_another_would_be_seen() -> None:
    """The watch is shown to see."""
    Watched.inside = []
    with Watched(), Watched():
        pass
    assert Watched.inside == ["1 held"]
