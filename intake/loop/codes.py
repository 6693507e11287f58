"""The code in a letter by which a coordinator acknowledges it: the reference and 12 signs more.

The signs are a keyed digest of the reference (59 bits), so nothing is stored for them. The code
opens no word of the concern. Keys are a list, the newest last: a new one ends no code.
"""

import hmac
import re
from collections.abc import Sequence
from enum import StrEnum

from intake.reference import BETWEEN, LENGTH, SIGNS, grouped, signs_of
from intake.reply_code import LENGTH as REPORTERS

OWN = 12
WHOLE = LENGTH + OWN
LONGEST_PASTE = 400
_LABEL = b"ack\0"
_RUN = re.compile(rf"(?<![0-9A-Z])[{SIGNS}](?:{BETWEEN}[{SIGNS}])*(?![0-9A-Z])")
_GAPS = re.compile(BETWEEN)


class Mistake(StrEnum):
    """What was typed instead of a code that is ours."""

    EMPTY = "empty"
    LETTERS = "letters"
    """The code of a letter, where another kind is asked for."""
    UNKNOWN = "unknown"
    REFERENCE = "reference"
    REPORTERS = "reporters"


class Codes:
    """Codes under a list of keys."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise ValueError("no key for the codes")
        self.keys = tuple(keys)

    def code(self, reference: str) -> str:
        """The code of this letter, in groups of four."""
        return grouped(reference + _own(self.keys[-1], reference))

    def find(self, typed: str) -> str | Mistake:
        """The reference whose code stands somewhere in what was typed or pasted."""
        runs = runs_in(typed)
        for run in runs:
            for at in range(len(run) - WHOLE + 1):
                if self._is_code(run[at : at + WHOLE]):
                    return run[at : at + LENGTH]
        if not typed[:LONGEST_PASTE].strip():
            return Mistake.EMPTY
        lengths = {len(run) for run in runs}
        if REPORTERS in lengths:
            return Mistake.REPORTERS
        return Mistake.REFERENCE if lengths == {LENGTH} else Mistake.UNKNOWN

    def _is_code(self, signs: str) -> bool:
        reference, own = signs[:LENGTH], signs[LENGTH:].encode()
        judged = [hmac.compare_digest(_own(key, reference).encode(), own) for key in self.keys]
        return any(judged)


def runs_in(typed: str) -> list[str]:
    """Signs that stand together in what was typed or pasted, without what groups them."""
    text = typed[:LONGEST_PASTE].upper()
    return [_GAPS.sub("", run[0]) for run in _RUN.finditer(text)]


def signs_for(key: bytes, message: bytes) -> str:
    """`OWN` signs that only the holder of the key can make."""
    return signs_of(hmac.digest(key, message, "sha256"), OWN)


def _own(key: bytes, reference: str) -> str:
    """Of the code of a letter."""
    return signs_for(key, _LABEL + reference.encode())
