"""`make confirm`: what the municipality must still confirm, as a list in Danish to send to it.

Of the file that INFOHUS_MUNICIPALITY names, or of this repository's.

Also what was checked too long ago, or never: phone numbers and links age (G10).
"""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from intake.facts import municipality
from intake.facts.municipality import Municipality
from intake.facts.municipality.fact import Fact

ROOT = Path(__file__).parents[1]


def report(facts: Municipality, today: date) -> Iterator[str]:
    """The lines of the report."""
    unconfirmed = list(facts.unconfirmed())
    yield f"Det skal {facts.municipality.name} bekræfte, før siden er færdig: {len(unconfirmed)}"
    yield ""
    for number, (name, fact) in enumerate(unconfirmed, 1):
        yield f"{number}. {fact.ask}"
        yield f"   Nu står der: {shown(fact)}  ({name})"
    old = [name for name, fact in facts.facts() if fact and is_old(fact, facts, today)]
    yield ""
    yield f"Ikke sammenlignet med kilden i {facts.site.max_age_days} dage: {len(old)}"
    yield from (f"- {name}" for name in old)
    yield ""
    yield "Disse beslutninger åbner formularen. Alle fire skal være truffet og bekræftet:"
    for name in ("open", "monitored", "dpia_date", "legal_basis"):
        state = "ja" if getattr(facts.intake, name).holds else "mangler"
        yield f"- intake.{name}: {state}"


def shown(fact: Fact) -> str:
    """What stands there, as people say it."""
    if isinstance(fact.value, bool):
        return "ja" if fact.value else "nej"
    return str(fact) or "intet"


def is_old(fact: Fact, facts: Municipality, today: date) -> bool:
    """Never checked, or longer ago than the municipality's own limit."""
    if not fact.checked:
        return True
    return (today - date.fromisoformat(fact.checked)).days > facts.site.max_age_days


def main() -> int:
    """Print the report for the file named, or for this municipality."""
    named = os.environ.get("INFOHUS_MUNICIPALITY") or ROOT / "municipality.toml"
    path = Path(sys.argv[1] if len(sys.argv) > 1 else named)
    try:
        facts = municipality.load(path)
    except municipality.MunicipalityError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Fra {path}")
    for line in report(facts, datetime.now(UTC).date()):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
