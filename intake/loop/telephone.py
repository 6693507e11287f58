"""Who may write down a call: the code of each recipient's own that opens the page.

A code is a keyed digest of the recipient's name and of a number in the recipients' file, so that
nothing is stored for it. It is good while its recipient is listed; another number withdraws it. It
lets notes be written, and nothing be read.
"""

import hmac
from collections.abc import Callable, Sequence

from intake.loop.codes import OWN, WHOLE, Mistake, runs_in, signs_for
from intake.reference import LENGTH, grouped
from intake.reply_code import LENGTH as REPORTERS
from intake.sealing import Recipient

_LABEL = b"phone\0"
_NOT_OURS = {
    LENGTH: Mistake.REFERENCE,
    REPORTERS: Mistake.REPORTERS,
    WHOLE: Mistake.LETTERS,
}


class Telephone:
    """Codes under a list of keys, the newest last: a new one ends no code."""

    def __init__(self, keys: Sequence[bytes], people: Callable[[], Sequence[Recipient]]) -> None:
        self._keys = tuple(keys)
        self._people = people

    @property
    def holders(self) -> tuple[Recipient, ...]:
        """Everybody who has a code."""
        return tuple(each for each in self._people() if each.gets_mail and each.phone_code)

    @property
    def takers(self) -> tuple[str, ...]:
        """Names of those who can take a matter."""
        return tuple(dict.fromkeys(each.name for each in self._people() if each.gets_mail))

    def code(self, holder: Recipient) -> str:
        """The code of this recipient, in groups of four."""
        return grouped(_signs(self._keys[-1], holder))

    def find(self, typed: str) -> Recipient | Mistake:
        """The recipient whose code stands somewhere in what was typed or pasted."""
        runs = runs_in(typed)
        parts = {run[at : at + OWN] for run in runs for at in range(len(run) - OWN + 1)}
        holders = [
            holder
            for holder in self.holders
            for key in self._keys
            if _is_among(parts, _signs(key, holder))
        ]
        if holders:
            return holders[0]
        if not typed.strip():
            return Mistake.EMPTY
        lengths = {len(run) for run in runs}
        return next((_NOT_OURS[each] for each in lengths & _NOT_OURS.keys()), Mistake.UNKNOWN)


def _is_among(parts: set[str], signs: str) -> bool:
    judged = [hmac.compare_digest(part.encode(), signs.encode()) for part in parts]
    return any(judged)


def _signs(key: bytes, holder: Recipient) -> str:
    return signs_for(key, _LABEL + holder.name.encode() + b"\0" + str(holder.phone_code).encode())
