"""`web` and `serve`: the form, alone or with the forwarder in the same process."""

from functools import partial

import click

from intake.installation import Installation
from intake.operating import run
from intake.operating.commands.given import given
from intake.operating.notify import begun
from intake.operating.patience import awaited

commands = click.Group()
_wait = partial(awaited, Installation.load)


@commands.command("web")
@given(_wait, form=True)
def web(installation: Installation) -> int:
    """Show the form and take letters in; `forward` sends them."""
    return run.web(installation, begun)


@commands.command("serve")
@given(_wait, form=True, mail=True)
def serve(installation: Installation) -> int:
    """Form and forwarder in one process, for small installations."""
    return run.serve(installation, begun)
