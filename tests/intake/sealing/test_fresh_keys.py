"""Each letter has a key and a vector of its own, also when the same words are sealed again."""

import re

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from tests.certificates import NOW, rsa_key
from tests.intake.coordinator import READERS, sealer
from tests.intake.letter.given import TEACHER, concern

AES_256_CBC = rb"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2a\x04\x10(.{16})"
"""The identifier of the cipher in DER, and the vector behind it (RFC 3565)."""
RSA = rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x04\x82\x01\x80(.{384})"
"""The identifier of the transport, and the letter's key under a key of 3072 bits."""
LETTERS = 20


def test_no_key_and_no_vector_comes_twice() -> None:
    """Opened with each coordinator's key: one key of 256 bits a letter, the same for both."""
    keys, vectors = set(), set()
    for _ in range(LETTERS):
        sealed = sealer().seal(concern(TEACHER), reference="ABCD2345", now=NOW).body
        (vector,) = re.findall(AES_256_CBC, sealed, re.DOTALL)
        carried = re.findall(RSA, sealed, re.DOTALL)
        assert len(carried) == len(READERS)
        opened = set.intersection(*(opened_by_somebody(each) for each in carried))
        assert len(opened) == 1
        keys |= opened
        vectors.add(vector)
    assert (len(keys), len(vectors)) == (LETTERS, LETTERS)


def opened_by_somebody(carried: bytes) -> set[bytes]:
    """The letter's key, by the coordinator's key that fits; another gives noise.

    The noise (implicit rejection) is 32 bytes long now and then, too, but never the same twice.
    """
    tried = set()
    for number in READERS:
        try:
            tried.add(rsa_key(number).decrypt(carried, PKCS1v15()))
        except ValueError:
            continue
    return {key for key in tried if len(key) == 32}
