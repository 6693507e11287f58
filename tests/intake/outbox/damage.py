"""What can happen to a database file under a service that has it open."""

import shutil
from collections.abc import Callable
from pathlib import Path


def overwritten(file: Path) -> None:
    file.write_bytes(b"no database" * 999)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def without_its_head(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(b"x" * 100)


def taken_away(file: Path) -> None:
    file.unlink()


def replaced(file: Path) -> None:
    """By a sound copy: what is written to the first goes nowhere."""
    copy = file.with_suffix(".copy")
    shutil.copy(file, copy)
    copy.replace(file)


DAMAGES: tuple[Callable[[Path], None], ...] = (
    overwritten,
    emptied,
    without_its_head,
    taken_away,
    replaced,
)
