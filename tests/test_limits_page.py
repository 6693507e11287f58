"""The numbers in `handbook/limits.md` are those of the code."""

import importlib
import re

import pytest

from tests.places import ROOT

PAGE = (ROOT / "handbook" / "limits.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(intake\.[\w.]+)` \| (\d+) \|", PAGE, re.MULTILINE)


def found(name: str) -> object:
    """The constant, the default of a field, or the entry of that name."""
    module = re.match(r"[a-z_.]+(?=\.[A-Z])", name)
    assert module is not None
    value: object = importlib.import_module(module[0])
    for part in name.removeprefix(f"{module[0]}.").split("."):
        value = value[part] if isinstance(value, dict) else getattr(value, part)
    return value


@pytest.mark.parametrize(("name", "number"), ROWS)
def test_number_is_the_code_s(name: str, number: str) -> None:
    """Whoever changes one changes both."""
    assert found(name) == int(number)


def test_every_line_of_the_table_was_read() -> None:
    """None is passed over for its form."""
    assert len(ROWS) == PAGE.count("\n| `intake.") == 49
