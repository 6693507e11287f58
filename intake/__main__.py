"""`infohus COMMAND`, also `python -m intake COMMAND`: the operator's door, and nothing else."""

import os
from importlib import import_module
from pathlib import Path

import click

from intake import VERSION
from intake.settings import read_environment

SERVICES = {"forward": "forwarder", "web": "form", "serve": "form"}
"""Where each service's command stands; the others stand together."""
OTHERS = "operator"


class Door(click.Group):
    """Opens one room at a time: the forwarder's process loads nothing of the half that reads."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """From the one module that it stands in."""
        return _room(SERVICES.get(cmd_name, OTHERS)).get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """For `--help`, and for whoever describes them all."""
        return sorted([*SERVICES, *_room(OTHERS).list_commands(ctx)])


def _room(name: str) -> click.Group:
    commands = import_module(f"intake.operating.commands.{name}").commands
    assert isinstance(commands, click.Group)
    return commands


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="infohus")
@click.option(
    "--settings",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of settings, read as systemd reads it; the environment's own go before it.",
)
def main(files: tuple[Path, ...]) -> None:
    """Infohus: takes concerns in, sealed, and sends them to the coordinators."""
    settings: dict[str, str] = {}
    for file in files:
        try:
            settings |= read_environment(file)
        except (OSError, ValueError) as error:
            raise click.ClickException(f"{file}: {error}") from None
    os.environ.update(settings | os.environ)


if __name__ == "__main__":
    main(prog_name="python -m intake")
