"""`python -m intake COMMAND`: the operator's door, and the composition root of the service."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from intake.alarm import Alarm, Word
from intake.facts import municipality
from intake.installation import Installation, now
from intake.operating import check, letters, notes, papers, run, setup
from intake.outbox import SchemaMismatch, StoreUnavailable
from intake.sealing import recipients, signer
from intake.sealing.sealer import NoUsableRecipient
from intake.settings import Settings, SettingsError

WRONG = 2
FORM = ("web", "serve", "check", "test-letter", "sign-of-life", "papers")
MAIL = ("forward", "serve", "check", "papers")

Command = Callable[[Installation, argparse.Namespace], int]


def say(line: str) -> None:
    """To whoever typed the command."""
    print(line, flush=True)  # noqa: T201 what the command is for


COMMANDS: dict[str, tuple[str, Command]] = {
    "serve": ("form and forwarder in one process", lambda house, _: run.serve(house)),
    "web": ("the form", lambda house, _: run.web(house)),
    "forward": ("the forwarder", lambda house, _: run.forward(house)),
    "check": (
        "everything that must be true before opening",
        lambda house, _: check.check(house, dict(os.environ), say),
    ),
    "status": (
        "counts and ages",
        lambda house, given: letters.status(house, say, as_json=given.json),
    ),
    "held": ("what is held for a human", lambda house, _: letters.held(house, say)),
    "release": (
        "try a held letter again",
        lambda house, given: letters.release(house, given.reference, say),
    ),
    "resend": (
        "send a letter again that is still kept",
        lambda house, given: letters.resend(house, given.reference, say),
    ),
    "purge": ("delete what the retention rule lets go", lambda house, _: letters.purge(house, say)),
    "test-letter": ("a sealed letter to try", lambda house, _: notes.test_letter(house, say)),
    "sign-of-life": ("the weekly sign of life", lambda house, _: notes.sign_of_life(house, say)),
    "papers": (
        "what exists where, and the drafts a data protection officer needs",
        lambda house, given: papers.papers(house, given.folder, say),
    ),
}


def main(arguments: list[str]) -> int:
    """Run one command; 2 and every mistake when something is wrong with the settings."""
    given = parser().parse_args(arguments)
    try:
        return perform(given)
    except (
        SettingsError,
        municipality.MunicipalityError,
        recipients.RecipientsError,
        signer.SignerError,
        NoUsableRecipient,
        SchemaMismatch,
        StoreUnavailable,
    ) as error:
        print(f"{error or type(error).__name__}", file=sys.stderr)  # noqa: T201 for the operator
        return WRONG


def perform(given: argparse.Namespace) -> int:
    """The command, with the half of the settings that it needs."""
    name: str = given.command
    if name == "init":
        return setup.init(os.environ, given.organisation, say)
    settings = Settings.from_env(os.environ, form=name in FORM, mail=name in MAIL)
    if name == "alarm":
        return ring(settings.alarm_command, given.word)
    return COMMANDS[name][1](Installation.load(settings), given)


def ring(command: tuple[str, ...], word: str) -> int:
    """Ring now; 1 when nobody can have heard it."""
    if not command:
        say("INFOHUS_ALARM_COMMAND is empty: nobody is told. See handbook/operations.md.")
    alarm = Alarm(command, now)
    alarm(word)
    return int(alarm.failed or not command)


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    made = argparse.ArgumentParser(prog="python -m intake", allow_abbrev=False)
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    first = commands.add_parser("init", help="database, signing key and secrets")
    first.add_argument("--organisation", default="Infohus", help="name in the signing certificate")
    for name, (told, _) in COMMANDS.items():
        one = commands.add_parser(name, help=told)
        if name == "status":
            one.add_argument("--json", action="store_true")
        if name in ("release", "resend"):
            one.add_argument("reference", metavar="REFERENCE")
        if name == "papers":
            one.add_argument("folder", metavar="FOLDER", type=Path)
    alarm = commands.add_parser("alarm", help="ring the alarm")
    alarm.add_argument("word", choices=[str(word) for word in Word])
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
