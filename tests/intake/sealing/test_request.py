"""A certificate of the municipality's own authority: asked for, and good in openssl."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from intake.operating import setup
from intake.sealing import read_signer
from tests.intake.operating.conftest import House, furnished

SENDER = "infohus@test.example"


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Municipal:
    """A root on RSA, as municipalities have them, and one under it that issues."""

    def __init__(self) -> None:
        self.keys = [rsa.generate_private_key(65537, 3072) for _ in range(2)]
        self.root = self._authority("Root", "Root", 0, 1)
        self.issuing = self._authority("Issuing", "Root", 1, 0)

    def _authority(self, own: str, above: str, number: int, length: int) -> x509.Certificate:
        builder = _dated(own, above).public_key(self.keys[number].public_key())
        builder = builder.add_extension(x509.BasicConstraints(True, length), critical=True)
        builder = builder.add_extension(_usage(authority=True), critical=True)
        builder = _known(builder, self.keys[number].public_key(), self.keys[0].public_key())
        return builder.sign(self.keys[0], hashes.SHA256())

    def signs(self, request: bytes) -> bytes:
        """Our certificate and the whole chain, PEM."""
        asked = x509.load_pem_x509_csr(request)
        assert asked.is_signature_valid
        builder = _dated(SENDER, "Issuing").public_key(asked.public_key())
        for extension in asked.extensions:
            builder = builder.add_extension(extension.value, extension.critical)
        builder = builder.add_extension(_usage(authority=False), critical=True)
        public = asked.public_key()
        assert isinstance(public, ec.EllipticCurvePublicKey)
        builder = _known(builder, public, self.keys[1].public_key())
        own = builder.sign(self.keys[1], hashes.SHA256())
        return b"".join(each.public_bytes(Encoding.PEM) for each in (own, self.issuing, self.root))


def _dated(own: str, above: str) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name(own)).issuer_name(name(above))
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1))
    return builder.not_valid_after(now + timedelta(days=30))


def _known(
    builder: x509.CertificateBuilder,
    own: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    issuer: rsa.RSAPublicKey,
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


def requested(tmp_path: Path) -> House:
    house = furnished(tmp_path)
    assert setup.csr(house.environ, "Test Kommune", house.say) == 0
    return house


def test_the_request_is_for_mail_from_our_sender_alone(tmp_path: Path) -> None:
    """openssl finds it good; the old key still signs."""
    house = requested(tmp_path)
    old = (house.folder / "signing.key").read_bytes()
    asked = house.folder / "signing.csr"
    done = subprocess.run(
        ["openssl", "req", "-in", str(asked), "-verify", "-noout", "-text"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"email:{SENDER}" in done.stdout
    assert "E-mail Protection" in done.stdout
    request = x509.load_pem_x509_csr(asked.read_bytes())
    usage = request.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.EMAIL_PROTECTION]
    assert (house.folder / "signing.key").read_bytes() == old
    assert (house.folder / "signing-key.new.pem").stat().st_mode & 0o777 == 0o600


def test_a_letter_carries_the_whole_chain_and_is_good_to_whoever_trusts_the_root(
    tmp_path: Path,
) -> None:
    """With the root alone in hand, strictly: the issuing one comes in the letter."""
    house, authority = requested(tmp_path), Municipal()
    chain = authority.signs((house.folder / "signing.csr").read_bytes())
    signer = read_signer((house.folder / "signing-key.new.pem").read_bytes(), chain)
    assert not signer.vouches_for_itself
    content = b"Content-Type: text/plain\r\n\r\nx\r\n"
    for file, what in (("s.der", signer.sign(content)), ("content", content)):
        (tmp_path / file).write_bytes(what)
    (tmp_path / "root.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))
    verify = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "s.der", "-content"]
    verify += ["content", "-CAfile", "root.pem", "-purpose", "smimesign", "-x509_strict"]
    done = subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False)
    assert b"CMS Verification successful" in done.stderr, done.stderr
    (tmp_path / "root.pem").write_bytes(Municipal().root.public_bytes(Encoding.PEM))
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False).returncode
