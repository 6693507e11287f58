"""What an operator is told in a line each, without a traceback."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from intake.for_operator import ForOperator

WRONG = 2


def told(work: Callable[..., int]) -> Callable[..., None]:
    """End with the work's own status; 2 and every mistake when something is wrong."""

    @wraps(work)
    def command(**given: Any) -> None:
        try:
            status = work(**given)
        except ForOperator as error:
            click.echo(f"{error or type(error).__name__}", err=True)
            status = WRONG
        sys.exit(status)

    return command
