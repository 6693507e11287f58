"""The alarm: another road than mail, for what a human must see to.

What stays true: one fixed word and nothing else, no reference, no address, no content; a word that
nobody heard is rung again until somebody did.
"""

from pathlib import Path

from intake.alarm.bell import Alarm, Road
from intake.alarm.program import Program
from intake.alarm.ringer import Ringer
from intake.alarm.spool import Spool
from intake.alarm.word import Word

__all__ = ["Alarm", "Program", "Ringer", "Road", "Spool", "Word", "road_of"]


def road_of(command: tuple[str, ...], folder: Path | None) -> Road | None:
    """By the folder where there is one: another unit runs the command. None without a command."""
    if not command:
        return None
    return Spool(folder) if folder else Program(command)
