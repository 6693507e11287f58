"""The answers so far, signed into the page; the server keeps nothing.

A verified draft proves three things: its age, the send-once id, and which letter it adds to. It
proves no identity. What cannot be verified is only text that somebody typed: it is decoded within
hard bounds, and its age, track and id are never trusted.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from itsdangerous import BadSignature, Signer

DAY = 24 * 3600
UNTRUSTED = frozenset({"track", "called_112"})
"""Answers that an unverified draft cannot bring: they decide what is promised."""


class TamperedDraft(Exception):
    """Missing, changed, from tomorrow, of another version, or signed with a key we do not have."""


class ExpiredDraft(Exception):
    """The draft is ours but older than we keep the tombstones that make sending once sure."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Draft:
    """One person's unfinished letter."""

    id: bytes
    started: int
    answers: dict[str, str] = field(default_factory=dict)
    adds_to: str = ""
    seen_check: bool = False
    ready: bool = False
    """These very answers were found good and shown on the check page: Send need not look again."""
    trapped: bool = False

    @classmethod
    def new(cls, now: int, answers: dict[str, str] | None = None, adds_to: str = "") -> "Draft":
        """A draft with an id of its own."""
        return cls(
            id=secrets.token_bytes(16), started=now, answers=dict(answers or {}), adds_to=adds_to
        )

    def with_answers(self, answers: dict[str, str]) -> "Draft":
        """The same draft with other answers, which nobody has looked at."""
        return replace(self, answers=answers, ready=False)

    def with_typed(self, typed: dict[str, str], *, trapped: bool) -> "Draft":
        """The same draft with what came now."""
        return replace(
            self,
            answers=self.answers | typed,
            ready=self.ready and not typed,
            trapped=self.trapped or trapped,
        )


class Drafts:
    """Signs and reads drafts with a list of keys; the last is the newest and the one that signs."""

    def __init__(self, keys: Sequence[bytes], *, days: int, longest: int) -> None:
        ours = [hmac.digest(key, b"infohus draft", "sha256") for key in keys]
        self._signer = Signer(ours, key_derivation="none", digest_method=hashlib.sha256)
        self._life = days * DAY
        self._longest = longest

    def sign(self, draft: Draft) -> str:
        """The draft as it travels in the page."""
        fields = {
            "i": draft.id.hex(),
            "s": draft.started,
            "a": draft.answers,
            "r": draft.adds_to,
            "c": draft.seen_check,
            "k": draft.ready,
            "t": draft.trapped,
        }
        packed = zlib.compress(json.dumps(fields, ensure_ascii=False).encode())
        return self._signer.sign(base64.urlsafe_b64encode(packed).rstrip(b"=")).decode("ascii")

    def is_signed(self, token: str) -> bool:
        """Whether one of our keys signed this token, whatever its age."""
        return self._signer.validate(token.encode("utf-8", "replace"))

    def read(self, token: str, now: int) -> Draft:
        """The draft, verified; raises `TamperedDraft` or `ExpiredDraft`."""
        try:
            payload = self._signer.unsign(token.encode("utf-8", "replace"))
        except BadSignature as error:
            raise TamperedDraft from error
        draft = _draft(self._unpack(payload))
        if draft.started > now + DAY:
            raise TamperedDraft
        if draft.started < now - self._life:
            raise ExpiredDraft
        return draft

    def salvage(self, token: str) -> dict[str, str]:
        """The answers in a draft that could not be verified, as far as they can be read."""
        payload, _, _ = token[: self._longest].rpartition(".")
        try:
            answers = _texts(self._unpack(payload.encode("utf-8", "replace")).get("a"))
        except TamperedDraft:
            return {}
        return {name: text for name, text in answers.items() if name not in UNTRUSTED}

    def expired_answers(self, token: str) -> dict[str, str]:
        """All answers of a draft that is ours but too old; the track is the person's own choice."""
        if not self.is_signed(token):
            return self.salvage(token)
        return _texts(self._unpack(self._signer.unsign(token.encode("ascii"))).get("a"))

    def _unpack(self, payload: bytes) -> dict[str, object]:
        """Base64, zlib, JSON; at most `longest` bytes come out (a bomb costs nothing)."""
        try:
            packed = base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))
            text = zlib.decompressobj().decompress(packed, self._longest)
            fields = json.loads(text)
        except (ValueError, binascii.Error, zlib.error, RecursionError) as error:
            raise TamperedDraft from error
        if not isinstance(fields, dict):
            raise TamperedDraft
        return fields


def _draft(fields: dict[str, object]) -> Draft:
    """What was signed; another version of the service may have signed it in another shape."""
    try:
        return Draft(
            id=bytes.fromhex(str(fields["i"])),
            started=int(str(fields["s"])),
            answers=_texts(fields.get("a")),
            adds_to=str(fields["r"]),
            seen_check=bool(fields["c"]),
            ready=bool(fields.get("k")),
            trapped=bool(fields["t"]),
        )
    except (KeyError, ValueError) as error:
        raise TamperedDraft from error


def _texts(answers: object) -> dict[str, str]:
    """Only text under a text: whatever else a forged draft holds is not an answer."""
    if not isinstance(answers, dict):
        return {}
    return {
        name: _whole(text)
        for name, text in answers.items()
        if isinstance(name, str) and isinstance(text, str)
    }


def _whole(text: str) -> str:
    """The text without lone surrogates, which JSON can carry and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
