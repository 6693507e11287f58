"""The operator's page and the code say the same."""

import re
from pathlib import Path

from intake.__main__ import parser
from intake.alarm import Word
from intake.settings import KNOWN

PAGE = (Path(__file__).parents[1] / "handbook" / "operations.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)`", PAGE, re.MULTILINE)


def test_every_setting_has_its_row() -> None:
    """And no row is about a setting that is gone."""
    assert sorted(row for row in ROWS if row.startswith("INFOHUS_")) == sorted(KNOWN)


def test_every_command_and_every_word_of_the_alarm_has_its_row() -> None:
    """And no row is about one that is gone."""
    (commands,) = (action for action in parser()._actions if action.choices)
    assert commands.choices is not None
    rows = {row.split()[0] for row in ROWS if not row.startswith("INFOHUS_")}
    assert rows == set(commands.choices) | {str(word) for word in Word}
