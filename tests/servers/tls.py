"""An authority of our own, and certificates for servers on this machine."""

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

LIFE = (-1, 30)
CA_USAGE = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


class Authority:
    """Signs server certificates; `ca_file` is what a client must be given to believe them."""

    def __init__(self, name: str, *, key_usage: bool = True) -> None:
        """With what RFC 5280 asks for, which Python 3.13 compares; or without the key usage."""
        self._folder = tempfile.TemporaryDirectory(prefix="infohus-ca-")
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        limits = x509.BasicConstraints(ca=True, path_length=0 if key_usage else None)
        builder = self._builder(self._name, self._key.public_key())
        builder = builder.add_extension(limits, critical=True)
        builder = builder.add_extension(CA_USAGE, critical=True) if key_usage else builder
        own = builder.sign(self._key, hashes.SHA256())
        self.ca_file = Path(self._folder.name) / "ca.pem"
        self.ca_file.write_bytes(own.public_bytes(Encoding.PEM))

    def files(self, host: str, days: tuple[float, float] = LIFE) -> tuple[Path, Path]:
        """Certificate and key of a server of this name; `days` from now it begins and ends."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        builder = self._builder(name, key.public_key(), days).add_extension(names, critical=False)
        signed = builder.sign(self._key, hashes.SHA256())
        certificate = Path(self._folder.name) / f"{host}.pem"
        certificate.write_bytes(signed.public_bytes(Encoding.PEM))
        private = certificate.with_suffix(".key")
        private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return certificate, private

    def context(self, host: str = "localhost", days: tuple[float, float] = LIFE) -> ssl.SSLContext:
        """What a server of this name needs."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.files(host, days))
        return context

    def remove(self) -> None:
        """Delete the files."""
        self._folder.cleanup()

    def _builder(
        self, name: x509.Name, key: ec.EllipticCurvePublicKey, days: tuple[float, float] = LIFE
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        own, issuer = x509.SubjectKeyIdentifier, x509.AuthorityKeyIdentifier
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=days[0]))
            .not_valid_after(now + timedelta(days=days[1]))
            .add_extension(own.from_public_key(key), critical=False)
            .add_extension(issuer.from_issuer_public_key(self._key.public_key()), critical=False)
        )


@cache
def authority() -> Authority:
    """The one of this test run."""
    return Authority("Test authority")
