"""The installation's small authority, and the leaf that signs: both made by `init`.

A certificate that vouches for itself is invalid in Thunderbird whatever its owner does; a leaf
under an authority that a coordinator trusts once is good in every program. The authority may vouch
for mail only (RFC 5280, section 4.2.1.12), so that trusting it opens no other door.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from intake.days import DAY

Extensions = tuple[tuple[x509.ExtensionType, bool], ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class Authority:
    """Key and certificate, PEM. The service never reads the key; `init` does, at a rotation."""

    key: bytes
    certificate: bytes

    @classmethod
    def make(cls, *, organisation: str, now: int, days: int) -> "Authority":
        """A new one, whose name holds the day so that two can be told apart."""
        key = ec.generate_private_key(ec.SECP256R1())
        day = datetime.fromtimestamp(now, UTC).date()
        name = _name(organisation, f"{organisation} {day} (CA)")
        builder = _builder(name, name, key.public_key(), (now, now + days * DAY))
        certificate = _with(builder, _of_authority(key.public_key())).sign(key, hashes.SHA256())
        return cls(key=_private(key), certificate=certificate.public_bytes(Encoding.PEM))

    def leaf(self, sender: str, *, organisation: str, now: int, days: int) -> tuple[bytes, bytes]:
        """A key, and its certificate for mail from `sender` with ours behind it; PEM both.

        It ends no later than its authority. Raises `ValueError` when that cannot be read.
        """
        above = x509.load_pem_x509_certificate(self.certificate)
        issuing = load_pem_private_key(self.key, password=None)
        assert isinstance(issuing, ec.EllipticCurvePrivateKey)
        key = ec.generate_private_key(ec.SECP256R1())
        until = min(now + days * DAY, int(above.not_valid_after_utc.timestamp()))
        name = _name(organisation, sender)
        builder = _builder(name, above.subject, key.public_key(), (now, until))
        extensions = _of_leaf(sender, key.public_key(), issuing.public_key())
        certificate = _with(builder, extensions).sign(issuing, hashes.SHA256())
        return _private(key), certificate.public_bytes(Encoding.PEM) + self.certificate


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, valid: tuple[int, int]
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.fromtimestamp(valid[0] - DAY, UTC))
        .not_valid_after(datetime.fromtimestamp(valid[1], UTC))
    )


def _with(builder: x509.CertificateBuilder, extensions: Extensions) -> x509.CertificateBuilder:
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder


def _of_authority(key: ec.EllipticCurvePublicKey) -> Extensions:
    """RFC 5280: may sign leaves and nothing else; Python 3.13 asks for key usage."""
    return (
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (_usage(of_authority=True), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
        (x509.SubjectKeyIdentifier.from_public_key(key), False),
    )


def _of_leaf(
    sender: str, key: ec.EllipticCurvePublicKey, issuer: ec.EllipticCurvePublicKey
) -> Extensions:
    """RFC 8550: a certificate that may sign mail from `sender` and do nothing else."""
    return (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(of_authority=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
        (x509.SubjectAlternativeName([x509.RFC822Name(sender)]), False),
        (x509.SubjectKeyIdentifier.from_public_key(key), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), False),
    )


def _usage(*, of_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not of_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=of_authority,
        crl_sign=of_authority,
        encipher_only=False,
        decipher_only=False,
    )
