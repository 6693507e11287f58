"""`forward`: loads the half that sends and nothing else."""

from functools import partial

import click

from intake.operating import forward as forwarding
from intake.operating.commands.given import given
from intake.operating.notify import begun
from intake.operating.patience import awaited
from intake.sending_half import SendingHalf

commands = click.Group()


@commands.command("forward")
@given(partial(awaited, SendingHalf.load), mail=True)
def forward(half: SendingHalf) -> int:
    """Send what waits; any number of these may run."""
    return forwarding.forward(half, begun)
