"""A certificate of the municipality's own authority: asked for, and good in openssl."""

import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from intake.operating import setup
from intake.sealing import SIGNING_KEYS, SignerError, read_signer
from tests.certificates import certificate, pem, rsa_key
from tests.intake.operating.conftest import House, furnished
from tests.municipal import Municipal

SENDER = "infohus@test.example"
KINDS = {"ec": ec.EllipticCurvePublicKey, "rsa": rsa.RSAPublicKey}


def requested(tmp_path: Path, kind: str) -> House:
    house = furnished(tmp_path)
    assert setup.csr(house.environ, "Test Kommune", kind, house.say) == 0
    return house


@pytest.mark.parametrize("kind", SIGNING_KEYS)
def test_the_request_is_for_mail_from_our_sender_alone(tmp_path: Path, kind: str) -> None:
    """openssl finds it good; the old key still signs."""
    house = requested(tmp_path, kind)
    old = (house.folder / "signing.key").read_bytes()
    asked = house.folder / "signing.csr"
    done = subprocess.run(
        ["openssl", "req", "-in", str(asked), "-verify", "-noout", "-text"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"email:{SENDER}" in done.stdout
    assert "E-mail Protection" in done.stdout
    request = x509.load_pem_x509_csr(asked.read_bytes())
    assert isinstance(request.public_key(), KINDS[kind])
    usage = request.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.EMAIL_PROTECTION]
    assert (house.folder / "signing.key").read_bytes() == old
    assert (house.folder / "signing-key.new.pem").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", SIGNING_KEYS)
def test_a_letter_carries_the_whole_chain_and_is_good_to_whoever_trusts_the_root(
    tmp_path: Path, kind: str
) -> None:
    """With the root alone in hand, strictly: the issuing one comes in the letter."""
    house, authority = requested(tmp_path, kind), Municipal()
    chain = authority.signs((house.folder / "signing.csr").read_bytes())
    signer = read_signer((house.folder / "signing-key.new.pem").read_bytes(), chain)
    assert not signer.vouches_for_itself
    content = b"Content-Type: text/plain\r\n\r\nx\r\n"
    for file, what in (("s.der", signer.sign(content)), ("content", content)):
        (tmp_path / file).write_bytes(what)
    (tmp_path / "root.pem").write_bytes(authority.root)
    verify = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "s.der", "-content"]
    verify += ["content", "-CAfile", "root.pem", "-purpose", "smimesign", "-x509_strict"]
    done = subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False)
    assert b"CMS Verification successful" in done.stderr, done.stderr
    (tmp_path / "root.pem").write_bytes(Municipal().root)
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, check=False).returncode


@pytest.mark.parametrize("key", [rsa_key(1, 2048), ec.generate_private_key(ec.SECP384R1())])
def test_a_key_that_is_too_small_or_that_programs_do_not_read_is_refused(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
) -> None:
    """RSA from 3072 bits, as of recipients; of the curves P-256 alone."""
    with pytest.raises(SignerError, match="nor RSA of 3072 bits"):
        read_signer(pem(key), certificate(key))
