"""The service's own signature: what tells a coordinator that a letter is ours and unaltered.

Encryption alone does not: AES-CBC lets an altered letter open without a word. The key is EC P-256,
which every mail program in use verifies, or RSA, for an authority that signs nothing else.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7
from cryptography.x509.oid import NameOID

from intake.days import DAY
from intake.for_operator import ForOperator
from intake.sealing.certificates import DEMONSTRATION, SMALLEST_KEY

_OPTIONS = (
    pkcs7.PKCS7Options.Binary,
    pkcs7.PKCS7Options.DetachedSignature,
    pkcs7.PKCS7Options.NoAttributes,
)
"""Without attributes: one of them is the time of signing, to the second. Who wrote must not be told
by it, and a Date that is the day's first second would not agree with it (Thunderbird: mismatch).
"""


SigningKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class SignerError(ForOperator):
    """The signing key and its certificate cannot be used together."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Signer:
    """A private key and the certificate that coordinators know it by."""

    key: SigningKey
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...] = ()
    """Its authority, whom the coordinators trust; none for a certificate of 1.0.0."""

    def sign(self, content: bytes) -> bytes:
        """A detached CMS signature (DER) over `content`, byte for byte, with the whole chain."""
        builder = self._unsigned.set_data(content)
        for certificate in self.above:  # before the data they would be dropped
            builder = builder.add_certificate(certificate)
        return builder.sign(Encoding.DER, _OPTIONS)

    @cached_property
    def _unsigned(self) -> pkcs7.PKCS7SignatureBuilder:
        builder = pkcs7.PKCS7SignatureBuilder()
        return builder.add_signer(self.certificate, self.key, hashes.SHA256())

    @property
    def vouches_for_itself(self) -> bool:
        """Whether no authority stands behind it: Thunderbird then calls every letter invalid."""
        return not self.above

    @property
    def is_demonstration(self) -> bool:
        """Whether the demonstration made it: production refuses it."""
        organisations = self.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        return any(organisation.value == DEMONSTRATION for organisation in organisations)

    def speaks_for(self, sender: str) -> bool:
        """Whether a mail program takes it for mail from this address (RFC 8550, section 3)."""
        try:
            names = self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        except x509.ExtensionNotFound:
            return False
        addresses = names.value.get_values_for_type(x509.RFC822Name)
        return sender.lower() in (address.lower() for address in addresses)

    def days_left(self, now: int) -> int:
        """Whole days until the certificate ends; letters are signed after that too."""
        return (int(self.certificate.not_valid_after_utc.timestamp()) - now) // DAY


def load(key: bytes, certificate: bytes) -> Signer:
    """Read both from PEM: the leaf first, its authority behind it. Raises `SignerError`."""
    try:
        private = load_pem_private_key(key, password=None)
        leaf, *above = x509.load_pem_x509_certificates(certificate)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SignerError("the signing key or its certificate cannot be read") from None
    if not isinstance(private, SigningKey) or not _is_strong(private):
        raise SignerError(f"the signing key is not EC on P-256, nor RSA of {SMALLEST_KEY} bits")
    if leaf.public_key() != private.public_key():
        raise SignerError("the signing key and its certificate do not belong together")
    for issued, issuer in pairwise((leaf, *above)):
        _require_issued(issued, issuer)
    return Signer(key=private, certificate=leaf, above=tuple(above))


def _is_strong(key: SigningKey) -> bool:
    is_curve = isinstance(key, ec.EllipticCurvePrivateKey)
    return key.key_size == 256 if is_curve else key.key_size >= SMALLEST_KEY


def _require_issued(issued: x509.Certificate, issuer: x509.Certificate) -> None:
    try:
        issued.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        raise SignerError(
            "the file of the signing certificate holds one that did not issue the one before it"
        ) from None
