"""What people type, and what timers run: every command but those of the services."""

import os
from importlib import import_module
from pathlib import Path

import click

from intake.installation import Installation, system_clock
from intake.operating import bells, check, confirm, drill, letters, notes, papers, setup
from intake.operating import within as judged
from intake.operating.commands.given import given
from intake.operating.mistakes import told
from intake.operating.units import KINDS
from intake.sealing import SIGNING_KEYS
from intake.settings import Settings

commands = click.Group()
reference = click.argument("reference")


@commands.command("init")
@click.option("--organisation", default="Infohus", help="Name in the signing certificate.")
@told
def init(organisation: str) -> int:
    """Make what is missing: database, signing key, secrets."""
    return setup.init(os.environ, organisation, click.echo, system_clock())


@commands.command("csr")
@click.option("--organisation", required=True, help="As it shall stand in the certificate.")
@click.option("--key", "kind", type=click.Choice(SIGNING_KEYS), default="ec", show_default=True)
@told
def ask_for_certificate(organisation: str, kind: str) -> int:
    """Make a signing key, and a request for an authority not ours."""
    return setup.csr(os.environ, organisation, kind, click.echo)


@commands.command("upgrade")
@told
def upgrade() -> int:
    """Bring the database to this version's schema, after a backup."""
    upgrading = import_module("intake.operating.upgrade")  # Alembic: 8 MB that no service carries
    return int(upgrading.upgrade(Settings.from_env(os.environ), click.echo, system_clock()))


@commands.command("check")
@click.option("--within", type=click.Choice(list(KINDS)), help="For systemd: as JSON.")
@told
def check_all(within: str | None) -> int:
    """What must still be put right before opening, and how."""
    if within:
        return judged.within(within, os.environ, click.echo)
    settings = Settings.from_env(os.environ, form=True, mail=True)
    return check.check(Installation.load(settings), os.environ, click.echo)


@commands.command("confirm")
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


@commands.command("status")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@given(Installation.load)
def status(installation: Installation, as_json: bool) -> int:
    """Counts and ages of what waits and is held."""
    return letters.status(installation, click.echo, as_json=as_json)


@commands.command("held")
@given(Installation.load)
def held(installation: Installation) -> int:
    """What is held for a human."""
    return letters.held(installation, click.echo)


@commands.command("release")
@reference
@given(Installation.load)
def release(installation: Installation, reference: str) -> int:
    """Try a held letter again."""
    return letters.release(installation, reference, click.echo)


@commands.command("resend")
@reference
@given(Installation.load)
def resend(installation: Installation, reference: str) -> int:
    """Send a letter again that is still kept."""
    return letters.resend(installation, reference, click.echo)


@commands.command("acknowledge")
@reference
@given(Installation.load, form=True)
def acknowledge(installation: Installation, reference: str) -> int:
    """Acknowledge a letter for a coordinator who rang."""
    return letters.acknowledge(installation, reference, click.echo)


@commands.command("purge")
@given(Installation.load)
def purge(installation: Installation) -> int:
    """Delete what the retention rule lets go."""
    return letters.purge(installation, click.echo)


@commands.command("backup")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@told
def backup(folder: Path) -> int:
    """Copy the database into FOLDER while it is in use."""
    return letters.backup(Settings.from_env(os.environ), folder, click.echo)


@commands.command("test-letter")
@given(Installation.load, form=True)
def test_letter(installation: Installation) -> int:
    """Send a sealed letter to try."""
    return notes.test_letter(installation, click.echo)


@commands.command("sign-of-life")
@given(Installation.load, form=True)
def sign_of_life(installation: Installation) -> int:
    """Send the weekly sign of life."""
    return notes.sign_of_life(installation, click.echo)


@commands.command("drill")
@click.option("--by-chance", is_flag=True, help="As the hourly timer asks: once a quarter.")
@given(Installation.load, form=True)
def hold_drill(installation: Installation, by_chance: bool) -> int:
    """Send a practice letter that humans must acknowledge."""
    return drill.drill(installation, click.echo, by_chance=by_chance)


@commands.command("papers")
@click.argument("folder", type=click.Path(path_type=Path))
@given(Installation.load, form=True, mail=True)
def write_papers(installation: Installation, folder: Path) -> int:
    """Write what a data protection officer needs into FOLDER."""
    return papers.papers(installation, folder, click.echo)


commands.add_command(bells.alarm)
commands.add_command(bells.ring)
