"""The action card holds the facts of the source, and its arrows lead somewhere."""

import pytest

from intake.concern import AgeBand
from intake.facts import action_card, municipality
from intake.facts.action_card import ActionCard
from tests import places


def card() -> ActionCard:
    return action_card.load(municipality.load(places.INVENTED))


def test_every_fact_of_the_card_has_a_box() -> None:
    """F81 to F90."""
    facts = {fact for node in card().nodes for fact in node.facts}
    assert {f"F{number}" for number in range(81, 91)} <= facts


def test_every_arrow_goes_from_box_to_box_and_all_but_the_entries_are_reached() -> None:
    """No loose end."""
    found = card()
    keys = {node.key for node in found.nodes}
    entries = {node.key for node in found.nodes if node.kind == "entry"}
    assert {end for edge in found.edges for end in edge} == keys
    assert {to for _, to in found.edges} == keys - entries


def test_nothing_follows_from_what_hangs_beside_a_step() -> None:
    """The report to PET and EAE is never the default outcome, and guidance is no step."""
    found = card()
    beside = {node.key for node in found.nodes if node.kind in action_card.BESIDE}
    assert beside == {"report", "guidance"}
    assert not [edge for edge in found.edges if edge[0] in beside]


def test_the_spine_has_every_box_once_and_numbers_only_steps() -> None:
    """One of two entries, one of two ages; what hangs beside belongs to the step before it."""
    stages = card().stages()
    boxes = [node for stage in stages for node in (*stage.nodes, *stage.beside)]
    assert boxes == list(card().nodes)
    assert [len(stage.nodes) for stage in stages] == [2, 1, 1, 1, 2, 1]
    assert [[node.key for node in stage.beside] for stage in stages][3:5] == [
        ["report"],
        ["guidance"],
    ]


@pytest.mark.parametrize(
    ("age", "met"),
    [
        (AgeBand.UNDER_18, ["under_18"]),
        (AgeBand.ADULT, ["over_18"]),
        (AgeBand.UNKNOWN, ["under_18", "over_18"]),
    ],
)
def test_somebody_who_has_told_us_meets_the_way_of_this_age(age: AgeBand, met: list[str]) -> None:
    """The entries are behind them, and the other age's way is left out."""
    stages = card().after_contact(age)
    keys = [node.key for stage in stages for node in stage.nodes]
    assert keys == ["meeting", "briefing", "assessment", *met, "decision"]


def test_the_names_are_the_municipality_s() -> None:
    """No name stands in the data."""
    assert "Infohus Andeby bliver orienteret." in card().steps("da")
    assert any("Voksenhuset" in seat["en"] for seat in card().seats)
