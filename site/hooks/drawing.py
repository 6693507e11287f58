"""Inline SVG that grows downwards: boxes, layers, lines of text, arrows.

Colours and strokes come from the page's stylesheet by class, so that every figure is of one family
and follows dark mode, forced colours and print. Numbers are units of the drawing.
"""

from dataclasses import dataclass, field

from markupsafe import Markup

SIZE = 15
LINE = 21
"""Text size and line height."""
PAD = 12
"""Between a box and its words."""
GAP = 34
"""Room for an arrow."""
PHONE, WIDE = 320, 640
"""Widths of the two drawings of a figure."""

_NARROW = set("ijltfrI.,:;()'-| /")
_WIDE = set("mwMWÆæÅØ§")


def width_of(text: str) -> float:
    """A careful estimate of how wide the words become in a system font."""
    each = (0.34 if sign in _NARROW else 0.92 if sign in _WIDE else 0.62 for sign in text)
    return SIZE * sum(each)


def wrap(text: str, width: float) -> list[str]:
    """The words in lines that fit."""
    lines = [""]
    for word in text.replace("§ ", "§\u00a0").split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@dataclass(kw_only=True)
class Drawing:
    """Grows downwards as things are put into it."""

    width: int
    kind: str
    name: str
    title: str
    desc: str
    height: float = 0
    parts: list[Markup] = field(default_factory=list)

    @property
    def wide(self) -> bool:
        """Whether it is the drawing of wider pages and of paper."""
        return self.kind == "wide"

    def rect(self, x: float, y: float, width: float, height: float, kind: str = "shape") -> None:
        """A box with round corners; the drawing grows to hold it."""
        self._add(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="10"/>',
            kind, _short(x), _short(y), _short(width), _short(height),
        )  # fmt: skip
        self.height = max(self.height, y + height + 2)

    def say(
        self, lines: list[str], x: float, y: float, kind: str = "plain", anchor: str = "start"
    ) -> None:
        """Lines of text; `y` is the top of the first."""
        for at, line in enumerate(lines):
            self._add(
                '<text x="{}" y="{}" font-size="{}" class="{}" text-anchor="{}">{}</text>',
                _short(x), _short(y + LINE * at + SIZE), SIZE, kind, anchor, line,
            )  # fmt: skip
        self.height = max(self.height, y + LINE * len(lines) + 2)

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "line") -> None:
        """What belongs together, without a direction."""
        self.path(f"M{x1:g} {y1:g}L{x2:g} {y2:g}", kind)

    def arrow(self, x: float, y1: float, y2: float) -> None:
        """Down from `y1`, with its point at `y2`."""
        self.path(
            f"M{x:g} {y1:g}V{y2:g}M{x - 5:g} {y2 - 7:g}L{x:g} {y2:g}L{x + 5:g} {y2 - 7:g}", "arrow"
        )

    def path(self, shape: str, kind: str) -> None:
        """A shape in SVG's own path language; it does not make the drawing higher."""
        self._add('<path class="{}" d="{}"/>', kind, shape)

    def svg(self) -> Markup:
        """Named and described for whoever hears it; its ids are its own on the page."""
        ids = f"{self.name}-{self.kind}"
        return Markup(
            '<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" '
            'aria-labelledby="{ids}-title {ids}-desc"><title id="{ids}-title">{title}</title>'
            '<desc id="{ids}-desc">{desc}</desc>{parts}</svg>'
        ).format(
            kind=self.kind, width=self.width, height=round(self.height), ids=ids,
            title=self.title, desc=self.desc, parts=Markup().join(self.parts),
        )  # fmt: skip

    def _add(self, shape: str, *values: object) -> None:
        self.parts.append(Markup(shape).format(*values))  # noqa: S704 shapes are ours


def _short(number: float) -> str:
    return f"{round(number, 1):g}"
