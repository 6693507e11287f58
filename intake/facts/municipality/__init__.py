"""The public facts of one municipality: everything that would differ in another.

They come from one file, `municipality.toml`. A plain value is what the municipality's own document
states. A `Fact` is what a named public source says, or what only the municipality can say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from intake.facts import tables
from intake.facts.municipality.decisions import (
    Calls,
    ExitAdvice,
    Intake,
    Lawyer,
    Lead,
    Loop,
    Privacy,
    Site,
)
from intake.facts.municipality.fact import Fact, first_day
from intake.facts.municipality.parts import (
    About,
    Advisers,
    Appeals,
    ChildLine,
    Document,
    Emergency,
    Hotline,
    Infohus,
    Linked,
    Meetings,
    Members,
    Named,
    Notification,
    Reachable,
    Registration,
    Sbsys,
)
from intake.facts.municipality.rows import CardLanguage, Contact, Law, Source
from intake.for_operator import ForOperator

FINGERPRINT = "facts.sha256"
"""The file at the root of a built site that says what it was built from."""


class MunicipalityError(ForOperator):
    """The file cannot be used; the message names every mistake with its line."""


@dataclass(frozen=True, kw_only=True)
class Municipality:
    """Everything in the file."""

    notification_unit: str
    document: Document
    municipality: About
    infohus: Infohus
    ssp: Named
    police: Reachable
    members: Members
    meetings: Meetings
    lead: Lead
    registration: Registration
    emergency: Emergency
    hotline: Hotline
    child_line: ChildLine
    appeals: Appeals
    consultants: Advisers
    underretning: Notification
    readiness_plan: Linked
    was: Linked
    exit: Linked
    exit_advice: ExitAdvice
    phone: Calls
    privacy: Privacy
    lawyer: Lawyer
    intake: Intake
    site: Site
    contacts: tuple[Contact, ...]
    law: tuple[Law, ...]
    source: tuple[Source, ...]
    language: tuple[CardLanguage, ...]
    loop: Loop = field(default_factory=Loop)
    sbsys: Sbsys = field(default_factory=Sbsys)

    def __post_init__(self) -> None:
        keys = {row.key for row in self.source}
        if lost := [name for name, fact in self.facts() if fact.source and fact.source not in keys]:
            raise ValueError(f"no [[source]] has the key that these name: {', '.join(lost)}")

    def facts(self) -> Iterator[tuple[str, Fact]]:
        """Everything the municipality's document does not state, by its dotted name."""
        return ((name, part) for name, part in self.parts() if isinstance(part, Fact))

    def parts(self) -> Iterator[tuple[str, Fact | Contact]]:
        """Every fact and every contact, by its dotted name."""
        return _parts(self, "")

    def questions(self) -> Iterator["Question"]:
        """What the municipality has yet to answer."""
        for name, part in self.parts():
            if part.is_asked:
                yield Question(
                    name=name, ask=part.ask, proposed=part.proposed, meanwhile=part.meanwhile
                )

    @property
    def may_open(self) -> bool:
        """Whether all that makes the form honest is answered, and nothing of it with no."""
        return all(fact for _, fact in self.needed())

    @property
    def gives_codes(self) -> bool:
        """Whether whoever writes gets a code: the form is open, and the closed loop so far on."""
        return self.may_open and self.loop.gives_codes

    def needed(self) -> Iterator[tuple[str, Fact]]:
        """What must be answered, and be no no, before the form may open."""
        for name in ("open", "monitored", "readers", "dpia_date", "legal_basis"):
            yield f"intake.{name}", getattr(self.intake, name)
        for each in fields(self.privacy):
            yield f"privacy.{each.name}", getattr(self.privacy, each.name)

    def too_old(self, today: date) -> Iterator[tuple[str, int]]:
        """What was read in its source, or in the document, too many days ago; and how many."""
        read = [(name, fact.read) for name, fact in self.facts() if fact.source]
        read += [(f"source.{row.key}", row.read) for row in self.source]
        for name, day in [("document", self.document.read), *read]:
            if (days := (today - first_day(day)).days) > self.site.max_age_days:
                yield name, days


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something only the municipality can answer."""

    name: str
    """The dotted name of the fact in the file."""
    ask: str
    proposed: str
    """What stands in the file until then; may be empty."""
    meanwhile: str
    """What the published page says until then."""


def load(path: Path) -> Municipality:
    """The facts in this file. Raises `MunicipalityError`."""
    try:
        return tables.read(Municipality, path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tables.Mistakes) as error:
        raise MunicipalityError(f"{path.name}:\n{error}") from error


def fingerprint(path: Path) -> str:
    """Of the file as it is, byte for byte: the built site carries that of its own."""
    return sha256(path.read_bytes()).hexdigest()


def _parts(part: object, path: str) -> Iterator[tuple[str, Fact | Contact]]:
    if isinstance(part, (Fact, Contact)):
        yield path, part
    elif isinstance(part, tuple):
        for at, row in enumerate(part):
            yield from _parts(row, f"{path}.{getattr(row, 'key', at)}")
    elif is_dataclass(part):
        for each in fields(part):
            yield from _parts(getattr(part, each.name), f"{path}.{each.name}".lstrip("."))
