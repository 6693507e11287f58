"""The one search behind every "no trace" and "nothing readable": finds a marker in any dress.

A marker is a string that must be nowhere: a text, a name, an address. It is found raw, in UTF-16,
in hex and in base64 at each of the three offsets, and behind every layer taken off: percent,
quoted-printable, JSON and HTML escapes, base64 runs (as in signed tokens), zlib, gzip, brotli, and
what `tests/stores.py` reads. `tests/test_traces.py` shows for each dress that the search finds it.
"""

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import brotli

from tests.stores import values

LAYERS = 3
"""How many wrappings inside each other are taken off."""
MOST_BYTES = 4_000_000
"""Of what one compressed run gives: a marker stands early or never."""
SHORTEST_MARKER = 6
BROTLI_EVERYWHERE = 16_384
"""Brotli has no mark to know it by: where nothing was taken off yet, and what is left is shorter
than this, it is tried at every offset. Behind a layer it is tried at the beginning."""
GATHERED = 1_000_000
"""Bytes that are searched at once."""
_BETWEEN = b"|"
"""Neither a blank nor a sign of base64 or hex."""
NOISE = 0.55
"""In random bytes 62 of 100 are none that print."""
_PRINTED = bytes([9, 10, 13, *range(32, 127)])
_RUN = re.compile(rb"[A-Za-z0-9+/_-](?:\r?\n?[A-Za-z0-9+/_-]){19,}")
_JSON = re.compile(rb'((?:\\u[0-9a-fA-F]{4})+|\\[nrtbf"/\\])')
_SPACE = re.compile(rb"\s+")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", re.DOTALL)
_SHORT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def in_bytes(blob: bytes, markers: Iterable[str]) -> set[str]:
    """The markers that can be found in it."""
    left = {marker: needles(marker) for marker in markers}
    found: set[str] = set()
    for view in gathered(views(blob)):
        bare = _SPACE.sub(b"", view)
        lower = bare.lower()
        for marker in left.keys() - found:
            plain, coded, hexed = left[marker]
            if (
                any(needle in view for needle in plain)
                or any(needle in bare for needle in coded)
                or any(needle in lower for needle in hexed)
            ):
                found.add(marker)
    return found


def gathered(many: Iterable[bytes]) -> Iterator[bytes]:
    """The same, many small ones side by side: what comes out of ciphertext is mostly crumbs."""
    side_by_side: list[bytes] = []
    size = 0
    for view in many:
        side_by_side.append(view)
        size += len(view)
        if size > GATHERED:
            yield _BETWEEN.join(side_by_side)
            side_by_side, size = [], 0
    yield _BETWEEN.join(side_by_side)


def in_folder(folder: Path, markers: Iterable[str]) -> list[str]:
    """`file: marker` for each file below the folder, and each value of each SQLite database."""
    wanted = list(markers)
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        blob = path.read_bytes()
        for part in (path.name.encode(), blob, *values(path, blob)):
            found += [f"{path.name}: {marker}" for marker in in_bytes(part, wanted)]
    return sorted(set(found))


def needles(marker: str) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """What to look for as it is, in base64, and in hex."""
    assert len(marker) >= SHORTEST_MARKER, "a short marker is found by chance"
    plain = [marker.encode(), marker.encode("utf-16-le"), marker.encode("utf-16-be")]
    coded = [piece for form in plain for offset in range(3) for piece in _coded(form, offset)]
    hexed = [form.hex().encode() for form in plain]
    return plain, coded, hexed


def _coded(form: bytes, offset: int) -> tuple[bytes, bytes]:
    """The signs of base64 that these bytes alone decide, beginning at this offset."""
    whole = base64.b64encode(bytes(offset) + form)
    certain = whole[-(-offset * 8 // 6) : (offset + len(form)) * 8 // 6]
    return certain, certain.translate(bytes.maketrans(b"+/", b"-_"))


def views(blob: bytes) -> Iterator[bytes]:
    """The bytes, and what is behind each layer; the same bytes never twice."""
    seen = {blob}
    level = [blob]
    for layer in range(LAYERS + 1):
        yield from level
        if layer < LAYERS:
            level = list(
                dict.fromkeys(new for old in level for new in opened(old, layer) if new not in seen)
            )
            seen.update(level)


def opened(blob: bytes, layer: int) -> Iterator[bytes]:
    """What each way of taking off one layer gives, so many being off already."""
    if layer == 0 or not is_noise(blob):
        yield from _unescaped(blob)
    yield from _runs(blob)
    yield from _inflated(blob)
    yield from _unbrotlied(blob, everywhere=layer == 0 and len(blob) <= BROTLI_EVERYWHERE)


def is_noise(blob: bytes) -> bool:
    """Whether it looks like ciphertext, in which nothing is escaped."""
    return len(blob.translate(None, _PRINTED)) > NOISE * len(blob)


def _unescaped(blob: bytes) -> Iterator[bytes]:
    yield unquote_to_bytes(blob)
    yield unquote_to_bytes(blob.replace(b"+", b" "))
    yield binascii.a2b_qp(blob)
    yield _JSON.sub(lambda found: _letter(found[1]), blob)
    if b"&" in blob:
        yield html.unescape(blob.decode(errors="replace")).encode()


def _letter(escaped: bytes) -> bytes:
    if escaped.startswith(b"\\u"):
        units = bytes.fromhex(escaped.replace(b"\\u", b"").decode())
        return units.decode("utf-16-be", errors="replace").encode()
    return _SHORT.get(escaped[1:], escaped[1:])


def _runs(blob: bytes) -> Iterator[bytes]:
    """Base64 runs, decoded from each of four beginnings: the run may follow other letters."""
    for run in _RUN.findall(blob):
        signs = _SPACE.sub(b"", run).translate(bytes.maketrans(b"-_", b"+/"))
        for begin in range(4):
            part = signs[begin:]
            yield base64.b64decode(part[: len(part) // 4 * 4] + _rest(part))


def _rest(part: bytes) -> bytes:
    last = part[len(part) // 4 * 4 :]
    return last.ljust(4, b"=") if len(last) > 1 else b""


def _inflated(blob: bytes) -> Iterator[bytes]:
    """Compressed runs, whole or cut short."""
    for begin in (found.start() for found in _ZLIB.finditer(blob)):
        yield from _undone(zlib.decompressobj(wbits=47), blob[begin:])
    yield from _undone(zlib.decompressobj(wbits=-15), blob)


def _unbrotlied(blob: bytes, *, everywhere: bool) -> Iterator[bytes]:
    """From each beginning, or from the first byte and behind the head of an HTTP answer."""
    body = blob.find(b"\r\n\r\n")
    for begin in range(len(blob)) if everywhere else (0, body + 4)[: 1 + (body >= 0)]:
        try:
            yield brotli.Decompressor().process(blob[begin:], output_buffer_limit=MOST_BYTES)
        except brotli.error:
            continue


def _undone(inflate: "zlib._Decompress", blob: bytes) -> Iterator[bytes]:
    try:
        yield inflate.decompress(blob, MOST_BYTES)
    except zlib.error:
        return
