"""Fills in a PDF form by an incremental update: the form as it is, and what changed behind it.

ISO 32000-1, section 7.5.6. What the update must know of the form (object numbers, dictionaries,
boxes) stands in a file beside it, made by `tools/make_sheet.py`; nothing is parsed here. Each
filled field gets its value and an appearance in the form's own font, so that every viewer and
printer shows the same.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.letter.font import Font
from intake.letter.section import section, stream, string

MARGIN = 4.0
LEADING = 1.28
"""Of the size of the letters."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A field's value, and the same in lines that fit its box."""

    value: str
    lines: tuple[str, ...]


class PdfForm:
    """A blank form, ready to be filled in any number of times."""

    def __init__(self, path: Path, font: Font) -> None:
        self._blank = path.read_bytes()
        self._layout: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
        self._font = font
        self._size: float = self._layout["size_of_letters"]

    def fit(self, name: str, text: str, continued: str) -> Filled:
        """As much of `text` as the field's box holds; `continued` ends what is longer."""
        box = self._layout["fields"][name]
        most = int((box["height"] - 2 * MARGIN) / (self._size * LEADING))
        places: list[tuple[int, int]] = []
        for place in self._font.lines(text, self._size, box["width"] - 2 * MARGIN):
            if len(places) == most:
                shown = places[: most - 1]
                value = f"{text[: shown[-1][1]] if shown else ''}\n{continued}".lstrip("\n")
                return Filled(value=value, lines=(*(text[a:b] for a, b in shown), continued))
            places.append(place)
        return Filled(value=text, lines=tuple(text[start:end] for start, end in places))

    def fill(self, fields: Mapping[str, Filled]) -> bytes:
        """The form with these fields filled in and the others untouched."""
        new: int = self._layout["size"]
        objects: dict[int, bytes] = {}
        for at, (name, filled) in enumerate(fields.items()):
            field = self._layout["fields"][name]
            head = f"{field['dictionary']} /AP << /N {new + at} 0 R >> /V "
            objects[field["number"]] = head.encode("ascii") + _text(filled.value) + b" >>"
            objects[new + at] = self._appearance(field, filled.lines)
        trailer = (
            f"/Prev {self._layout['previous']} {self._layout['trailer']} "
            f"/ID [<{self._layout['id']}> <{secrets.token_hex(16)}>]"
        )
        free = new + len(fields)
        return self._blank + section(objects, after=self._blank, free=free, trailer=trailer)

    def _appearance(self, field: dict[str, Any], lines: tuple[str, ...]) -> bytes:
        leading = self._size * LEADING
        top = field["height"] - MARGIN - self._size
        start = f"/Tx BMC q BT /F {self._size} Tf {leading:.2f} TL 0 g {MARGIN} {top:.2f} Td\n"
        drawn = b"".join(string(line.encode("utf-16-be")) + b" Tj T*\n" for line in lines)
        head = (
            f"/Type /XObject /Subtype /Form /BBox [0 0 {field['width']} {field['height']}] "
            f"/Resources << /Font << /F {self._layout['font']} >> >>"
        )
        return stream(head, start.encode("ascii") + drawn + b"ET Q EMC")


def _text(text: str) -> bytes:
    """A text string (ISO 32000-1, section 7.9.2.2)."""
    return string(b"\xfe\xff" + text.encode("utf-16-be"))
