"""What only we can make is compared in constant time: how much of a guess is right cannot be timed.

The draft's signature, the content of a letter that was sent before, and a coordinator's code.
"""

import ast
import hmac
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.form.draft import Draft, Drafts, TamperedDraft
from intake.loop import Codes
from tests.intake.reporter import NOW, Person
from tests.places import ROOT

SECRET_WORDS = {"digest", "signature", "_own", "secret", "mac"}
Compared = list[tuple[bytes, bytes]]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Compared:
    """Every pair that the standard library compared in constant time."""
    pairs: Compared = []
    really: Callable[[bytes, bytes], bool] = hmac.compare_digest

    def compare(one: bytes, other: bytes) -> bool:
        pairs.append((one, other))
        return really(one, other)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    return pairs


def test_the_signature_of_a_draft(compared: Compared) -> None:
    """One sign wrong at the end costs what one wrong at the beginning costs: the whole compare."""
    drafts = Drafts([b"key"], days=30, longest=100_000)
    content, _, signature = drafts.sign(Draft.new(NOW, {"text": "x"})).rpartition(".")
    for place in (0, len(signature) - 2):
        other = "B" if signature[place] == "A" else "A"
        forged = signature[:place] + other + signature[place + 1 :]
        compared.clear()
        with pytest.raises(TamperedDraft):
            drafts.read(f"{content}.{forged}", NOW)
        assert [len(one) == len(other) > 16 for one, other in compared] == [True]


def test_what_was_sent_before(compared: Compared) -> None:
    """The keyed digest of the content, kept with the row."""
    Person().fills_in().sends().sends()
    assert [len(one) == len(other) == 32 for one, other in compared if one == other][-1:] == [True]


def test_a_code_under_every_key(compared: Compared) -> None:
    """Also when the first key already fits: which key it was cannot be timed."""
    codes = Codes([b"1" * 32, b"2" * 32, b"3" * 32])
    old = Codes([b"1" * 32]).code("ABCD2345")
    compared.clear()
    assert codes.find(old) == "ABCD2345"
    assert [len(one) == len(other) == 12 for one, other in compared] == [True, True, True]


def plainly_compared(source: str) -> Iterator[int]:
    """Lines on which `==` looks at something that is called a secret."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and any(
            isinstance(way, (ast.Eq, ast.NotEq)) for way in node.ops
        ):
            sides = [node.left, *node.comparators]
            names = {name for side in sides for name in called(side)}
            if names & SECRET_WORDS:
                yield node.lineno


def called(side: ast.expr) -> Iterator[str]:
    """What an operand is called; of a call, the function."""
    match side:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name
        case ast.Call(func=function):
            yield from called(function)


def test_no_secret_is_compared_in_passing() -> None:
    """By name, in every room that holds one."""
    rooms = ("accepting", "form", "loop")
    files = [path for room in rooms for path in (ROOT / "intake" / room).glob("*.py")]
    assert len(files) > 15
    plain = {
        f"{path.name}:{line}"
        for path in files
        for line in plainly_compared(Path(path).read_text(encoding="utf-8"))
    }
    assert plain == set()


@pytest.mark.parametrize("line", ["filed.digest == digest", "x != _own(key, r)"])
def test_the_search_would_find_one(line: str) -> None:
    """By `==`, by `!=`."""
    assert list(plainly_compared(line)) == [1]
