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


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of the blank form, and what stands around whatever is filled in."""

    number: int
    room: float
    """For a line, in points."""
    most: int
    """Lines that fit."""
    dictionary: bytes
    """Left open."""
    frame: str
    """The appearance's own dictionary."""
    start: bytes
    """Of its drawing: font, leading, and the place of the first line."""

    @classmethod
    def of(cls, told: Mapping[str, Any], font: str, size: float) -> "Field":
        """From what stands in the file beside the form."""
        width, height = told["width"], told["height"]
        leading, top = size * LEADING, height - MARGIN - size
        return cls(
            number=told["number"],
            room=width - 2 * MARGIN,
            most=int((height - 2 * MARGIN) / leading),
            dictionary=told["dictionary"].encode("ascii"),
            frame=(
                f"/Type /XObject /Subtype /Form /BBox [0 0 {width} {height}] "
                f"/Resources << /Font << /F {font} >> >>"
            ),
            start=b"/Tx BMC q BT /F %.1f Tf %.2f TL 0 g %.1f %.2f Td\n"
            % (size, leading, MARGIN, top),
        )


class PdfForm:
    """A blank form, ready to be filled in any number of times."""

    def __init__(self, path: Path, font: Font) -> None:
        self._blank = path.read_bytes()
        layout: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
        self._font, self._size = font, layout["size_of_letters"]
        self._fields = {
            name: Field.of(told, layout["font"], self._size)
            for name, told in layout["fields"].items()
        }
        self._first_free: int = layout["size"]
        self._trailer = f"/Prev {layout['previous']} {layout['trailer']} /ID [<{layout['id']}>"

    def fit(self, name: str, text: str, continued: str) -> Filled:
        """As much of `text` as the field's box holds; `continued` ends what is longer."""
        field = self._fields[name]
        places: list[tuple[int, int]] = []
        for place in self._font.lines(text, self._size, field.room):
            if len(places) == field.most:
                shown = places[: field.most - 1]
                value = f"{text[: shown[-1][1]] if shown else ''}\n{continued}".lstrip("\n")
                return Filled(value=value, lines=(*(text[a:b] for a, b in shown), continued))
            places.append(place)
        return Filled(value=text, lines=tuple(text[start:end] for start, end in places))

    def fill(self, fields: Mapping[str, Filled]) -> bytes:
        """The form with these fields filled in and the others untouched."""
        objects: dict[int, bytes] = {}
        for new, (name, filled) in enumerate(fields.items(), self._first_free):
            field = self._fields[name]
            given = (field.dictionary, new, _text(filled.value))
            objects[field.number] = b"%b /AP << /N %d 0 R >> /V %b >>" % given
            objects[new] = _appearance(field, filled.lines)
        trailer = f"{self._trailer} <{secrets.token_hex(16)}>]"
        free = self._first_free + len(fields)
        return self._blank + section(objects, after=self._blank, free=free, trailer=trailer)


def _appearance(field: Field, lines: tuple[str, ...]) -> bytes:
    drawn = b"".join(string(line.encode("utf-16-be")) + b" Tj T*\n" for line in lines)
    return stream(field.frame, field.start + drawn + b"ET Q EMC")


def _text(text: str) -> bytes:
    """A text string (ISO 32000-1, section 7.9.2.2)."""
    return string(b"\xfe\xff" + text.encode("utf-16-be"))
