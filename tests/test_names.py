"""Names say what they hold, docstrings say what stays true, and a day's length stands once."""

import ast
from collections.abc import Iterator
from functools import cache
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


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
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


def test_no_name_says_only_that_there_is_something() -> None:
    """A certificate is called `certificate`: whoever reads the line need not look above it."""
    assert {name(path): empty for path in PROGRAMS if (empty := grammar(tree(path)))} == {}
    assert {path.stem for path in PROGRAMS} & GRAMMAR == set()


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


FEWEST_WORDS = 4


def too_short(code: ast.AST) -> list[str]:
    """Docstrings that leave no room for more than the name; to have none is better."""
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    told = (ast.get_docstring(node) for node in ast.walk(code) if isinstance(node, kinds))
    return [text for text in told if text is not None and len(text.split()) < FEWEST_WORDS]


def test_no_docstring_only_repeats_a_name() -> None:
    """What the name says need not be said again; what stays true takes a few words."""
    assert {name(path): short for path in PROGRAMS if (short := too_short(tree(path)))} == {}


def test_a_docstring_of_three_words_is_seen() -> None:
    """Of a module, a class or a function; four words are enough, and none too."""
    code = """
'A module.'
class A:
    'The form.'
    def f(): 'All of it.'
def g(): 'It says enough here.'
def h(): pass
"""
    assert too_short(ast.parse(code)) == ["A module.", "The form.", "All of it."]


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
