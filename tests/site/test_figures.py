"""The drawings say what the text says."""

import re
from html import unescape

import pytest

from intake.facts import action_card, texts
from tests.site.hooks import blocks, drawing, facts, figures


def words(svg: str) -> str:
    """All a drawing says, as one line."""
    said = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    return " ".join(unescape(" ".join(said)).split())


@pytest.mark.parametrize("language", ["da", "en"])
def test_both_drawings_of_the_card_say_every_step(language: str) -> None:
    """On a phone and on a wide page, in the words of the list."""
    card = action_card.load(facts.read())
    drawn = str(figures.card(card, texts.load(f"site.{language}"), language))
    for svg in drawn.split("</svg>")[:2]:
        for node in card.nodes:
            assert node.words[language] in words(svg), node.key


def test_the_list_keeps_the_side_branch_off_the_main_line() -> None:
    """The report to PET and EAE is part of the assessment, never a step of its own."""
    card = action_card.load(facts.read())
    kinds = [kind for kind, _ in blocks.groups(card)]
    assert "side" not in kinds
    assert kinds.count("entry") == kinds.count("fork") == 1
    assert sum(len(nodes) for _, nodes in blocks.groups(card)) == len(card.nodes)


def test_no_line_is_wider_than_its_box() -> None:
    """The estimate of a line's width decides where it breaks."""
    long = "Infohuset vurderer, om lokalpolitiet skal indberette til PET og EAE. " * 3
    long = long.strip()
    lines = drawing.wrap(long, 200)
    assert all(drawing.width_of(line) <= 200 for line in lines)
    assert " ".join(lines) == long


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_drawing_has_a_name_and_a_description(language: str) -> None:
    """For those who do not see it."""
    municipality, own = facts.read(), texts.load(f"site.{language}")
    for drawn in (figures.pyramid(own), figures.model(municipality, own)):
        assert drawn.count("<svg") == drawn.count("<title") == drawn.count("<desc") == 2
