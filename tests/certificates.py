"""Throw-away keys and certificates for tests."""

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from intake.sealing import Authority, Certified, read

DAY = 86_400
NOW = int(datetime.now(UTC).timestamp())
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(number: int, bits: int = 3072) -> rsa.RSAPrivateKey:
    """Key `number` of this test run, made once."""
    return rsa.generate_private_key(65537, bits)


def certificate(
    key: Key,
    *extensions: x509.ExtensionType,
    start: int = NOW - DAY,
    end: int = NOW + 365 * DAY,
    organisation: str = "Test",
) -> bytes:
    """A self-signed certificate, PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.fromtimestamp(start, UTC))
        .not_valid_after(datetime.fromtimestamp(end, UTC))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def certified(key: Key) -> Certified:
    """A recipient's certificate, as the service has read it from its file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pem"
        path.write_bytes(certificate(key))
        found = read(path)
    assert isinstance(found, Certified)
    return found


def issued(key: Key, *, issuer: Key) -> tuple[bytes, bytes]:
    """A leaf and the certificate of its issuer, PEM both."""
    above = certificate(issuer, organisation="Issuer")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "leaf")])
    leaf = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.load_pem_x509_certificate(above).subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.fromtimestamp(NOW - DAY, UTC))
        .not_valid_after(datetime.fromtimestamp(NOW + 365 * DAY, UTC))
        .sign(issuer, hashes.SHA256())
    )
    return leaf.public_bytes(Encoding.PEM), above


def usage(*, encipher: bool) -> x509.KeyUsage:
    """A key usage that allows signing, and encrypting when told."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=encipher,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def extended(*, mail: bool) -> x509.ExtendedKeyUsage:
    """An extended key usage: mail, or web servers only."""
    use = ExtendedKeyUsageOID.EMAIL_PROTECTION if mail else ExtendedKeyUsageOID.SERVER_AUTH
    return x509.ExtendedKeyUsage([use])


def pem(key: Key) -> bytes:
    """The private key as PEM."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@cache
def trusted() -> Authority:
    """The authority that coordinators trust in this test run."""
    return Authority.make(organisation="Test", now=NOW, days=30)


@cache
def signing() -> tuple[bytes, bytes]:
    """The service's key, and its certificate with the authority's behind it; PEM."""
    return trusted().leaf("infohus@test.example", organisation="Test", now=NOW, days=30)


def stranger() -> tuple[Authority, tuple[bytes, bytes]]:
    """Somebody else's, in the same words."""
    other = Authority.make(organisation="Test", now=NOW, days=30)
    return other, other.leaf("infohus@test.example", organisation="Test", now=NOW, days=30)
