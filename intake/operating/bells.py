"""The alarm's two commands: one for people and units, one for its own unit."""

import os

import click

from intake.alarm import Word
from intake.operating import ringing
from intake.operating.mistakes import told
from intake.settings import Settings


@click.command("alarm")
@click.argument("word", type=click.Choice([str(word) for word in Word]))
@click.option("--through", metavar="UNIT", default="", help="web or forward: rings `test` there.")
@click.option("--about", metavar="UNIT", default="", help="The unit that failed; for systemd.")
@told
def alarm(word: str, through: str, about: str) -> int:
    """Ring the alarm now."""
    settings = Settings.from_env(os.environ)
    if through:
        return ringing.through(settings, through, click.echo)
    return ringing.ring(settings, ringing.about(about) or Word(word), click.echo)


@click.command("ring")
@told
def ring() -> int:
    """Run the alarm's program for each word that waits."""
    return ringing.ring_waiting(Settings.from_env(os.environ))
