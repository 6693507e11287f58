"""The action card: how a case moves, from the first contact to the decision (F81 to F90).

One file of data gives the list and the picture on the site, the printed page, "what happens next"
on the receipt, and the coordinator's list to tick, so that they cannot disagree.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from intake.concern import AgeBand
from intake.facts.municipality import Municipality

Kind = Literal["entry", "step", "side", "fork", "note"]
AFTER_CONTACT: tuple[Kind, ...] = ("step", "side", "fork", "note")

_DATA = Path(__file__).with_name("action_card.toml")


@dataclass(frozen=True, kw_only=True)
class Node:
    """One box of the card; `words["da"]` is what it says."""

    key: str
    kind: Kind
    words: dict[str, str]
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ActionCard:
    """The boxes in reading order, the arrows between them, and who sits in the infohus."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]
    seats: tuple[dict[str, str], ...]

    def steps(self, language: str, age: AgeBand = AgeBand.UNKNOWN) -> tuple[str, ...]:
        """What the infohus does once it has been contacted, one sentence or two for each step.

        The way that somebody of a known age does not go is left out.
        """
        other = {AgeBand.UNDER_18: "over_18", AgeBand.ADULT: "under_18"}.get(age)
        after = (node for node in self.nodes if node.kind in AFTER_CONTACT)
        return tuple(node.words[language] for node in after if node.key != other)


def load(municipality: Municipality) -> ActionCard:
    """The card with this municipality's names in it."""
    names = {
        "infohus": municipality.infohus.name,
        "notification_unit": municipality.notification_unit,
        "police": municipality.police.name,
        "ad_hoc": municipality.members.ad_hoc,
    }
    data: dict[str, list[Any]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return ActionCard(
        nodes=tuple(
            Node(
                key=row["key"],
                kind=row["kind"],
                words=_words(row, names),
                facts=tuple(row["facts"]),
            )
            for row in data["node"]
        ),
        edges=tuple((row["from"], row["to"]) for row in data["edge"]),
        seats=tuple(_words(row, names) for row in data["seat"]),
    )


def _words(row: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    return {language: row[language].format(**names) for language in ("da", "en")}
