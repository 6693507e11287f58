"""The reference of a letter: random, said aloud easily, never a counter.

Stored and compared as eight signs; shown to people as two groups of four.
"""

import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that looks like another (0 O, 1 I L, U V)."""
LENGTH = 8


def new() -> str:
    """A fresh reference: 30**8 possibilities, so that nobody finds one by guessing."""
    number, signs = secrets.randbelow(len(SIGNS) ** LENGTH), ""
    for _ in range(LENGTH):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return signs


def shown(reference: str) -> str:
    """`ABCDEFGH` as people read it: `ABCD-EFGH`."""
    return f"{reference[:4]}-{reference[4:]}"
