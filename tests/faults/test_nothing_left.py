"""After the purge SQLite's files hold no byte of a letter; the search is shown to find one."""

import os
from pathlib import Path

import pytest

from intake.message import SealedMessage
from intake.outbox import Outbox, sqlite
from tests.intake.sealed import ANE, NOW, letter, put

PIECE = 8
BODY = os.urandom(20_000)


def pieces_found(folder: Path) -> int:
    """How many of the body's pieces of eight bytes lie in any file."""
    files = [one.read_bytes() for one in folder.iterdir() if one.suffix != ".ballast"]
    pieces = (BODY[at : at + PIECE] for at in range(0, len(BODY), PIECE))
    return sum(any(piece in file for file in files) for piece in pieces)


def after_a_purge(folder: Path) -> tuple[Outbox, int]:
    """An outbox that had the letter, and how much of it lay there before."""
    url = f"sqlite:///{folder / 'o.sqlite'}"
    Outbox.create(url)
    outbox = Outbox(url)
    for number in range(20):
        put(outbox, letter(f"N{number:07}"))
    put(outbox, SealedMessage("AAAAAAAA", (ANE,), BODY))
    before = pieces_found(folder)
    for lease in outbox.lease(NOW, 50):
        outbox.accepted(lease, NOW)
    outbox.purge(NOW, 0, 60)
    return outbox, before


def test_nothing_of_a_letter_is_left_after_the_purge(tmp_path: Path) -> None:
    """Neither in the database nor in its log, while the outbox stays open."""
    outbox, before = after_a_purge(tmp_path)
    assert before > 0.9 * len(BODY) / PIECE
    assert pieces_found(tmp_path) == 0
    outbox.close()
    assert pieces_found(tmp_path) == 0


def test_search_finds_what_a_careless_delete_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `secure_delete` the letter would still lie there."""
    careless = tuple(each for each in sqlite.WRITING if not each.startswith("secure_delete"))
    monkeypatch.setattr(sqlite, "_shrink", lambda _: None)
    for which in ("WRITING", "MARKING"):
        monkeypatch.setattr(sqlite, which, (*careless, "secure_delete=OFF"))
    outbox, _ = after_a_purge(tmp_path)
    outbox.close()
    assert pieces_found(tmp_path) > 1000
