"""The alarm by hand, the work of its own unit, and the test of the whole road."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from intake.alarm import Alarm, Program, Ringer, Spool, Word, road_of
from intake.operating.units import Family
from intake.settings import Settings, SettingsError

Say = Callable[[str], None]
LONGEST_SECONDS = 60
CHECKING = "infohus-check"
"""How the name of a unit begins that looks whether all is as it must be."""


def about(unit: str) -> Word | None:
    """The word for a unit that failed; None without one."""
    if not unit:
        return None
    return Word.CHECK if unit.startswith(CHECKING) else Word.UNIT_FAILED


def ring(settings: Settings, word: Word, say: Say) -> int:
    """Ring now; 1 when nobody can have heard it."""
    if not settings.alarm_command:
        say("INFOHUS_ALARM_COMMAND is empty: nobody is told. See handbook/operations.md.")
    (bell := Alarm(road_of(settings.alarm_command, settings.alarm_folder)))(word)
    if settings.alarm_folder and not bell.failed:
        say(f"{word}: left for infohus-alarm.service; `infohus status` says whether it waits")
    return int(bell.failed or not settings.alarm_command)


def ring_waiting(settings: Settings) -> int:
    """Until every word that waits was heard; without a program there is nobody to hear it."""
    spool = Spool(_folder(settings))
    if settings.alarm_command:
        Ringer(spool=spool, road=Program(settings.alarm_command)).run()
    for word in spool.waiting():
        spool.forget(word)
    return 0


def through(
    settings: Settings, unit: str, say: Say, pause: Callable[[float], object] = time.sleep
) -> int:
    """Ring `test` from inside a running unit, and wait until a human can have heard it."""
    folder = _folder(settings)
    spool = Spool(folder)
    name = unit if "-" in unit else Family.of(folder).name(f"{unit}.service")
    before = spool.last_heard(Word.TEST)
    kill = ("systemctl", "kill", "--kill-who=main", "--signal=SIGUSR1", name)
    steps = (("systemctl", "is-active", "--quiet", name), kill)  # while it starts it would end
    if any(subprocess.run(step, check=False).returncode for step in steps):  # noqa: S603 systemctl
        say(f"{name} could not be asked: does it run?")
        return 1
    for _ in range(LONGEST_SECONDS):
        if spool.last_heard(Word.TEST) != before:
            say(f"{name} rang, and the program says that somebody heard it")
            return 0
        pause(1)
    say(f"{name}: nobody heard it: {_why(spool)}")
    return 1


def unheard(folder: Path | None) -> list[str]:
    """The words that nobody has heard yet, each with the reason where one is known."""
    waiting = Spool(folder).waiting() if folder else {}
    return [f"{word} waits ({why})" if why else f"{word} waits" for word, why in waiting.items()]


def _why(spool: Spool) -> str:
    match spool.waiting().get(Word.TEST):
        case None:
            return "the unit left no word: see its log, and whether INFOHUS_ALARM_COMMAND is set"
        case "":
            return "the word was not taken: systemctl status infohus-alarm.path infohus-alarm"
        case why:
            return f"INFOHUS_ALARM_COMMAND failed: {why}"


def _folder(settings: Settings) -> Path:
    if settings.alarm_folder is None:
        raise SettingsError("INFOHUS_ALARM_FOLDER is missing: the units set it")
    return settings.alarm_folder
