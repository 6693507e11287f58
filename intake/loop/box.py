"""A question in a box that only the reporter's code opens (HPKE, RFC 9180; ML-KEM-768 and X25519).

All boxes are of one size. Which letter and which of its questions a box is for is sealed in, so
that none can be laid in another's place.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite

from intake.loop.keys import ThreadKey

SIZE = 4 * 1024
"""Bytes inside, whatever the question."""
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_ML_KEM_BYTES = 1_184
_END = b"\x80"
"""After the text; then zeros (ISO/IEC 7816-4)."""


class NotOurs(Exception):
    """The box was sealed to another key or for another place."""


def fits(text: str) -> bool:
    """Whether a text is short enough."""
    return len(text.encode()) + len(_END) <= SIZE


def seal(text: str, public: bytes, *, reference: str, number: int) -> bytes:
    """Put a text that fits into a box."""
    if not fits(text):
        raise ValueError("too long for a box")
    filled = (text.encode() + _END).ljust(SIZE, b"\0")
    ml_kem = MLKEM768PublicKey.from_public_bytes(public[:_ML_KEM_BYTES])
    x25519 = X25519PublicKey.from_public_bytes(public[_ML_KEM_BYTES:])
    to = MLKEM768X25519PublicKey(ml_kem, x25519)
    return _SUITE.encrypt(filled, to, info=_place(reference, number))


def unseal(box: bytes, key: ThreadKey, *, reference: str, number: int) -> str:
    """The text. Raises `NotOurs`."""
    try:
        filled = _SUITE.decrypt(box, key.private, info=_place(reference, number))
    except (InvalidTag, ValueError) as error:
        raise NotOurs from error
    return filled.rstrip(b"\0")[: -len(_END)].decode()


def _place(reference: str, number: int) -> bytes:
    return f"infohus question {number} to {reference}".encode()
