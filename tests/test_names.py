"""Names say what they hold, docstrings say what stays true, and a day's length stands once."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.days import DAY
from tests.places import ROOT

GRAMMAR = {"one", "found", "made", "ours", "house"}
"""Words that say that there is something, and not what."""
PROGRAMS = sorted(
    path
    for folder in ("bench", "demonstration", "intake", "site/hooks", "tools")
    for path in (ROOT / folder).rglob("*.py")
)
LEFT = {
    "intake/accepting/refusals.py",
    "intake/operating/check.py",
    "intake/operating/watch.py",
    "intake/sealing/recipients.py",
    "intake/sealing/sealer.py",
    "intake/web/server.py",
}
TIDY = [path for path in PROGRAMS if str(path.relative_to(ROOT)) not in LEFT]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def bound(code: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that a program gives, and its line: not those it reads, nor another's keywords."""
    for node in ast.walk(code):
        if isinstance(getattr(node, "ctx", None), ast.Load) or isinstance(node, ast.keyword):
            continue
        for field in ("id", "attr", "arg", "name", "asname", "rest"):
            if isinstance(given := getattr(node, field, None), str):
                yield given, getattr(node, "lineno", 0)


def grammar(code: ast.AST) -> list[tuple[str, int]]:
    """Those of them that say nothing; a constant may be an answer: an emergency call is `MADE`."""
    return sorted(
        (given, line)
        for given, line in bound(code)
        if given.strip("_").lower() in GRAMMAR and not given.isupper()
    )


@pytest.mark.parametrize("path", TIDY, ids=name)
def test_no_name_says_only_that_there_is_something(path: Path) -> None:
    """A certificate is called `certificate`: whoever reads the line need not look above it."""
    assert grammar(tree(path)) == []
    assert path.stem not in GRAMMAR


@pytest.mark.parametrize(
    "source",
    [
        "one = 1",
        "one: int = 1",
        "one += 1",
        "self._one = 1",
        "for one in (): pass",
        "a, (b, *one) = c",
        "[one for one in ()]",
        "lambda one: 0",
        "def f(one): pass",
        "def f(*one): pass",
        "def f(*, one): pass",
        "def one(): pass",
        "async def one(): pass",
        "class One: pass",
        "import a as one",
        "from a import b as one",
        "with a as one: pass",
        "if one := 1: pass",
        "try: pass\nexcept A as one: pass",
        "match a:\n case one: pass",
        "match a:\n case [*one]: pass",
        "match a:\n case {**one}: pass",
    ],
)
def test_every_way_to_give_a_name_is_seen(source: str) -> None:
    """A rule with a hole in it is kept by nobody."""
    ((given, _),) = grammar(ast.parse(source))
    assert given.strip("_").lower() == "one"


def is_a_day(node: ast.AST) -> bool:
    """In seconds, as a number or as a product of two."""
    match node:
        case ast.Constant(value=int(seconds)):
            return seconds == DAY
        case ast.BinOp(left=ast.Constant(value=int(a)), right=ast.Constant(value=int(b))):
            return isinstance(node.op, ast.Mult) and a * b == DAY
    return False


def test_how_long_a_day_is_stands_once() -> None:
    """`DAY` of `intake/days.py`, which whoever counts in seconds imports."""
    written = {name(path) for path in PROGRAMS if any(map(is_a_day, ast.walk(tree(path))))}
    assert written == {"intake/days.py"}
    assert any(map(is_a_day, ast.walk(ast.parse("DAY = 24 * 3600"))))
