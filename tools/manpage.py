"""The manual page of `infohus`, made from what the command itself says (`--help`)."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import click

from intake import VERSION
from intake.__main__ import main

FILES = (
    ("/etc/infohus/infohus.env", "settings of the installation"),
    ("/etc/infohus/municipality.toml", "what is public about the municipality"),
    ("/etc/infohus/recipients", "who gets the letters, and their certificates"),
    ("/opt/infohus/handbook", "how to install and run it"),
)


def escaped(text: str) -> str:
    """Text that roff takes as it is."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


def page(group: click.Group, day: str) -> Iterator[str]:
    """Line by line, as man(7) wants it: each command with its arguments and what it does."""
    yield f'.TH INFOHUS 8 "{day}" "infohus {VERSION}" "Infohus"'
    yield ".SH NAME\ninfohus \\- " + escaped((group.help or "").rstrip("."))
    yield ".SH SYNOPSIS\n.B infohus\n[\\-\\-settings FILE] COMMAND [ARGUMENTS]"
    yield ".SH COMMANDS"
    asking = click.Context(group)
    for name in group.list_commands(asking):
        if command := group.get_command(asking, name):
            yield from _described(name, command)
    yield ".SH FILES"
    for path, what in FILES:
        yield f".TP\n.I {escaped(path)}\n{escaped(what)}"


def _described(name: str, command: click.Command) -> Iterator[str]:
    parameters = [_shown(each) for each in command.params]
    yield ".TP\n.B " + " ".join(["infohus", escaped(name), *parameters])
    yield escaped(" ".join((command.help or "").split()))
    for each in command.params:
        if isinstance(each, click.Option) and each.help:
            yield f".br\n{escaped(each.opts[-1])}: {escaped(each.help)}"


def _shown(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        value = "" if parameter.is_flag else f" {(parameter.name or '').upper()}"
        return f"[{escaped(parameter.opts[-1])}{value}]"
    name = parameter.make_metavar(click.Context(main)).strip("[]").upper()
    return name if parameter.required else f"[{name}]"


if __name__ == "__main__":
    stamp = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    print("\n".join(page(main, datetime.fromtimestamp(stamp, UTC).date().isoformat())))
