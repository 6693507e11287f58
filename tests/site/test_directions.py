"""The styles know no left and right: a language written the other way needs no rule more."""

import re
from pathlib import Path

import pytest

from tests.places import ROOT

STYLES = sorted([*ROOT.glob("intake/web/static/*.css"), *ROOT.glob("site/assets/*.css")])
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|scroll-margin|scroll-padding)-(?:top|right|bottom|left)"
    r"|border-(?:top|right|bottom|left)(?:-\w+)*|border-\w+-(?:left|right)-radius"
    r"|top|right|bottom|left|float|clear)\s*:"
    r"|text-align:\s*(?:left|right)"
)
FOUR = re.compile(
    r"(?<![-\w])(?:margin|padding|inset):\s*([^\s;}]+) ([^\s;}]+) ([^\s;}]+) ([^\s;}]+)"
)


def physical(css: str) -> list[str]:
    """What names a side by left, right, top or bottom, also as the fourth of four values."""
    named = [found[0] for found in PHYSICAL.finditer(css)]
    return named + [found[0] for found in FOUR.finditer(css) if found[2] != found[4]]


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_names_no_side(style: Path) -> None:
    """Logical properties only."""
    assert physical(style.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-left: 1px }",
        "a{top:0}",
        "a { text-align: right; }",
        "a { padding: 1px 2px 3px 4px; }",
        "a { border-bottom: 1px solid }",
        "a { border-top-left-radius: 1px }",
    ],
)
def test_a_side_is_found(css: str) -> None:
    """The search above sees each way to name one."""
    assert len(physical(css)) == 1


def test_what_has_no_side_is_left_alone() -> None:
    """Logical names, and four values that are the same both ways."""
    assert physical("a { margin-inline-start: 1px; inset: 0; padding: 1px 2px 3px 2px }") == []
