"""The figures of the pages: pyramid, prevention model and action card.

Each is drawn twice from the same data, for a phone and for wider pages. The text beside a figure
says the same; the figure is never the only place where something stands.
"""

import itertools

from drawing import GAP, LINE, PAD, Drawing, wrap
from markupsafe import Markup

from intake.facts.action_card import ActionCard, Node
from intake.facts.municipality import Municipality
from intake.facts.texts import Texts

PHONE, WIDE = 320, 640


def figure(*drawings: Drawing) -> Markup:
    """One figure of several drawings, of which the page shows the one that fits."""
    return Markup("<figure>{}</figure>").format(Markup().join(one.svg() for one in drawings))


def pyramid(texts: Texts) -> Markup:
    """Three layers of falling width; the effort stands under or beside its layer (F66, G02)."""
    return figure(_pyramid(texts, "narrow"), _pyramid(texts, "wide"))


def _empty(name: str, texts: Texts, kind: str) -> Drawing:
    return Drawing(
        width=WIDE if kind == "wide" else PHONE,
        kind=kind,
        name=name,
        title=texts[f"{name}.title"],
        desc=texts[f"{name}.desc"],
    )


def _pyramid(texts: Texts, kind: str) -> Drawing:
    wide = kind == "wide"
    drawing = _empty("pyramid", texts, kind)
    step, high, middle = 108, 100, 160
    tip, slope = (64, 0.3) if wide else (88, 0.22)
    for at, layer in enumerate(("intervening", "targeted", "general")):
        top, half = at * step + 2, tip + at * step * slope
        below = half + high * slope
        sides = f"H{middle + half:g}L{middle + below:g} {top + high}H{middle - below:g}Z"
        drawing.path(f"M{middle - half:g} {top}{sides}", "shape")
        who = wrap(texts[f"pyramid.{layer}.who"], 2 * half - 8)
        effort = [texts[f"pyramid.{layer}.effort"]]
        centre = top + high / 2
        if wide:
            drawing.say(who, middle, centre - LINE * len(who) / 2, anchor="middle")
            drawing.arrow([(middle + below + 4, centre), (372, centre)])
            drawing.say(effort, 386, centre - LINE, "strong")
            drawing.say(wrap(texts[f"pyramid.{layer}.aim"], 250), 386, centre, "small")
        else:
            y = centre - LINE * (1 + len(who)) / 2
            drawing.say(effort, middle, y, "strong", "middle")
            drawing.say(who, middle, y + LINE, anchor="middle")
    drawing.height = 3 * step - 4
    return drawing


def model(municipality: Municipality, texts: Texts) -> Markup:
    """Three bands: local, regional, national; ours has the heavy line (F21 to F30, G24)."""
    return figure(_model(municipality, texts, "narrow"), _model(municipality, texts, "wide"))


def _model(municipality: Municipality, texts: Texts, kind: str) -> Drawing:
    drawing = _empty("model", texts, kind)
    width = drawing.width
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
        self._above: list[float] = []
        """Middles of the boxes that the next arrows come from."""
        self._drawing = Drawing(
            width=self._full + 4,
            kind=kind,
            name="card",
            title=texts["card.title"],
            desc=texts["card.desc"],
        )

    def draw(self) -> Drawing:
        """Top to bottom in the order of the data."""
        last = self._data.nodes[-1]
        for kind, nodes in itertools.groupby(self._data.nodes, lambda node: node.kind):
            row = list(nodes)
            if kind in ("entry", "fork"):
                self._row(row)
            elif kind == "side":
                self._branch(row[0].words[self._language])
            elif kind == "note":
                self._box(row[0], "shape aside")
            else:
                for node in row:
                    self._box(node, "end" if node is last else "shape")
                    if "F89" in node.facts:
                        self._seats()
        return self._drawing

    def _row(self, nodes: list[Node]) -> None:
        """Boxes beside each other where there is room, else under each other."""
        if self._wide:
            self._boxes(nodes, "shape")
            return
        for at, node in enumerate(nodes):
            if at:
                self._or()
                self._above = []
            self._box(node, "shape")

    def _or(self) -> None:
        drawing = self._drawing
        middle = self._full / 2 + 2
        drawing.say([self._texts["card.or"]], middle, drawing.height + 1, "small", "middle")

    def _box(self, node: Node, kind: str) -> None:
        self._boxes([node], kind)

    def _boxes(self, nodes: list[Node], kind: str) -> None:
        drawing, count = self._drawing, len(nodes)
        width = (self._full - 16 * (count - 1)) / count
        texts = [wrap(node.words[self._language], width - 2 * PAD) for node in nodes]
        tall = LINE * max(map(len, texts)) + 2 * PAD
        lefts = [2 + at * (width + 16) for at in range(count)]
        middles = [left + width / 2 for left in lefts]
        top = drawing.height + (GAP if self._above else 2)
        for x in max(self._above, middles, key=len) if self._above else ():
            drawing.arrow([(x, top - GAP + 5), (x, top - 5)])
        for left, lines in zip(lefts, texts, strict=True):
            drawing.rect(left, top, width, tall, kind)
            drawing.say(lines, left + PAD, top + PAD)
        self._above = middles

    def _branch(self, words: str) -> None:
        """Off the main line: dashed, set in, with its arrow from the side."""
        drawing = self._drawing
        start, inset = drawing.height - 2, self._inset
        top = self._aside(wrap(words, self._full - inset - 2 * PAD))
        drawing.arrow([(20, start), (20, top), (inset - 3, top)], dashed=True)

    def _seats(self) -> None:
        width = self._full - self._inset - 2 * PAD
        seats = [seat[self._language] for seat in self._data.seats]
        lines = [part for seat in seats for part in wrap(f"- {seat}", width)]
        self._aside([self._texts["card.members"], *lines])

    @property
    def _inset(self) -> int:
        return 150 if self._wide else 44

    def _aside(self, lines: list[str]) -> float:
        """A dashed box set in; gives the height of its middle."""
        drawing, left = self._drawing, 2 + self._inset
        top, tall = drawing.height + 8, LINE * len(lines) + 2 * PAD
        drawing.rect(left, top, self._full - self._inset, tall, "shape aside")
        drawing.say(lines, left + PAD, top + PAD)
        return top + tall / 2
