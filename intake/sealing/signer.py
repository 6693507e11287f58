"""The service's own signature: what tells a coordinator that a letter is ours and unaltered.

Encryption alone does not: AES-CBC lets an altered letter open without a word. The key is EC P-256:
every mail program in use verifies it, and it signs in a fraction of a millisecond.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs7,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from intake.sealing.certificates import DEMONSTRATION

_DAY = 86_400
_OPTIONS = (pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.DetachedSignature)


class SignerError(Exception):
    """The signing key and its certificate cannot be used together."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Signer:
    """A private key on P-256 and the certificate that coordinators know it by."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def sign(self, content: bytes) -> bytes:
        """A detached CMS signature (DER) over `content`, byte for byte, with the certificate."""
        return self._unsigned.set_data(content).sign(Encoding.DER, _OPTIONS)

    @cached_property
    def _unsigned(self) -> pkcs7.PKCS7SignatureBuilder:
        builder = pkcs7.PKCS7SignatureBuilder()
        return builder.add_signer(self.certificate, self.key, hashes.SHA256())

    @property
    def is_demonstration(self) -> bool:
        """Whether the demonstration made it: production refuses it."""
        found = self.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        return any(one.value == DEMONSTRATION for one in found)

    def days_left(self, now: int) -> int:
        """Whole days until the certificate ends; letters are signed after that too."""
        return (int(self.certificate.not_valid_after_utc.timestamp()) - now) // _DAY


def load(key: bytes, certificate: bytes) -> Signer:
    """Read both from PEM. Raises `SignerError`."""
    try:
        private = load_pem_private_key(key, password=None)
        public = x509.load_pem_x509_certificate(certificate)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SignerError("the signing key or its certificate cannot be read") from None
    is_p256 = isinstance(private, ec.EllipticCurvePrivateKey) and private.key_size == 256
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not is_p256:
        raise SignerError("the signing key is not an EC key on P-256")
    if public.public_key() != private.public_key():
        raise SignerError("the signing key and its certificate do not belong together")
    return Signer(key=private, certificate=public)


def make(sender: str, *, organisation: str, now: int, days: int) -> tuple[bytes, bytes]:
    """A new key and a self-signed certificate for the `sender` address, both PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, sender),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.fromtimestamp(now - _DAY, UTC))
        .not_valid_after(datetime.fromtimestamp(now + days * _DAY, UTC))
    )
    for extension, critical in _extensions(sender, key.public_key()):
        builder = builder.add_extension(extension, critical)
    certificate = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private, certificate.public_bytes(Encoding.PEM)


def _extensions(
    sender: str, key: ec.EllipticCurvePublicKey
) -> tuple[tuple[x509.ExtensionType, bool], ...]:
    """RFC 8550: a certificate that may sign mail from `sender` and do nothing else."""
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (usage, True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
        (x509.SubjectAlternativeName([x509.RFC822Name(sender)]), False),
        (x509.SubjectKeyIdentifier.from_public_key(key), False),
    )
