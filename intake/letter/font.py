"""The one font of our documents: what it can show, how wide, and where lines break.

`files/sans.ttf` holds the Latin letters of DejaVu Sans, `files/sans.json` their measures; both are
made by `tools/cut_font.py`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

from intake.letter.visible import visible

FILES = Path(__file__).parent / "files"
_PART_OF = "NOTICE"
"""Six capitals mark a font of which a part is there (ISO 32000-1, section 9.6.4)."""


@dataclass(frozen=True, kw_only=True)
class Font:
    """Glyphs by sign, and what a PDF must know of the whole."""

    name: str
    ascent: int
    descent: int
    box: tuple[int, int, int, int]
    numbers: dict[str, str]
    """Four hexadecimal digits for each sign."""
    widths: dict[str, int]
    unknown: re.Pattern[str]
    """Signs in a row that the font lacks, with the blanks between them."""
    file: bytes
    drawn: tuple[int, ...]
    """Where in the file each glyph begins, and where the last ends."""
    parts: dict[int, tuple[int, ...]]
    """The glyphs that are others put together."""

    def only(self, text: str) -> "Font":
        """The font as far as this text needs it: the other glyphs keep their numbers, undrawn.

        The file keeps its length, with zeros in it (a glyph without outlines, and cheap to pack).
        """
        numbers = {sign: self.numbers[sign] for sign in self.numbers if sign in text}
        needed = {int(number, 16) for number in numbers.values()} | {0}
        needed |= {part for glyph in needed for part in self.parts.get(glyph, ())}
        file = bytearray(self.file)
        for glyph, (begin, end) in enumerate(pairwise(self.drawn)):
            if glyph not in needed:
                file[begin:end] = bytes(end - begin)
        return replace(self, name=_PART_OF + self.name[6:], numbers=numbers, file=bytes(file))

    def showable(self, text: str, note: str) -> str:
        """The text with a note in place of the signs that the font lacks; line breaks stay."""
        plain = visible(normalize("NFC", text)).replace("\t", "    ")
        return self.unknown.sub(lambda _: note, plain)

    def lines(self, text: str, size: float, width: float) -> Iterator[tuple[int, int]]:
        """Where each line of `text` begins and ends, broken at blanks, or within a long word."""
        room, begin = width / size * 1000, 0
        guess = max(1, int(room / self.widths["n"]))
        for paragraph in text.split("\n"):
            start = 0
            while (at := self._outside(paragraph, start, room, guess)) < len(paragraph):
                guess = at - start
                blank = paragraph.rfind(" ", start, at)
                yield begin + start, begin + (at if blank < 0 else blank)
                start = at if blank < 0 else blank + 1
            yield begin + start, begin + len(paragraph)
            begin += len(paragraph) + 1

    def _outside(self, line: str, start: int, room: float, guess: int) -> int:
        """The first sign that ends beyond the room; never the first of a line, and never a blank.

        `guess`: about so many have room (the line before had); from there sign by sign.
        """
        width, last = self.widths.__getitem__, len(line)
        at = min(start + guess, last)
        used = sum(map(width, line[start:at]))
        while used > room and at > start + 1:
            at -= 1
            used -= width(line[at])
        while at < last and (used := used + width(line[at])) <= room:
            at += 1
        while line[at : at + 1] == " ":
            at += 1
        return at

    def hexadecimal(self, line: str) -> str:
        """The line as a PDF string of glyph numbers."""
        return f"<{''.join(map(self.numbers.__getitem__, line))}>"


@cache
def load() -> Font:
    """The font, read once."""
    metrics = json.loads((FILES / "sans.json").read_text(encoding="utf-8"))
    glyphs: dict[str, tuple[int, int]] = metrics["glyphs"]
    lacking = f"[^{re.escape(''.join(glyphs))}\n]+"
    return Font(
        name=metrics["name"],
        ascent=metrics["ascent"],
        descent=metrics["descent"],
        box=tuple(metrics["box"]),
        numbers={sign: f"{number:04x}" for sign, (number, _) in glyphs.items()},
        widths={sign: width for sign, (_, width) in glyphs.items()},
        unknown=re.compile(f"{lacking}(?: +{lacking})*"),
        file=(FILES / "sans.ttf").read_bytes(),
        drawn=tuple(metrics["drawn"]),
        parts={int(glyph): tuple(of) for glyph, of in metrics["parts"].items()},
    )
