"""The figures of the pages: pyramid, prevention model and action card.

Each is drawn twice from the same data, for a phone and for wider pages and paper. The text beside a
figure says the same; the figure is never the only place where something stands.
"""

from collections.abc import Callable
from dataclasses import dataclass

from drawing import GAP, LINE, PAD, PHONE, WIDE, Drawing, wrap
from markupsafe import Markup
from spine import draw_spine

from intake.facts import ActionCard, Municipality, Texts


def figure(name: str, texts: Texts, draw: Callable[[Drawing], None]) -> Markup:
    """One figure of two drawings, of which the page shows the one that fits."""
    drawings = [
        Drawing(
            width=width,
            kind=kind,
            name=name,
            title=texts[f"{name}.title"],
            desc=texts[f"{name}.desc"],
        )
        for kind, width in (("narrow", PHONE), ("wide", WIDE))
    ]
    for drawing in drawings:
        draw(drawing)
    return Markup("<figure>{}</figure>").format(Markup().join(each.svg() for each in drawings))


@dataclass(frozen=True, kw_only=True)
class Triangle:
    """A pyramid with its top at the top: how wide and high, and where its layers end."""

    base: int
    height: int
    cuts: tuple[int, int, int]

    @property
    def middle(self) -> float:
        """Where its top stands."""
        return self.base / 2 + 2

    def half(self, y: float) -> float:
        """Half its width at this height."""
        return self.base / 2 * y / self.height


NARROW_TRIANGLE = Triangle(base=206, height=420, cuts=(280, 352, 420))
WIDE_TRIANGLE = Triangle(base=380, height=366, cuts=(182, 272, 366))
LAYERS = (("intervening", "deep"), ("targeted", "middle"), ("general", "pale"))
"""From the top, each with its tone."""
FIRST = 3
"""Where the top stands."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A layer of the pyramid: its texts' key, its tone, and where it begins and ends."""

    key: str
    tone: str
    top: int
    below: int

    @property
    def middle(self) -> float:
        return (self.top + self.below) / 2


def pyramid(texts: Texts) -> Markup:
    """Three layers of falling width; the effort stands beside its layer (F66, G02)."""
    return figure("pyramid", texts, lambda drawing: _pyramid(drawing, texts))


def _pyramid(drawing: Drawing, texts: Texts) -> None:
    shape = WIDE_TRIANGLE if drawing.wide else NARROW_TRIANGLE
    above = 0
    for (key, tone), below in zip(LAYERS, shape.cuts, strict=True):
        layer = Layer(key=key, tone=tone, top=above + 5 if above else FIRST, below=below)
        _draw_layer(drawing, shape, layer)
        _say_who(drawing, shape, layer, texts[f"pyramid.{key}.who"])
        _say_effort(drawing, shape, layer, texts)
        above = below
    drawing.height = shape.height + 3


def _draw_layer(drawing: Drawing, shape: Triangle, layer: Layer) -> None:
    """The first is a triangle: a pyramid has a top."""
    x, high = shape.middle, shape.half(layer.top) if layer.top > FIRST else 0
    wide = shape.half(layer.below)
    side = f"H{x + high:g}L{x + wide:g} {layer.below}H{x - wide:g}Z"
    drawing.path(f"M{x - high:g} {layer.top}{side}", f"layer {layer.tone}")


def _say_who(drawing: Drawing, shape: Triangle, layer: Layer, who: str) -> None:
    """Inside the layer; at the top only its lower part has room."""
    at_top = layer.top == FIRST
    lines = wrap(who, 112 if at_top else 2 * shape.half(layer.top) - 6)
    high = LINE * len(lines)
    y = layer.below - high - 8 if at_top else layer.middle - high / 2
    drawing.say(lines, shape.middle, y, f"on-{layer.tone}", "middle")


def _say_effort(drawing: Drawing, shape: Triangle, layer: Layer, texts: Texts) -> None:
    """Beside the layer; where there is room, with its aim."""
    effort = texts[f"pyramid.{layer.key}.effort"]
    edge, y = shape.middle + shape.half(layer.middle), layer.middle
    if not drawing.wide:
        lines = wrap(effort, 100)
        drawing.say(lines, edge + 8, y - LINE * len(lines) / 2, "strong")
        return
    aim = wrap(texts[f"pyramid.{layer.key}.aim"], 218)
    drawing.line(edge + 6, y, 404, y)
    top = y - LINE * (1 + len(aim)) / 2
    drawing.say([effort], 414, top, "strong")
    drawing.say(aim, 414, top + LINE)


def model(municipality: Municipality, texts: Texts) -> Markup:
    """Three bands: national, regional, local; ours has the heavy line (F21 to F30, G24)."""
    names = {
        "infohus": municipality.infohus.name,
        "regional": municipality.infohus.regional_name,
        "police": municipality.police.name,
        "municipality": municipality.municipality.name,
    }
    return figure("model", texts, lambda drawing: _model(drawing, texts, names))


def _model(drawing: Drawing, texts: Texts, names: dict[str, str]) -> None:
    left = 150 if drawing.wide else 2 + PAD
    for band in ("national", "regional", "local"):
        top = drawing.height + GAP / 2 if drawing.height else 2
        if drawing.height:
            drawing.line(left + 10, drawing.height, left + 10, top)
        who = wrap(texts.get_filled(f"model.{band}.who", **names), drawing.width - left - 2 * PAD)
        what = wrap(texts.get_filled(f"model.{band}.what", **names), drawing.width - left - 2 * PAD)
        above = 0 if drawing.wide else 1
        tall = LINE * (above + len(who) + len(what)) + 2 * PAD
        drawing.rect(2, top, drawing.width - 4, tall, "ours" if band == "local" else "shape")
        drawing.say([texts[f"model.{band}.level"]], 2 + PAD, top + PAD, "small")
        drawing.say(who, left, top + PAD + LINE * above, "strong")
        drawing.say(what, left, top + PAD + LINE * (above + len(who)))


def card(data: ActionCard, texts: Texts, language: str) -> Markup:
    """The action card (F81 to F90)."""
    return figure("card", texts, lambda drawing: draw_spine(drawing, data, texts, language))
