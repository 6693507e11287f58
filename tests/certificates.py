"""Throw-away keys and certificates for tests."""

from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from intake import signer

DAY = 86_400
NOW = int(datetime.now(UTC).timestamp())
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(number: int, bits: int = 3072) -> rsa.RSAPrivateKey:
    """Key `number` of this test run, made once."""
    return rsa.generate_private_key(65537, bits)


def certificate(
    key: Key, *, start: int = NOW - DAY, end: int = NOW + 365 * DAY, organisation: str = "Test"
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
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def pem(key: Key) -> bytes:
    """The private key as PEM."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@cache
def signing() -> tuple[bytes, bytes]:
    """The service's key and certificate in this test run, PEM."""
    return signer.make("infohus@test.example", organisation="Test", now=NOW, days=30)
