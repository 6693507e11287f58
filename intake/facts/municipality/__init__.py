"""The public facts of one municipality: everything that would differ in another.

They come from one file, `municipality.toml`. A plain value is what the municipality's own document
states; a `Fact` is what it has not said, which pages show as unconfirmed until it has.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

from intake.facts import tables
from intake.facts.municipality.fact import Fact
from intake.facts.municipality.parts import (
    About,
    Advisers,
    Anonymity,
    Emergency,
    Hotline,
    House,
    Intake,
    Lead,
    Linked,
    Meetings,
    Members,
    Named,
    Privacy,
    Reachable,
    Registration,
    Site,
)
from intake.facts.municipality.rows import Contact, Law


class MunicipalityError(Exception):
    """The file cannot be used; the message names every mistake with its line."""


@dataclass(frozen=True, kw_only=True)
class Municipality:
    """Everything in the file."""

    notification_unit: str
    municipality: About
    infohus: House
    ssp: Named
    police: Reachable
    members: Members
    meetings: Meetings
    lead: Lead
    registration: Registration
    emergency: Emergency
    hotline: Hotline
    child_line: Reachable
    consultants: Advisers
    underretning: Linked
    readiness_plan: Linked
    was: Linked
    exit: Linked
    phone: Anonymity
    privacy: Privacy
    intake: Intake
    site: Site
    contacts: tuple[Contact, ...]
    law: tuple[Law, ...]

    def facts(self) -> Iterator[tuple[str, Fact]]:
        """Every fact the municipality's document does not state, by its dotted name."""
        yield from _facts(self, "")

    def unconfirmed(self) -> Iterator[tuple[str, Fact]]:
        """What it has yet to confirm."""
        return ((name, fact) for name, fact in self.facts() if not fact.confirmed)


def load(path: Path) -> Municipality:
    """The facts in this file. Raises `MunicipalityError`."""
    try:
        return tables.read(Municipality, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tables.Mistakes) as error:
        raise MunicipalityError(f"{path.name}:\n{error}") from error


def _facts(part: object, path: str) -> Iterator[tuple[str, Fact]]:
    if isinstance(part, Fact):
        yield path, part
    elif isinstance(part, Contact):
        yield path, part.phone
    elif isinstance(part, tuple):
        for at, row in enumerate(part):
            yield from _facts(row, f"{path}.{getattr(row, 'key', at)}")
    elif is_dataclass(part):
        for field in fields(part):
            yield from _facts(getattr(part, field.name), f"{path}.{field.name}".lstrip("."))
