"""The reference of a letter, random and never a counter; and the signs of every code of ours.

Said aloud easily. Stored and compared as signs alone; shown to people in groups of four.
"""

import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that looks like another (0 O, 1 I L, U V)."""
LENGTH = 8
GROUP = 4
BETWEEN = r"[\s\-\u2010-\u2015.]*"
"""A pattern for what people put between signs."""


def new() -> str:
    """A fresh reference: 30**8 possibilities, so that nobody finds one by guessing."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def shown(reference: str) -> str:
    """`ABCDEFGH` as people read it: `ABCD-EFGH`; anything else as it is."""
    return grouped(reference) if len(reference) == LENGTH else reference


def grouped(signs: str) -> str:
    """In groups of four, as signs are shown and said aloud."""
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def signs_of(digest: bytes, count: int) -> str:
    """So many signs that follow from a keyed digest."""
    number, signs = int.from_bytes(digest), ""
    for _ in range(count):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return signs


def kept(reference: str) -> str:
    """A reference as it is stored, whatever way somebody wrote it."""
    return reference.replace("-", "").strip().upper()
