"""The figures of the pages: pyramid, prevention model and action card.

Each is drawn twice from the same data, for a phone and for wider pages. The text beside a figure
says the same; the figure is never the only place where something stands.
"""

from typing import Any

from drawing import GAP, LINE, PAD, Drawing, wrap
from markupsafe import Markup

from intake.action_card import ActionCard
from intake.municipality import Municipality
from intake.texts import Texts

PHONE, WIDE = 320, 640


def figure(*drawings: Drawing) -> Markup:
    """One figure of several drawings, of which the page shows the one that fits."""
    return Markup("<figure>{}</figure>").format(Markup().join(one.svg() for one in drawings))


def pyramid(texts: Texts) -> Markup:
    """Three layers of falling width; the effort stands under or beside its layer (F66, G02)."""
    return figure(_pyramid(texts, "narrow"), _pyramid(texts, "wide"))


def _pyramid(texts: Texts, kind: str) -> Drawing:
    wide = kind == "wide"
    drawing = Drawing(
        width=WIDE if wide else PHONE, kind=kind, name="pyramid",
        title=texts["pyramid.title"], desc=texts["pyramid.desc"],
    )  # fmt: skip
    step, high, middle, slope = 108, 100, 162, 0.3
    for at, layer in enumerate(("intervening", "targeted", "general")):
        top, half = at * step + 2, 64 + at * step * slope
        below = half + high * slope
        drawing.path(
            f"M{middle - half:g} {top}H{middle + half:g}L{middle + below:g} {top + high}"
            f"H{middle - below:g}Z",
            "shape",
        )
        who = wrap(texts[f"pyramid.{layer}.who"], 2 * half - 8)
        effort = [texts[f"pyramid.{layer}.effort"]]
        lines = who if wide else effort + who
        y = top + (high - LINE * len(lines)) / 2
        if wide:
            drawing.say(who, middle, y, anchor="middle")
            drawing.arrow([(middle + below + 4, top + high / 2), (372, top + high / 2)])
            drawing.say(effort, 386, top + high / 2 - LINE, "strong")
            drawing.say(wrap(texts[f"pyramid.{layer}.aim"], 250), 386, top + high / 2, "small")
        else:
            drawing.say(effort, middle, y, "strong", "middle")
            drawing.say(who, middle, y + LINE, anchor="middle")
    drawing.height = 3 * step - 4
    return drawing


def model(municipality: Municipality, texts: Texts) -> Markup:
    """Three bands: local, regional, national; ours has the heavy line (F21 to F30, G24)."""
    return figure(_model(municipality, texts, "narrow"), _model(municipality, texts, "wide"))


def _model(municipality: Municipality, texts: Texts, kind: str) -> Drawing:
    width = WIDE if kind == "wide" else PHONE
    drawing = Drawing(
        width=width, kind=kind, name="model", title=texts["model.title"], desc=texts["model.desc"]
    )
    names = {
        "infohus": municipality.infohus.name,
        "regional": municipality.infohus.regional_name,
        "police": municipality.police.name,
        "municipality": municipality.municipality.name,
    }
    for band in ("national", "regional", "local"):
        top = drawing.height + (GAP if drawing.height else 2)
        if drawing.height:
            drawing.arrow([(width / 2 - 8, top - 5), (width / 2 - 8, top - GAP + 5)])
            drawing.arrow([(width / 2 + 8, top - GAP + 5), (width / 2 + 8, top - 5)])
        title = [texts[f"model.{band}.level"]]
        who = [texts.get_filled(f"model.{band}.who", **names)]
        what = wrap(texts.get_filled(f"model.{band}.what", **names), width - 4 * PAD)
        tall = LINE * (2 + len(what)) + 2 * PAD
        drawing.rect(2, top, width - 4, tall, "ours" if band == "local" else "shape")
        drawing.say(title, 2 * PAD, top + PAD, "small")
        drawing.say(who, 2 * PAD, top + PAD + LINE, "strong")
        drawing.say(what, 2 * PAD, top + PAD + 2 * LINE)
    return drawing


def card(data: ActionCard, texts: Texts, language: str) -> Markup:
    """The action card (F81 to F90)."""
    return figure(*(Card(data, texts, language, kind).draw() for kind in ("narrow", "wide")))


class Card:
    """Draws the card: entries, steps, the side branch, the fork, and the decision."""

    def __init__(self, data: ActionCard, texts: Texts, language: str, kind: str) -> None:
        self._data, self._texts, self._language = data, texts, language
        self._wide = kind == "wide"
        self._full = (WIDE if self._wide else PHONE) - 4
        self._drawing = Drawing(
            width=self._full + 4, kind=kind, name="card",
            title=texts["card.title"], desc=texts["card.desc"],
        )  # fmt: skip

    def draw(self) -> Drawing:
        """Top to bottom in the order of the data."""
        entries = self._of("entry")
        self._row(entries, "shape")
        for node in self._data.nodes:
            if node.kind == "step" and node.key != self._last.key:
                self._row([node], "shape")
                if node.key == "meeting":
                    self._seats()
            elif node.kind == "side":
                self._branch(node)
        self._row(self._of("fork"), "shape")
        for node in self._of("note"):
            self._branch(node)
        self._row([self._last], "end")
        return self._drawing

    @property
    def _last(self) -> Any:
        return [node for node in self._data.nodes if node.kind == "step"][-1]

    def _of(self, kind: str) -> list[Any]:
        return [node for node in self._data.nodes if node.kind == kind]

    def _row(self, nodes: list[Any], kind: str) -> None:
        """Boxes beside each other where there is room, else under each other."""
        if not self._wide and len(nodes) > 1:
            for at, node in enumerate(nodes):
                self._boxes([node], kind, joined=not at)
            return
        self._boxes(nodes, kind, joined=True)

    def _boxes(self, nodes: list[Any], kind: str, joined: bool) -> None:
        drawing, count = self._drawing, len(nodes)
        width = (self._full - 16 * (count - 1)) / count
        texts = [wrap(node.words[self._language], width - 2 * PAD) for node in nodes]
        tall = LINE * max(map(len, texts)) + 2 * PAD
        first = not drawing.height
        top = 2.0 if first else drawing.height + (GAP if joined else 10)
        for at, lines in enumerate(texts):
            left = 2 + at * (width + 16)
            if not first and joined:
                drawing.arrow([(left + width / 2, top - GAP + 5), (left + width / 2, top - 5)])
            drawing.rect(left, top, width, tall, kind)
            drawing.say(lines, left + PAD, top + PAD)

    def _branch(self, node: Any) -> None:
        """Off the main line: dashed, set in, with its arrow from the side."""
        inset = 150 if self._wide else 44
        self._aside(wrap(node.words[self._language], self._full - inset - 2 * PAD), inset)

    def _seats(self) -> None:
        seats = [seat[self._language] for seat in self._data.seats]
        inset = 150 if self._wide else 44
        width = self._full - inset - 2 * PAD
        lines = [part for seat in seats for part in wrap(f"- {seat}", width)]
        self._aside([self._texts["card.members"], *lines], inset, arrow=False)

    def _aside(self, lines: list[str], inset: int, arrow: bool = True) -> None:
        drawing = self._drawing
        top, tall = drawing.height + 12, LINE * len(lines) + 2 * PAD
        if arrow:
            drawing.arrow(
                [(20, drawing.height), (20, top + tall / 2), (inset - 4, top + tall / 2)], True
            )
        drawing.rect(2 + inset, top, self._full - inset, tall, "shape aside")
        drawing.say(lines, 2 + inset + PAD, top + PAD)
