"""A section of a PDF file: objects, and a table of where they are (ISO 32000-1, section 7.5).

A file made anew is one section behind its first line; a form that is filled in gets a second.
Objects that are no streams lie packed in one stream (section 7.5.7).
"""

import zlib
from collections.abc import Mapping

_ESCAPED = {b"\\": rb"\\", b"(": rb"\(", b")": rb"\)", b"\r": rb"\r"}
"""The backslash first: it stands in what the others become."""
_END_OF_STREAM = b"\nendstream"
_FREE = (0, 0, 65_535)
"""The row of object 0, which is none."""
WORTH_PACKING = 4_000
"""Bytes. A letter has room for so many as they are, and time for no more."""
_WINDOW, _TABLE = 13, 6
"""Powers of two: what zlib looks back at (8 kB) and how it finds it (15 and 8 are zlib's own, and
cost more to lay out than a field of text takes to pack)."""
QUICK, THOROUGH = 1, 9
"""How hard zlib tries: a file for each letter is packed at once, one for all letters well."""


def section(
    objects: Mapping[int, bytes], *, after: bytes, free: int, trailer: str, effort: int = QUICK
) -> bytes:
    """What is written behind `after` for it to hold these objects.

    `free`: the first of the numbers that no object has; `trailer`: entries of the dictionary that
    ends the section (section 7.5.8.2).
    """
    packed = [number for number in objects if not objects[number].endswith(_END_OF_STREAM)]
    whole = {number: objects[number] for number in objects if number not in packed}
    whole[free] = _together({number: objects[number] for number in packed}, effort)
    rows = {number: (2, free, at) for at, number in enumerate(packed)}
    parts, place, table = [b"\n"], len(after) + 1, free + 1
    for number, content in whole.items():
        parts.append(_numbered(number, content))
        rows[number] = (1, place, 0)
        place += len(parts[-1])
    rows[table] = (1, place, 0)
    if "/Prev" not in trailer:
        rows[0] = _FREE
    parts.append(_numbered(table, _table(rows, f"/Size {table + 1} {trailer}")))
    return b"".join((*parts, b"startxref\n%d\n%%%%EOF\n" % place))


def stream(head: str, content: bytes, effort: int = QUICK) -> bytes:
    """A stream object, compressed where that is worth its while."""
    if len(content) > WORTH_PACKING:
        packer = zlib.compressobj(effort, wbits=_WINDOW, memLevel=_TABLE)
        content = packer.compress(content) + packer.flush()
        head = f"{head} /Filter /FlateDecode"
    begin = f"<< {head} /Length {len(content)} >>\nstream\n"
    return begin.encode("ascii") + content + _END_OF_STREAM


def string(content: bytes) -> bytes:
    """A literal string (section 7.3.4.2): the bytes that would end it are escaped."""
    for sign, escaped in _ESCAPED.items():
        content = content.replace(sign, escaped)
    return b"(%s)" % content


def _together(objects: Mapping[int, bytes], effort: int) -> bytes:
    """A stream that holds objects, with their numbers and places before them."""
    places, place = [], 0
    for number, content in objects.items():
        places.append(b"%d %d " % (number, place))
        place += len(content) + 1
    first = b"".join(places)
    head = f"/Type /ObjStm /N {len(objects)} /First {len(first)}"
    return stream(head, first + b"\n".join(objects.values()), effort)


def _table(rows: Mapping[int, tuple[int, int, int]], entries: str) -> bytes:
    """Where each object stands, as a stream (section 7.5.8)."""
    index = " ".join(f"{number} 1" for number in rows)
    fields = b"".join(
        b"%c%b%b" % (kind, a.to_bytes(4), b.to_bytes(2)) for kind, a, b in rows.values()
    )
    return stream(f"/Type /XRef /W [1 4 2] /Index [{index}] {entries}", fields)


def _numbered(number: int, content: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, content)
