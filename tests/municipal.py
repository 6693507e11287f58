"""An authority as municipalities have them: a root on RSA, and one under it that issues."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

Public = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


class Municipal:
    """Signs what is asked of it, for mail; who trusts `root` needs nothing else."""

    def __init__(self) -> None:
        self._keys = [rsa.generate_private_key(65537, 3072) for _ in range(2)]
        self._root = self._authority("Root", 0, 1)
        self._issuing = self._authority("Issuing", 1, 0)
        self.root = self._root.public_bytes(Encoding.PEM)

    def _authority(self, own: str, number: int, length: int) -> x509.Certificate:
        builder = _dated(_name(own), "Root").public_key(self._keys[number].public_key())
        builder = builder.add_extension(x509.BasicConstraints(True, length), critical=True)
        builder = builder.add_extension(_usage(authority=True), critical=True)
        builder = _known(builder, self._keys[number].public_key(), self._keys[0].public_key())
        return builder.sign(self._keys[0], hashes.SHA256())

    def signs(self, request: bytes) -> bytes:
        """The certificate that was asked for, and the whole chain behind it; PEM."""
        asked = x509.load_pem_x509_csr(request)
        assert asked.is_signature_valid
        public = asked.public_key()
        assert isinstance(public, Public)
        builder = _dated(asked.subject, "Issuing").public_key(public)
        for extension in asked.extensions:
            builder = builder.add_extension(extension.value, extension.critical)
        builder = builder.add_extension(_usage(authority=False), critical=True)
        builder = _known(builder, public, self._keys[1].public_key())
        own = builder.sign(self._keys[1], hashes.SHA256())
        chain = (own, self._issuing, self._root)
        return b"".join(each.public_bytes(Encoding.PEM) for each in chain)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _dated(own: x509.Name, above: str) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(own).issuer_name(_name(above))
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1))
    return builder.not_valid_after(now + timedelta(days=365))


def _known(
    builder: x509.CertificateBuilder, own: Public, issuer: rsa.RSAPublicKey
) -> x509.CertificateBuilder:
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(own), critical=False)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer)
    return builder.add_extension(above, critical=False)


def _usage(*, authority: bool) -> x509.KeyUsage:
    no = {"content_commitment": False, "key_encipherment": False, "data_encipherment": False}
    no |= {"key_agreement": False, "encipher_only": False, "decipher_only": False}
    return x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **no
    )
