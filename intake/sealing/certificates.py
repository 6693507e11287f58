"""Reading one certificate file and judging whether letters can be encrypted to it.

Nothing here raises for a bad file: the answer is a `Certified` or the `Reason` why not.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, PublicKeyAlgorithmOID

from intake.sealing.certificate_file import HoldsPrivateKey, certificates_in

SMALLEST_KEY = 3072
"""Bits. Letters are to stay unreadable for longer than 2048 bits are advised for."""
LARGEST_FILE = 1_000_000
DEMONSTRATION = "DEMONSTRATION"
"""Subject organisation of certificates made by the demonstration."""

_USES = {ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}


class Reason(StrEnum):
    """Why nothing can be encrypted to a recipient."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    SEVERAL = "several"
    """The file holds more than one certificate that is nobody's issuer."""
    PRIVATE_KEY = "private_key"
    """The file holds a private key, which must never come near this service."""
    WRONG_KEY_TYPE = "wrong_key_type"
    KEY_TOO_SMALL = "key_too_small"
    WRONG_USE = "wrong_use"
    """The certificate says that it is not for encrypting mail."""
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True, kw_only=True)
class Certified:
    """A certificate that letters can be encrypted to while it is valid."""

    certificate: x509.Certificate
    key_id: str
    """SHA-256 of the public key: the same for two certificates over one key."""
    not_before: int
    not_after: int
    demonstration: bool

    def out_of_time(self, now: int) -> Reason | None:
        """Whether `now` lies outside the certificate's validity."""
        if now < self.not_before:
            return Reason.NOT_YET_VALID
        return Reason.EXPIRED if now > self.not_after else None


def validity(certificate: bytes) -> tuple[int, int]:
    """Begin and end of any certificate (DER), seconds UTC. Raises `ValueError`."""
    read_from = x509.load_der_x509_certificate(certificate)
    begin, end = read_from.not_valid_before_utc, read_from.not_valid_after_utc
    return int(begin.timestamp()), int(end.timestamp())


def read(path: Path) -> Certified | Reason:
    """Read the certificate in a file; of a chain, the leaf."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE)
    except FileNotFoundError:
        return Reason.MISSING
    except OSError:
        return Reason.UNREADABLE
    try:
        return _judge(certificates_in(content))
    except HoldsPrivateKey:
        return Reason.PRIVATE_KEY
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return Reason.UNREADABLE


def _judge(chain: list[x509.Certificate]) -> Certified | Reason:
    issuers = [
        certificate.issuer for certificate in chain if certificate.issuer != certificate.subject
    ]
    leaves = {certificate for certificate in chain if certificate.subject not in issuers}
    if len(leaves) != 1:
        return Reason.SEVERAL
    (leaf,) = leaves
    return _unfit(leaf) or _certified(leaf)


def _unfit(leaf: x509.Certificate) -> Reason | None:
    if leaf.public_key_algorithm_oid != PublicKeyAlgorithmOID.RSAES_PKCS1_v1_5:
        return Reason.WRONG_KEY_TYPE
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey):
        return Reason.WRONG_KEY_TYPE
    if key.key_size < SMALLEST_KEY:
        return Reason.KEY_TOO_SMALL
    return None if _may_encrypt_mail(leaf) else Reason.WRONG_USE


def _may_encrypt_mail(leaf: x509.Certificate) -> bool:
    """RFC 8550, section 4.4: absent extensions forbid nothing."""
    for extension in leaf.extensions:
        match extension.value:
            case x509.KeyUsage() as usage if not usage.key_encipherment:
                return False
            case x509.ExtendedKeyUsage() as uses if not _USES & set(uses):
                return False
    return True


def _certified(leaf: x509.Certificate) -> Certified:
    key = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    names = leaf.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return Certified(
        certificate=leaf,
        key_id=hashlib.sha256(key).hexdigest(),
        not_before=int(leaf.not_valid_before_utc.timestamp()),
        not_after=int(leaf.not_valid_after_utc.timestamp()),
        demonstration=any(name.value == DEMONSTRATION for name in names),
    )
