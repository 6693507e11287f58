"""`make confirm`: what only the municipality can say, as a list in Danish to send to it.

Of the file that INFOHUS_MUNICIPALITY names, or of this repository's. The review edition of the site
(`make review`) shows the same questions, each at its place.

Also what was read too long ago: phone numbers and links age (G10).
"""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from intake.facts import Municipality, MunicipalityError, read_municipality

ROOT = Path(__file__).parents[1]


def report(facts: Municipality, today: date) -> Iterator[str]:
    """The lines of the report."""
    questions = list(facts.questions())
    yield f"Det kan kun {facts.municipality.name} svare på: {len(questions)}"
    yield ""
    for number, question in enumerate(questions, 1):
        yield f"{number}. {question.ask}  ({question.name})"
        if question.proposed:
            yield f"   Forslag: {question.proposed}"
        if question.meanwhile:
            yield f"   Indtil I svarer: {question.meanwhile}"
    old = list(facts.too_old(today))
    yield ""
    yield f"Læst for mere end {facts.site.max_age_days} dage siden: {len(old)}"
    yield from (f"- {name}: for {days} dage siden" for name, days in old)
    yield ""
    yield "Formularen åbner først, når alt dette er besvaret:"
    for name, fact in facts.needed():
        yield f"- {name}: {'ja' if fact else 'mangler'}"


def main() -> int:
    """Print the report for the file named, or for this municipality."""
    named = os.environ.get("INFOHUS_MUNICIPALITY") or ROOT / "municipality.toml"
    path = Path(sys.argv[1] if len(sys.argv) > 1 else named)
    try:
        facts = read_municipality(path)
    except MunicipalityError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Fra {path}")
    for line in report(facts, datetime.now(UTC).date()):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
