"""The municipality's own file, with what only it can say filled in for a try.

What the form needs to open is answered with words that say "prøve"; everything else stays as the
municipality has it, so that what is shown is its own site; and the closed loop is on. Nothing is
written back.
"""

import json
import tomllib
from typing import Any

from intake.facts import lines_of

DAY = "2026-11-26"
TRIED: dict[str, tuple[Any, str]] = {
    "intake.open": (True, ""),
    "intake.monitored": (True, ""),
    "intake.readers": ("to opdigtede koordinatorer (prøve)", "two invented coordinators (a try)"),
    "intake.dpia_date": (DAY, ""),
    "intake.legal_basis": ("Prøve", "A try"),
    "privacy.controller": ("Kommunen (prøve)", "The municipality (a try)"),
    "privacy.contact": ("Prøvegade 1", ""),
    "privacy.dpo": ("Prøve: databeskyttelsesrådgiveren", "A try: the data protection officer"),
    "privacy.legal_basis": ("Prøve: hjemlen", "A try: the legal basis"),
    "privacy.retention": ("Prøve: fem år", "A try: five years"),
    "privacy.processor": ("Prøve: leverandøren", "A try: the supplier"),
    "privacy.transfer": ("Nej (prøve)", "No (a try)"),
}
"""By dotted name: the value in Danish and in English."""


def with_answers(text: str) -> str:
    """The file with these questions answered, where the municipality has not answered them."""
    facts, lines, places = tomllib.loads(text), text.splitlines(), dict(lines_of(text))
    for name, (danish, english) in TRIED.items():
        table, _, key = name.rpartition(".")
        fact = facts[table][key]
        if not fact["answered"]:
            answer = fact | {"value": danish, "answered": DAY}
            answer |= {"en": english} if english else {}
            lines[places[name] - 1] = f"{key} = {inline(answer)}"
    lines[places["intake.forward_delay_minutes"] - 1] = "forward_delay_minutes = 0"
    lines[places["loop.step"] - 1] = 'step = "questions"'
    lines[places["loop.drill_public"] - 1] = "drill_public = true"
    lines[places["loop.telephone"] - 1] = "telephone = true"
    return "\n".join((*lines, ""))


def inline(table: dict[str, Any]) -> str:
    """An inline table; a JSON text or truth is a TOML one."""
    pairs = (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in table.items())
    return f"{{ {', '.join(pairs)} }}"
