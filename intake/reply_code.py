"""The code by which a reporter looks again: 15 signs that nobody guesses, and one that checks them.

The check sign (ISO/IEC 7064, hybrid system MOD 31,30) tells a slip of the pen from a code that we
do not know, before anything is looked up. Nothing of a letter follows from the signs.
"""

import re
from enum import StrEnum

from intake.reference import BETWEEN, SIGNS, signs_of
from intake.reference import LENGTH as REFERENCE_LENGTH

RANDOM = 15
"""73.6 bits."""
LENGTH = RANDOM + 1
LONGEST_TYPED = 40
"""Signs that are read of what is typed in the one field; a code in groups has at most 25."""
COORDINATORS_LENGTH = 20
"""Signs of the code in a letter, which is another's."""
_GAPS = re.compile(BETWEEN)
_RUN = re.compile(rf"(?<![0-9A-Z])[{SIGNS}](?:{BETWEEN}[{SIGNS}]){{15}}(?![0-9A-Z])")


class Slip(StrEnum):
    """Why what was typed cannot be a code; known at no cost."""

    EMPTY = "empty"
    REFERENCE = "reference"
    COORDINATORS = "coordinators"
    LENGTH = "length"
    MISTYPED = "mistyped"


def of(digest: bytes) -> str:
    """The code that follows from a keyed digest of 64 bytes."""
    signs = signs_of(digest, RANDOM)
    return signs + check_sign(signs)


def check_sign(signs: str) -> str:
    """The sign that ISO/IEC 7064, clause 9, puts at the end."""
    base, product = len(SIGNS), len(SIGNS)
    for sign in signs:
        total = (product + SIGNS.index(sign)) % base or base
        product = 2 * total % (base + 1)
    return SIGNS[(1 - product) % base]


def read(typed: str) -> str | Slip:
    """The code in the first signs of what was typed, in whatever groups; or what is wrong."""
    signs = _GAPS.sub("", typed[:LONGEST_TYPED].upper())
    if not signs:
        return Slip.EMPTY
    if len(signs) == REFERENCE_LENGTH:
        return Slip.REFERENCE
    if len(signs) == COORDINATORS_LENGTH:
        return Slip.COORDINATORS
    if len(signs) != LENGTH:
        return Slip.LENGTH
    return signs if _is_code(signs) else Slip.MISTYPED


def stands_in(text: str) -> bool:
    """Whether a code stands somewhere in a text, however it is grouped."""
    return any(_is_code(_GAPS.sub("", run[0])) for run in _RUN.finditer(text.upper()))


def _is_code(signs: str) -> bool:
    return set(signs) <= set(SIGNS) and check_sign(signs[:RANDOM]) == signs[RANDOM]
