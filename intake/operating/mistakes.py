"""What an operator is told in a line each, without a traceback."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from intake.facts import MunicipalityError
from intake.outbox import SchemaMismatch, StoreUnavailable
from intake.sealing import NoUsableRecipient, RecipientsError, SignerError
from intake.settings import SettingsError

WRONG = 2
MISTAKES = (
    SettingsError,
    MunicipalityError,
    RecipientsError,
    SignerError,
    NoUsableRecipient,
    SchemaMismatch,
    StoreUnavailable,
)


def told(work: Callable[..., int]) -> Callable[..., None]:
    """End with the work's own status; 2 and every mistake when something is wrong."""

    @wraps(work)
    def command(**given: Any) -> None:
        try:
            status = work(**given)
        except MISTAKES as error:
            click.echo(f"{error or type(error).__name__}", err=True)
            status = WRONG
        sys.exit(status)

    return command
