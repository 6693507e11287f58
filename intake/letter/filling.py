"""Fills in a PDF form by an incremental update: the form as it is, and what changed behind it.

ISO 32000-1, section 7.5.6. What the update must know of the form (object numbers, dictionaries,
boxes) stands in a file beside it, made by `tools/make_sheet.py`; nothing is parsed here. Each
filled field gets its value and an appearance in the form's own font, so that every viewer and
printer shows the same.
"""

import json
import re
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.letter.font import Font

MARGIN = 4.0
LEADING = 1.28
"""Of the size of the letters."""
_ESCAPED = {b"\\": b"\\\\", b"(": b"\\(", b")": b"\\)", b"\r": b"\\r"}
_SPECIAL = re.compile(rb"[\\()\r]")
WORTH_PACKING = 1_000
"""Bytes. To begin packing takes longer than to encrypt and store so few."""
QUICK, THOROUGH = 1, 9
"""How hard zlib tries: a file for each letter is packed at once, one for all letters well."""


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
            objects[field["number"]] = head.encode("ascii") + written(filled.value) + b" >>"
            objects[new + at] = self._appearance(field, filled.lines)
        return self._blank + self._update(objects)

    def _appearance(self, field: dict[str, Any], lines: tuple[str, ...]) -> bytes:
        leading = self._size * LEADING
        top = field["height"] - MARGIN - self._size
        drawn = "".join(f"{self._font.hexadecimal(line)} Tj T*\n" for line in lines)
        content = (
            f"/Tx BMC q BT /F {self._size} Tf {leading:.2f} TL 0 g {MARGIN} {top:.2f} Td\n"
            f"{drawn}ET Q EMC"
        )
        head = (
            f"/Type /XObject /Subtype /Form /BBox [0 0 {field['width']} {field['height']}] "
            f"/Resources << /Font << /F {self._layout['font']} >> >>"
        )
        return stream(head, content.encode("ascii"))

    def _update(self, objects: dict[int, bytes]) -> bytes:
        """The changed objects, and a table of where they are that points back at the form's."""
        start = len(self._blank)
        parts, entries = [b"\n"], []
        table = self._layout["size"] + len(objects) // 2
        for number, content in (*objects.items(), (table, b"")):
            entries.append((number, start + sum(map(len, parts))))
            if content:
                parts.append(numbered(number, content))
        index = " ".join(f"{number} 1" for number, _ in entries)
        head = (
            f"/Type /XRef /Size {table + 1} /W [1 4 1] /Index [{index}] "
            f"/Prev {self._layout['previous']} {self._layout['trailer']} "
            f"/ID [<{self._layout['id']}> <{secrets.token_hex(16)}>]"
        )
        rows = b"".join(b"\x01" + place.to_bytes(4, "big") + b"\x00" for _, place in entries)
        end = f"startxref\n{entries[-1][1]}\n%%EOF\n".encode("ascii")
        return b"".join((*parts, numbered(table, stream(head, rows)), end))


def stream(head: str, content: bytes, effort: int = QUICK) -> bytes:
    """A stream object, compressed where that is worth its while."""
    if len(content) > WORTH_PACKING:
        content, head = zlib.compress(content, effort), f"{head} /Filter /FlateDecode"
    begin = f"<< {head} /Length {len(content)} >>\nstream\n"
    return begin.encode("ascii") + content + b"\nendstream"


def written(text: str) -> bytes:
    """A text string (section 7.9.2.2), with the bytes escaped that would end it."""
    units = b"\xfe\xff" + text.encode("utf-16-be")
    return b"(%s)" % _SPECIAL.sub(lambda sign: _ESCAPED[sign[0]], units)


def numbered(number: int, content: bytes) -> bytes:
    """An object with its number."""
    return b"%d 0 obj\n%s\nendobj\n" % (number, content)
