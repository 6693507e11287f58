"""The operator's page and the code say the same."""

import re
from pathlib import Path

import click
from click.testing import CliRunner

from intake.__main__ import main
from intake.alarm import Word
from intake.settings import KNOWN

ASKING = click.Context(main)
PAGE = (Path(__file__).parents[1] / "handbook" / "operations.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)`", PAGE, re.MULTILINE)


def test_every_setting_has_its_row() -> None:
    """And no row is about a setting that is gone."""
    assert sorted(row for row in ROWS if row.startswith("INFOHUS_")) == sorted(KNOWN)


def test_every_command_and_every_word_of_the_alarm_has_its_row() -> None:
    """And no row is about one that is gone."""
    rows = {row.split()[0] for row in ROWS if not row.startswith("INFOHUS_")}
    assert rows == set(main.list_commands(ASKING)) | {str(word) for word in Word}


def test_help_tells_each_command_in_one_line() -> None:
    """What an operator sees first: every command, with what it is for, and none cut short."""
    told = CliRunner().invoke(main, ["--help"]).output.partition("Commands:\n")[2]
    lines = [line.split(maxsplit=1) for line in told.splitlines()]
    assert [name for name, _ in lines] == main.list_commands(ASKING)
    assert [purpose for _, purpose in lines if purpose.endswith("...")] == []
