"""The action card holds the facts of the source, and its arrows lead somewhere."""

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


def test_the_report_to_the_services_is_a_side_branch() -> None:
    """It is never the default outcome: nothing follows from it."""
    found = card()
    report = next(node for node in found.nodes if node.key == "report")
    assert report.kind == "side"
    assert not [edge for edge in found.edges if edge[0] == "report"]


def test_the_names_are_the_municipality_s() -> None:
    """No name stands in the data."""
    assert "Infohus Andeby bliver orienteret." in card().steps("da")
    assert any("Voksenhuset" in seat["en"] for seat in card().seats)
