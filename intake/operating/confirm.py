"""`confirm`: what only the municipality can say, as a list in Danish to send to it.

The review edition of the site shows the same questions, each at its place. Also what was read too
long ago: phone numbers and links age (G10).
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from intake.days import day_of
from intake.facts import Municipality, read_municipality


def confirm(file: Path, now: int, say: Callable[[str], None]) -> int:
    """Tell the report on the municipality of this file. Raises `MunicipalityError`."""
    facts = read_municipality(file)
    say(f"Fra {file}")
    for line in report(facts, day_of(now)):
        say(line)
    return 0


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
