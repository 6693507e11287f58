"""The drawings say what the text says, and are of one family."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import pytest

from intake.facts import action_card, texts
from tests.site.hooks import drawing, facts, figures

LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])
FAMILY = {
    "narrow", "wide", "plain", "strong", "small", "step", "over", "shape", "ours", "end", "aside",
    "link", "line", "divide", "arrow", "layer", "deep", "middle", "pale",
    "on-deep", "on-middle", "on-pale",
}  # fmt: skip
"""Every stroke, corner and colour a figure may have: `site.css` says how each looks."""


@dataclass(frozen=True)
class Box:
    """A box of a drawing."""

    kind: str
    x: float
    y: float
    width: float
    height: float

    def has_over(self, x: float) -> bool:
        """Whether a line straight down at `x` meets it."""
        return self.x <= x <= self.x + self.width


def words(svg: str) -> str:
    """All a drawing says, as one line."""
    said = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    return " ".join(unescape(" ".join(said)).split())


def drawn(language: str) -> dict[str, str]:
    """Each figure's HTML."""
    municipality, own = facts.read(), texts.load(f"site.{language}")
    return {
        "card": str(figures.card(action_card.load(municipality), own, language)),
        "pyramid": str(figures.pyramid(own)),
        "model": str(figures.model(municipality, own)),
    }


def both(html: str) -> list[str]:
    """The drawing for a phone, and the wide one."""
    narrow, wide, rest = html.split("</svg>")
    assert rest == "</figure>"
    return [narrow, wide]


def boxes(svg: str) -> list[Box]:
    """Every box."""
    found = re.findall(r'<rect class="(.*?)" x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"', svg)
    return [Box(kind, *map(float, numbers)) for kind, *numbers in found]


def arrows(svg: str) -> Iterator[tuple[float, float, float]]:
    """Each arrow: where it stands, begins and ends."""
    for path in re.findall(r'<path class="arrow" d="(.*?)"', svg):
        straight = re.match(r"M([\d.]+) ([\d.]+)V([\d.]+)M", path)
        assert straight is not None, path
        yield tuple(map(float, straight.groups()))  # type: ignore[misc]


@LANGUAGES
def test_both_drawings_of_the_card_say_every_step(language: str) -> None:
    """On a phone and on a wide page, in the words of the list, and the number of each step."""
    card = action_card.load(facts.read())
    for svg in both(drawn(language)["card"]):
        for node in card.nodes:
            assert node.words[language] in words(svg), node.key
        for seat in card.seats:
            assert seat[language] in words(svg)
        numbers = re.findall(r'class="strong step"[^>]*>(\d)<', svg)
        assert sorted(set(numbers)) == [str(at + 1) for at in range(len(card.stages()))]


@LANGUAGES
def test_an_arrow_leads_straight_from_one_step_to_the_next(language: str) -> None:
    """It begins at the lower side of a step and ends at the upper side of the next."""
    for svg in both(drawn(language)["card"]):
        steps = [box for box in boxes(svg) if box.kind != "aside"]
        found = list(arrows(svg))
        assert len(found) >= len(action_card.load(facts.read()).stages()) - 1
        for x, y1, y2 in found:
            assert [box for box in steps if box.has_over(x) and 0 < y1 - box.y - box.height < 6]
            assert [box for box in steps if box.has_over(x) and 0 < box.y - y2 < 6]


@LANGUAGES
def test_no_arrow_begins_under_what_hangs_beside(language: str) -> None:
    """Members, the report to PET and EAE, and guidance: none of them leads on."""
    for svg in both(drawn(language)["card"]):
        beside = [box for box in boxes(svg) if box.kind == "aside"]
        assert len(beside) == 3
        for x, _, _ in arrows(svg):
            assert not [box for box in beside if box.has_over(x)]


@LANGUAGES
def test_ages_stand_side_by_side_only_where_there_is_room(language: str) -> None:
    """On a phone they share one box, with the word "or" between them."""
    either = texts.load(f"site.{language}")["card.or"]
    narrow, wide = both(drawn(language)["card"])
    for svg, most in ((narrow, 1), (wide, 2)):
        steps = [box for box in boxes(svg) if box.kind != "aside"]
        rows = {box.y: [each for each in steps if each.y == box.y] for box in steps}
        assert max(map(len, rows.values())) == most
    assert narrow.count(f">{either}<") == 2
    assert wide.count(f">{either}<") == 0


@LANGUAGES
def test_the_pyramid_has_a_top(language: str) -> None:
    """Three layers, each wider than the one above, the first a triangle, each with a tone."""
    for svg in both(drawn(language)["pyramid"]):
        layers = re.findall(
            r'class="layer (\w+)" d="M([\d.]+) \d+H([\d.]+)L([\d.]+) \d+H([\d.]+)Z"', svg
        )
        assert [layer[0] for layer in layers] == ["deep", "middle", "pale"]
        sides = [tuple(map(float, layer[1:])) for layer in layers]
        assert sides[0][0] == sides[0][1]
        tops = [right - left for left, right, _, _ in sides]
        ends = [right - left for _, _, right, left in sides]
        assert tops[0] < ends[0] < ends[1] < ends[2]
        assert all(abs(top - end) < 6 for top, end in zip(tops[1:], ends[:-1], strict=True))


@LANGUAGES
def test_the_pyramid_says_what_the_figure_and_the_text_say(language: str) -> None:
    """Whom, in the layer; which effort, beside it."""
    own = texts.load(f"site.{language}")
    for svg in both(drawn(language)["pyramid"]):
        for layer in ("intervening", "targeted", "general"):
            assert own[f"pyramid.{layer}.who"] in words(svg)
            assert own[f"pyramid.{layer}.effort"] in words(svg)


@LANGUAGES
def test_ours_is_the_heavy_band_of_the_model(language: str) -> None:
    """National, regional, local: the last is ours."""
    for svg in both(drawn(language)["model"]):
        assert [box.kind for box in boxes(svg)] == ["shape", "shape", "ours"]
        assert 'class="arrow"' not in svg


@LANGUAGES
def test_the_figures_are_one_family(language: str) -> None:
    """The same few strokes and corners, one size of type, and two drawings with name and text."""
    for html in drawn(language).values():
        assert set(" ".join(re.findall(r'class="(.*?)"', html)).split()) <= FAMILY
        assert set(re.findall(r'rx="(.*?)"', html)) <= {"10"}
        assert set(re.findall(r'font-size="(.*?)"', html)) == {"15"}
        assert html.count("<svg") == html.count("<title") == html.count("<desc") == 2
        assert not re.search(r"fill=|stroke=|style=", html)


def test_no_line_is_wider_than_its_box() -> None:
    """The estimate of a line's width decides where it breaks."""
    long = "Infohuset vurderer, om lokalpolitiet skal indberette til PET og EAE. " * 3
    long = long.strip()
    lines = drawing.wrap(long, 200)
    assert all(drawing.width_of(line) <= 200 for line in lines)
    assert " ".join(lines) == long
