"""The action card: how a case moves, from the first contact to the decision (F81 to F90).

One file of data gives the list and the picture on the site, the printed page, "what happens next"
on the receipt, and the coordinator's list to tick, so that they cannot disagree.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from intake.concern import AgeBand
from intake.facts.languages import DANISH, LANGUAGES
from intake.facts.municipality import Municipality

Kind = Literal["entry", "step", "side", "fork", "note"]
AFTER_CONTACT: tuple[Kind, ...] = ("step", "side", "fork", "note")
BESIDE: tuple[Kind, ...] = ("side", "note")
"""What belongs to a step and is none: nothing follows from it."""

_DATA = Path(__file__).with_name("action_card.toml")


@dataclass(frozen=True, kw_only=True)
class Node:
    """One box of the card; `words["da"]` is what it says."""

    key: str
    kind: Kind
    words: dict[str, str]
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of the spine: its box, or the two of which one is met, and what hangs beside it."""

    nodes: tuple[Node, ...]
    beside: tuple[Node, ...] = ()

    @property
    def kind(self) -> Kind:
        """The kind that all its boxes have."""
        return self.nodes[0].kind


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
        after = (node for node in self._met(age) if node.kind in AFTER_CONTACT)
        return tuple(node.words[language] for node in after)

    def stages(self, age: AgeBand = AgeBand.UNKNOWN) -> tuple[Stage, ...]:
        """The spine, from the first contact to the decision: only its steps have a number."""
        stages: list[Stage] = []
        for node in self._met(age):
            if stages and node.kind in BESIDE:
                stages[-1] = replace(stages[-1], beside=(*stages[-1].beside, node))
            elif stages and stages[-1].kind == node.kind != "step":
                stages[-1] = replace(stages[-1], nodes=(*stages[-1].nodes, node))
            else:
                stages.append(Stage(nodes=(node,)))
        return tuple(stages)

    def after_contact(self, age: AgeBand = AgeBand.UNKNOWN) -> tuple[Stage, ...]:
        """The spine of somebody who has told us already."""
        return tuple(stage for stage in self.stages(age) if stage.kind in AFTER_CONTACT)

    def _met(self, age: AgeBand) -> Iterator[Node]:
        other = {AgeBand.UNDER_18: "over_18", AgeBand.ADULT: "under_18"}.get(age)
        return (node for node in self.nodes if node.key != other)


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


class _Words(dict[str, str]):
    """By language; what another language lacks is said in Danish."""

    def __missing__(self, language: str) -> str:
        return self[DANISH.code]


def _words(row: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    codes = [each.code for each in LANGUAGES if each.code in row]
    return _Words({code: row[code].format(**names) for code in codes})
