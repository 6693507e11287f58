"""A key and the request (PKCS #10) by which an authority that is not ours vouches for it.

Whoever has such an authority needs none of ours: coordinators' programs trust it already.
"""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from intake.sealing.certificates import SMALLEST_KEY
from intake.sealing.signer import SigningKey

EC, RSA = "ec", "rsa"
KEYS = (EC, RSA)
"""EC P-256 where the authority takes it: its signatures are a fifth as long."""


def request(sender: str, organisation: str, kind: str) -> tuple[bytes, bytes]:
    """Key of one of `KEYS` and request, PEM both, for mail from `sender` (RFC 8550) alone."""
    key = _key(kind)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, sender),
        ]
    )
    builder = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(name)
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(sender)]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
    )
    asked = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), asked


def _key(kind: str) -> SigningKey:
    if kind == RSA:
        return rsa.generate_private_key(65537, SMALLEST_KEY)
    return ec.generate_private_key(ec.SECP256R1())
