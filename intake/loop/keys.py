"""From the reporter's code to a key: what only they can open, and by what their thread is found.

Argon2id (RFC 9106) makes a guess dear, also to whoever holds the database but not the code key.
Of what it gives, HKDF (RFC 5869) makes an id and two private keys; none of them is ever stored.
"""

import hmac
from dataclasses import dataclass
from threading import Semaphore

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from intake import reply_code

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
AT_ONCE = 2
"""Derivations at one time in a process: never more than 38 MiB."""
ID_BYTES = 16
_CODE = b"code\0"
_LABELS = {"id": ID_BYTES, "ml-kem-768": 64, "x25519": 32}


@dataclass(frozen=True, kw_only=True, repr=False)
class ThreadKey:
    """What follows from one code."""

    id: bytes
    """By which the thread is found; says nothing of the code."""
    public: bytes
    """To which questions are sealed: ML-KEM-768's 1,184 bytes, then X25519's 32."""
    private: MLKEM768X25519PrivateKey


class Keys:
    """Codes and keys of one installation. Shared by threads."""

    def __init__(self, code_key: bytes, digest_key: bytes) -> None:
        self._digest_key = digest_key
        self._salt = hmac.digest(code_key, b"infohus code salt", "sha256")[:16]
        self._secret = hmac.digest(code_key, b"infohus code secret", "sha256")
        self._turns = Semaphore(AT_ONCE)

    def code(self, draft_id: bytes) -> str:
        """The code of what this draft becomes: the same at a double click and after a restart."""
        return reply_code.of(hmac.digest(self._digest_key, _CODE + draft_id, "sha512"))

    def derive(self, code: str) -> ThreadKey:
        """The key of a code; takes some hundredths of a second and 19 MiB, two at a time."""
        slow = Argon2id(
            salt=self._salt,
            length=32,
            iterations=PASSES,
            lanes=LANES,
            memory_cost=MEMORY_KIB,
            secret=self._secret,
        )
        with self._turns:
            root = slow.derive(code.encode("ascii"))
        parts = {label: _expanded(root, label, length) for label, length in _LABELS.items()}
        ml_kem = MLKEM768PrivateKey.from_seed_bytes(parts["ml-kem-768"])
        x25519 = X25519PrivateKey.from_private_bytes(parts["x25519"])
        return ThreadKey(
            id=parts["id"],
            public=ml_kem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw(),
            private=MLKEM768X25519PrivateKey(ml_kem, x25519),
        )


def _expanded(root: bytes, label: str, length: int) -> bytes:
    info = f"infohus {label}".encode()
    return HKDFExpand(algorithm=SHA256(), length=length, info=info).derive(root)
