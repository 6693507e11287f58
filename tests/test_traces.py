"""The search finds a marker in every dress it may wear, and does not cry wolf."""

import base64
import gzip
import html
import json
import os
import quopri
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import brotli
import pytest
from itsdangerous import URLSafeTimedSerializer

from intake.form.draft import Draft, Drafts
from tests import stores, traces

MARKER = "Bjørn læser ved åen"
TEXT = f"I går så jeg noget: {MARKER}, og han var ikke alene. 🙂"
Dress = Callable[[str], bytes]


def shifted(by: int, encode: Callable[[bytes], bytes]) -> Dress:
    return lambda text: encode(b"x" * by + text.encode())


def lowered(text: str) -> bytes:
    escaped = quote(text, safe="")
    return "".join(
        part.lower() if at % 2 else part for at, part in enumerate(_split(escaped))
    ).encode()


def _split(escaped: str) -> list[str]:
    """Text and escapes by turns."""
    parts = [""]
    at = 0
    while at < len(escaped):
        if escaped[at] == "%":
            parts += [escaped[at : at + 3], ""]
            at += 3
        else:
            parts[-1] += escaped[at]
            at += 1
    return parts


def signed_draft(text: str) -> bytes:
    drafts = Drafts([b"a key"], days=30, longest=100_000)
    return drafts.sign(Draft.new(1_800_000_000, {"text": text})).encode()


def token(text: str) -> bytes:
    """As Flask signs a session: a dot before what is compressed."""
    signed = URLSafeTimedSerializer("secret").dumps({"text": text * 9})
    assert signed.startswith(".")
    return f"Cookie: session={signed}; path=/".encode()


DRESSES: dict[str, Dress] = {
    "raw": str.encode,
    "percent": lambda text: quote(text).encode(),
    "percent, spaces as plus": lambda text: quote_plus(text).encode(),
    "percent, lower case": lowered,
    "percent, every byte": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "percent twice": lambda text: quote(quote(text)).encode(),
    "quoted-printable": lambda text: quopri.encodestring(("a" * 40 + text).encode()),
    "JSON": lambda text: json.dumps({"text": text}).encode(),
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)).encode(),
    "HTML": lambda text: html.escape(text).encode("ascii", "xmlcharrefreplace"),
    "UTF-16, little end first": lambda text: text.encode("utf-16-le"),
    "UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "base64": shifted(0, base64.b64encode),
    "base64, second offset": shifted(1, base64.b64encode),
    "base64, third offset": shifted(2, base64.b64encode),
    "base64 for addresses": shifted(1, base64.urlsafe_b64encode),
    "base64 in lines": shifted(2, base64.encodebytes),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")),
    "hex": shifted(0, lambda data: data.hex().encode()),
    "hex, upper case": shifted(0, lambda data: data.hex().upper().encode()),
    "zlib": shifted(0, zlib.compress),
    "zlib, raw": lambda text: zlib.compress(text.encode(), wbits=-15),
    "gzip": shifted(0, gzip.compress),
    "gzip, cut short": lambda text: gzip.compress(text.encode() + os.urandom(999))[:-200],
    "brotli": shifted(0, brotli.compress),
    "brotli after a head": lambda text: (
        b"Content-Encoding: br\r\n\r\n" + brotli.compress(text.encode())
    ),
    "percent in gzip": lambda text: gzip.compress(quote(text).encode()),
    "signed draft": signed_draft,
    "signed token": token,
}


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES)
@pytest.mark.parametrize(
    "around", [b"", b"\0\xff some other bytes : "], ids=["alone", "among others"]
)
def test_finds_each_dress(dress: Dress, around: bytes) -> None:
    """A decoy for each; what has no mark of its own is known when it stands alone."""
    if dress is DRESSES["zlib, raw"]:
        around = b""
    assert traces.in_bytes(around + dress(TEXT) + around, [MARKER]) == {MARKER}


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES)
def test_does_not_cry_wolf(dress: Dress) -> None:
    """Another text in the same dress is no trace."""
    assert traces.in_bytes(dress(TEXT.replace("læser", "løber")), [MARKER]) == set()


def test_chance_is_not_found() -> None:
    """Ciphertext looks like anything; the marker is not in it."""
    blob = os.urandom(20_000)
    assert traces.in_bytes(blob + base64.b64encode(blob), [MARKER, "198.51.100.77"]) == set()


def test_short_marker_is_refused() -> None:
    """It would be found everywhere by chance."""
    with pytest.raises(AssertionError, match="chance"):
        traces.in_bytes(b"", ["abc"])


def test_folder_is_searched_whole(tmp_path: Path) -> None:
    """Files at any depth, their names, and each marker by itself."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "log").write_bytes(b"GET from 198.51.100.77")
    (tmp_path / f"{MARKER}.txt").write_bytes(b"")
    found = traces.in_folder(tmp_path, [MARKER, "198.51.100.77", "not there"])
    assert found == [f"{MARKER}.txt: {MARKER}", "log: 198.51.100.77"]


def test_value_that_lies_over_several_pages_is_found(tmp_path: Path) -> None:
    """SQLite cuts a long value; wherever the cut is, the search reads across it."""
    path = tmp_path / "some.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE letter (body)")
    for length in range(4000, 4200, 9):
        connection.execute("INSERT INTO letter VALUES (?)", ("." * length + MARKER + "." * 5000,))
    connection.commit()
    connection.close()
    parts = list(stores.values(path, path.read_bytes()))
    assert len([part for part in parts if MARKER.encode() in part]) == 23
    assert traces.in_folder(tmp_path, [MARKER]) == [f"some.sqlite: {MARKER}"]


def test_deleted_row_is_found_in_the_file_and_in_its_journal(tmp_path: Path) -> None:
    """What SQLite forgets it does not erase, unless told to."""
    connection = sqlite3.connect(tmp_path / "some.sqlite")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE letter (body)")
    connection.execute("INSERT INTO letter VALUES (?)", (MARKER,))
    connection.commit()
    connection.execute("DELETE FROM letter")
    connection.commit()
    assert f"some.sqlite-wal: {MARKER}" in traces.in_folder(tmp_path, [MARKER])
    connection.close()
    assert traces.in_folder(tmp_path, [MARKER]) == [f"some.sqlite: {MARKER}"]


def packed(literal: bytes, back: int, copied: int) -> bytes:
    """One sequence of LZ4: bytes as they are, then so many copied from so far back."""
    lengths = len(literal), copied - 4
    more = [
        bytes([255] * ((length - 15) // 255) + [(length - 15) % 255]) if length >= 15 else b""
        for length in lengths
    ]
    token = min(lengths[0], 15) << 4 | min(lengths[1], 15)
    return bytes([token]) + more[0] + literal + back.to_bytes(2, "little") + more[1]


def test_what_mozilla_packs_is_found(tmp_path: Path) -> None:
    """Nowhere in the file does the marker stand in one piece."""
    begin, end = "Bjørn læser ", "ved åen"
    first = (end + "." * 300 + begin).encode()
    dots = packed(b".", 1, 700)
    block = packed(first, len(first), len(end.encode())) + dots + b"\x10!"
    assert stores.unpacked(block) == first + end.encode() + b"." * 701 + b"!"
    (tmp_path / "session.jsonlz4").write_bytes(b"mozLz40\0" + bytes(4) + block)
    assert traces.in_bytes(block, [MARKER]) == set()
    assert traces.in_folder(tmp_path, [MARKER]) == [f"session.jsonlz4: {MARKER}"]
