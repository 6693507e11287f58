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

from intake.days import DAY

UNTRUSTED = frozenset({"track", "emergency_call"})
"""Answers that an unverified draft cannot bring: they decide what is promised."""

REPLIES_TO = "replies_to"
"""In the answers of a draft that we began for a reporter who was asked: the question's number. It
is no question of the form, so that nobody can type it."""
ASKED = "asked"
"""In the answers of such a draft: the question, to be seen until the answer is sent."""


class TamperedDraft(Exception):
    """Missing, changed, of another version, or signed with a key we do not have."""


class ExpiredDraft(Exception):
    """The draft is ours but so old that its person must look at it again."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Draft:
    """One person's unfinished letter."""

    id: bytes
    started: int
    """When this draft was first signed: it expires from then on."""
    began: int
    """When the person began; earlier than `started` for an addition, or after an expired draft."""
    answers: dict[str, str] = field(default_factory=dict)
    adds_to: str = ""
    trapped: bool = False

    @classmethod
    def new(cls, now: int, answers: dict[str, str] | None = None) -> "Draft":
        """A draft with an id of its own."""
        return cls(id=secrets.token_bytes(16), started=now, began=now, answers=dict(answers or {}))

    @classmethod
    def reply(cls, now: int, reference: str, number: int, *, asked: str) -> "Draft":
        """The beginning of an answer to a question, which it shows."""
        answers = {REPLIES_TO: str(number), ASKED: asked}
        return replace(cls.new(now, answers), adds_to=reference)

    @property
    def is_reply(self) -> bool:
        """Whether it answers a question of the infohus."""
        return REPLIES_TO in self.answers

    @property
    def asked(self) -> str:
        """The question that it answers."""
        return self.answers.get(ASKED, "")

    def addition(self, adds_to: str) -> "Draft":
        """The same answers as a letter of its own, which adds to one that was sent.

        Its id follows from the first letter's: asked for twice, it is the same addition. A reply
        stays a reply to the letter that was asked about.
        """
        following = hashlib.sha256(b"addition\0" + self.id).digest()[:16]
        return replace(self, id=following, adds_to=self.adds_to if self.is_reply else adds_to)

    def may_have_been_forgotten(self, now: int, days: int) -> bool:
        """Whether what it became may be gone from our memory, which lasts so many days."""
        return now - self.began >= days * DAY

    def with_answers(self, answers: dict[str, str]) -> "Draft":
        """The same draft with other answers."""
        return replace(self, answers=answers)

    def with_typed(self, typed: dict[str, str], *, trapped: bool) -> "Draft":
        """The same draft with what came now."""
        return replace(self, answers=self.answers | typed, trapped=self.trapped or trapped)


class Drafts:
    """Signs and reads drafts with a list of keys; the last is the newest and the one that signs."""

    def __init__(self, keys: Sequence[bytes], *, days: int, longest: int) -> None:
        derived = [hmac.digest(key, b"infohus draft", "sha256") for key in keys]
        self._signer = Signer(derived, key_derivation="none", digest_method=hashlib.sha256)
        self._life = days * DAY
        self._longest = longest

    def sign(self, draft: Draft) -> str:
        """The draft as it travels in the page."""
        fields = {
            "i": draft.id.hex(),
            "s": draft.started,
            "b": draft.began,
            "a": draft.answers,
            "r": draft.adds_to,
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
        if draft.started < now - self._life:
            raise ExpiredDraft
        # Begun while our clock was ahead: it lives from now on, and no longer.
        return replace(draft, started=min(draft.started, now))

    def salvage(self, token: str) -> dict[str, str]:
        """The answers in a draft that could not be verified, as far as they can be read."""
        payload, _, _ = token[: self._longest].rpartition(".")
        try:
            answers = _texts(self._unpack(payload.encode("utf-8", "replace")).get("a"))
        except TamperedDraft:
            return {}
        return {name: text for name, text in answers.items() if name not in UNTRUSTED}

    def renewed(self, token: str, now: int) -> Draft:
        """A draft that is ours but too old, with a new life: the person goes on where they were.

        It keeps its id: what it became is known again for as long as we remember it.

        Raises `TamperedDraft` when it is not ours.
        """
        try:
            expired = _draft(self._unpack(self._signer.unsign(token.encode("utf-8", "replace"))))
        except BadSignature as error:
            raise TamperedDraft from error
        return replace(expired, started=now)

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
            began=int(str(fields.get("b", fields["s"]))),
            answers=_texts(fields.get("a")),
            adds_to=str(fields["r"]),
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
