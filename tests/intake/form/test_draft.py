"""The signed draft: ours or not, young or old, and never a bomb."""

import base64
import json
import tracemalloc
import zlib
from typing import Any

import pytest

from intake.days import DAY
from intake.form.draft import Draft, Drafts, ExpiredDraft, TamperedDraft

NOW = 1_800_000_000
ANSWERS = {"text": "æøå\nlinje", "track": "named"}


def drafts(*keys: bytes) -> Drafts:
    return Drafts(list(keys or (b"key",)), days=30, longest=100_000)


def forged(fields: Any) -> str:
    packed = zlib.compress(json.dumps(fields).encode())
    return base64.urlsafe_b64encode(packed).decode().rstrip("=") + ".forged"


def test_reads_what_it_signed() -> None:
    """A draft comes back as it went out."""
    draft = Draft.new(NOW, ANSWERS).addition("ABCDEFGH")
    assert drafts().read(drafts().sign(draft), NOW) == draft


def test_newest_key_signs_and_old_keys_read() -> None:
    """A key change loses nothing that is open in somebody's browser."""
    token = drafts(b"old").sign(Draft.new(NOW, ANSWERS))
    assert drafts(b"old", b"new").read(token, NOW).answers == ANSWERS
    newer = drafts(b"old", b"new").sign(Draft.new(NOW, ANSWERS))
    with pytest.raises(TamperedDraft):
        drafts(b"old").read(newer, NOW)


def test_is_expired_after_its_days() -> None:
    """A draft older than its life is told from one that is not ours."""
    token = drafts().sign(Draft.new(NOW - 31 * DAY, ANSWERS))
    with pytest.raises(ExpiredDraft):
        drafts().read(token, NOW)


def test_an_expired_draft_goes_on_as_a_new_one() -> None:
    """The same answers and id, and a new life; the person began when they began."""
    old = Draft.new(NOW - 31 * DAY, ANSWERS)
    new = drafts().renewed(drafts().sign(old), NOW)
    assert (new.answers, new.began, new.started) == (ANSWERS, old.began, NOW)
    assert new.id == old.id
    assert drafts().read(drafts().sign(new), NOW) == new
    with pytest.raises(TamperedDraft):
        drafts().renewed(forged({"a": ANSWERS}), NOW)


def test_draft_from_tomorrow_is_as_old_as_nothing() -> None:
    """We signed it, so it was our clock that was wrong; it lives from now on and no longer."""
    token = drafts().sign(Draft.new(NOW + 400 * DAY, ANSWERS))
    draft = drafts().read(token, NOW)
    assert (draft.answers, draft.started) == (ANSWERS, NOW)


def test_salvage_keeps_text_and_drops_what_decides_promises() -> None:
    """Text of a forged draft is only text; its track is not believed."""
    assert drafts().salvage(forged({"a": ANSWERS})) == {"text": ANSWERS["text"]}


@pytest.mark.parametrize(
    "token", ["", ".", "x.y", "é.é", forged([]), forged({"a": [1]}), forged({"a": {"text": 3}})]
)
def test_salvage_of_rubbish_is_nothing(token: str) -> None:
    """Whatever cannot be read is nothing, and no error."""
    assert drafts().salvage(token) == {}


def test_bomb_costs_nothing() -> None:
    """A small token that inflates to 200 MB is stopped at the bound."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(200)) + packer.flush()
    token = base64.urlsafe_b64encode(packed).decode() + ".x"
    ours = Drafts([b"key"], days=30, longest=1_000_000)
    tracemalloc.start()
    assert ours.salvage(token) == {}
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
