"""The reference of a letter: random, said aloud easily, never a counter.

Stored and compared as eight signs; shown to people as two groups of four.
"""

import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that looks like another (0 O, 1 I L, U V)."""
LENGTH = 8


def new() -> str:
    """A fresh reference: 30**8 possibilities, so that nobody finds one by guessing."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def shown(reference: str) -> str:
    """`ABCDEFGH` as people read it: `ABCD-EFGH`; anything else as it is."""
    return f"{reference[:4]}-{reference[4:]}" if len(reference) == LENGTH else reference


def kept(reference: str) -> str:
    """A reference as it is stored, whatever way somebody wrote it."""
    return reference.replace("-", "").strip().upper()
