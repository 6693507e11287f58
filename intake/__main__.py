"""`infohus COMMAND`, also `python -m intake COMMAND`: the operator's door, and nothing else."""

import os
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from intake import VERSION
from intake.installation import Installation, system_clock
from intake.operating import bells, check, confirm, drill, letters, notes, papers, run, setup
from intake.operating import within as judged
from intake.operating.mistakes import told
from intake.operating.patience import SERVICES, awaited
from intake.operating.units import KINDS
from intake.sealing import SIGNING_KEYS
from intake.settings import Settings, read_environment


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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


def command(
    name: str, *, form: bool = False, mail: bool = False
) -> Callable[[Callable[..., int]], click.Command]:
    """A command on the installation that the environment describes, with the half it needs."""
    load = awaited if name in SERVICES else Installation.load

    def registered(work: Callable[..., int]) -> click.Command:
        @wraps(work)
        def on_installation(**given: Any) -> int:
            return work(load(Settings.from_env(os.environ, form=form, mail=mail)), **given)

        return main.command(name)(told(on_installation))

    return registered


reference = click.argument("reference")


@command("serve", form=True, mail=True)
def serve(installation: Installation) -> int:
    """Form and forwarder in one process, for the small installation."""
    return run.serve(installation)


@command("web", form=True)
def web(installation: Installation) -> int:
    """Show the form and take letters in; another process sends them."""
    return run.web(installation)


@command("forward", mail=True)
def forward(installation: Installation) -> int:
    """Send what waits; any number of these may run."""
    return run.forward(installation)


@main.command("init")
@click.option("--organisation", default="Infohus", help="Name in the signing certificate.")
@told
def init(organisation: str) -> int:
    """Make the database, the signing key and the secrets; never overwrites."""
    return setup.init(os.environ, organisation, click.echo, system_clock())


@main.command("csr")
@click.option("--organisation", required=True, help="As it shall stand in the certificate.")
@click.option("--key", "kind", type=click.Choice(SIGNING_KEYS), default="ec", show_default=True)
@told
def ask_for_certificate(organisation: str, kind: str) -> int:
    """Make a signing key, and a request for an authority not ours."""
    return setup.csr(os.environ, organisation, kind, click.echo)


@main.command("upgrade")
@told
def upgrade() -> int:
    """Bring the database to this version's schema, after a backup."""
    upgrading = import_module("intake.operating.upgrade")  # Alembic: 8 MB that no service carries
    return int(upgrading.upgrade(Settings.from_env(os.environ), click.echo, system_clock()))


@main.command("check")
@click.option("--within", type=click.Choice(list(KINDS)), help="For systemd: as JSON.")
@told
def check_all(within: str | None) -> int:
    """Everything that must be true before opening, each with its cure."""
    if within:
        return judged.within(within, os.environ, click.echo)
    settings = Settings.from_env(os.environ, form=True, mail=True)
    return check.check(Installation.load(settings), os.environ, click.echo)


@main.command("confirm")
@click.argument(
    "file",
    default="municipality.toml",
    envvar="INFOHUS_MUNICIPALITY",
    type=click.Path(path_type=Path),
)
@told
def confirm_facts(file: Path) -> int:
    """List in Danish what only the municipality can say."""
    return confirm.confirm(file, system_clock(), click.echo)


@command("status")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(installation: Installation, as_json: bool) -> int:
    """Counts and ages of what waits and is held."""
    return letters.status(installation, click.echo, as_json=as_json)


@command("held")
def held(installation: Installation) -> int:
    """What is held for a human."""
    return letters.held(installation, click.echo)


@command("release")
@reference
def release(installation: Installation, reference: str) -> int:
    """Try a held letter again."""
    return letters.release(installation, reference, click.echo)


@command("resend")
@reference
def resend(installation: Installation, reference: str) -> int:
    """Send a letter again that is still kept."""
    return letters.resend(installation, reference, click.echo)


@command("acknowledge", form=True)
@reference
def acknowledge(installation: Installation, reference: str) -> int:
    """Acknowledge a letter for a coordinator who rang."""
    return letters.acknowledge(installation, reference, click.echo)


@command("purge")
def purge(installation: Installation) -> int:
    """Delete what the retention rule lets go."""
    return letters.purge(installation, click.echo)


@command("test-letter", form=True)
def test_letter(installation: Installation) -> int:
    """Send a sealed letter to try."""
    return notes.test_letter(installation, click.echo)


@command("sign-of-life", form=True)
def sign_of_life(installation: Installation) -> int:
    """Send the weekly sign of life."""
    return notes.sign_of_life(installation, click.echo)


@command("drill", form=True)
@click.option("--by-chance", is_flag=True, help="As the hourly timer asks: once a quarter.")
def hold_drill(installation: Installation, by_chance: bool) -> int:
    """Send a practice letter that humans must acknowledge."""
    return drill.drill(installation, click.echo, by_chance=by_chance)


@command("papers", form=True, mail=True)
@click.argument("folder", type=click.Path(path_type=Path))
def write_papers(installation: Installation, folder: Path) -> int:
    """Write what a data protection officer needs into FOLDER."""
    return papers.papers(installation, folder, click.echo)


main.add_command(bells.alarm)
main.add_command(bells.ring)


if __name__ == "__main__":
    main(prog_name="python -m intake")
