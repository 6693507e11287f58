"""No pattern of ours can be made slow by what somebody types."""

import importlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import concern

PACKAGE = Path(concern.__file__).parent
LENGTH = concern.LONGEST_TEXT
UNITS = (
    *("a", "æ", "1", " ", "@", ".", "-", "<", "\u202e", "\n", "=", "[", "\\u"),
    *("a@", "a.", "a@a.", "12 ", "+45 ", "0045 ", "min ", "min a", "my old ", "0101 ", "https://"),
    *("a" * 64 + "@" + "b" * 255, "-----BEGIN CERTIFICATE-----", "EY PRIVATE KEY", "[[", "tel:+"),
)
"""What a text is made of that keeps a pattern hoping until the end."""
SECONDS = 1.0
READ_FILES = {"tables", "certificates", "recipients", "outside", "fact", "env"}
"""Modules whose patterns only meet files and settings of the operator."""


def patterns() -> Iterator[tuple[str, "re.Pattern[str] | re.Pattern[bytes]"]]:
    """Every compiled pattern that stands in a module of the service, alone or in a table."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if "demonstration" in name or "__" in name or path.stem in READ_FILES:
            continue
        for key, value in vars(importlib.import_module(name)).items():
            for one in value.values() if isinstance(value, dict) else (value,):
                if isinstance(one, re.Pattern):
                    yield f"{name}.{key}", one


FOUND = list(patterns())


def slowest(
    pattern: "re.Pattern[str] | re.Pattern[bytes]", units: tuple[str, ...] = UNITS
) -> float:
    """Seconds for the worst of the texts."""
    worst = 0.0
    for unit in units:
        text = (unit * (LENGTH // len(unit) + 1))[:LENGTH] + "\0"
        began = time.thread_time()
        if isinstance(pattern.pattern, bytes):
            re.search(pattern.pattern, text.encode(), pattern.flags)
        else:
            re.search(pattern.pattern, text, pattern.flags)
        worst = max(worst, time.thread_time() - began)
    return worst


@pytest.mark.parametrize("pattern", [one for _, one in FOUND], ids=[name for name, _ in FOUND])
def test_no_text_keeps_a_pattern_busy(pattern: "re.Pattern[str]") -> None:
    """The longest text that is taken, made of what the pattern hopes for."""
    assert slowest(pattern) < SECONDS


def test_a_bad_pattern_would_be_found() -> None:
    """One that, wherever it begins, goes to the end of the text in vain."""
    assert slowest(re.compile(r"\d*w|\d*x|\d*y|\d*z"), ("1",)) > SECONDS


def test_the_patterns_were_found() -> None:
    """Those of the hints to the writer, among others."""
    assert len([name for name, _ in FOUND if name.startswith("intake.form.exposure")]) == 4
    assert "intake.letter.visible._HIDDEN" in dict(FOUND)
