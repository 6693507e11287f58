"""What lies in the files of other programs: rows of SQLite, and what Mozilla packs with LZ4."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

SQLITE = b"SQLite format 3\0"
MOZILLA = b"mozLz40\0"
"""Then four bytes for the size, then one block of LZ4."""
MORE = 255
"""A byte that says that the length goes on in the next."""


def values(path: Path, blob: bytes) -> Iterator[bytes]:
    """What cannot be read in the file as it is: SQLite cuts long values, Mozilla packs."""
    if blob.startswith(SQLITE):
        for row in rows(path):
            yield from (value for value in row if isinstance(value, bytes))
    if blob.startswith(MOZILLA):
        yield unpacked(blob[len(MOZILLA) + 4 :])


def rows(path: Path) -> Iterator[tuple[object, ...]]:
    """Every row of every table of a SQLite database, texts as bytes."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.text_factory = bytes
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in names:
            yield from connection.execute(f'SELECT * FROM "{table.decode()}"')  # noqa: S608 its own name
    finally:
        connection.close()


def unpacked(block: bytes) -> bytes:
    """LZ4: bytes as they are, and how far back to copy others from, by turns."""
    whole = bytearray()
    at = 0
    while at < len(block):
        token = block[at]
        length, at = _length(block, at + 1, token >> 4)
        whole += block[at : at + length]
        at += length
        if at == len(block):
            break
        back = int.from_bytes(block[at : at + 2], "little")
        length, at = _length(block, at + 2, token & 15)
        for _ in range(length + 4):
            whole.append(whole[-back])
    return bytes(whole)


def _length(block: bytes, at: int, length: int) -> tuple[int, int]:
    """The length, and where it ends: 15 goes on in the bytes that follow."""
    goes_on = length == 15
    while goes_on:
        length += block[at]
        goes_on = block[at] == MORE
        at += 1
    return length, at
