"""What people save as "the certificate" is read; a private key is refused in every wrapping."""

import base64
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
    pkcs12,
)

from intake.operating.certificates import CERTIFICATE_CURES
from intake.sealing.certificate_file import HoldsPrivateKey, certificates_in
from intake.sealing.certificates import Certified, Reason, read
from tests.certificates import issued, rsa_key
from tests.openssl import openssl

LEAF_PEM, ABOVE_PEM = issued(rsa_key(0), issuer=rsa_key(1))
LEAF, ABOVE = (x509.load_pem_x509_certificate(each) for each in (LEAF_PEM, ABOVE_PEM))
DER = LEAF.public_bytes(Encoding.DER)
BARE = base64.encodebytes(DER)
CHAIN = [LEAF, ABOVE]
GOOD = {
    "UTF-16, as Windows saves text": LEAF_PEM.decode().replace("\n", "\r\n").encode("utf-16"),
    "UTF-16, the other way round": b"\xfe\xff" + LEAF_PEM.decode().encode("utf-16-be"),
    "bare base64": BARE,
    "bare base64 in one line": base64.b64encode(DER),
    "bare base64 in UTF-16": BARE.decode().encode("utf-16"),
    ".p7b, DER": pkcs7.serialize_certificates(CHAIN, Encoding.DER),
    ".p7b, PEM": pkcs7.serialize_certificates(CHAIN, Encoding.PEM),
    ".p7b, PEM with the line ends of Windows": pkcs7.serialize_certificates(
        CHAIN, Encoding.PEM
    ).replace(b"\n", b"\r\n"),
    ".p7b, base64": base64.b64encode(pkcs7.serialize_certificates(CHAIN, Encoding.DER)),
    "PEM, the chain, a word before": b"Subject: x\n" + ABOVE_PEM + LEAF_PEM,
}
P12 = pkcs12.serialize_key_and_certificates(
    b"name", rsa_key(0), LEAF, [ABOVE], BestAvailableEncryption(b"word")
)
DER_KEY = {
    secret: rsa_key(0).private_bytes(Encoding.DER, PrivateFormat.PKCS8, how)
    for secret, how in (("open", NoEncryption()), ("locked", BestAvailableEncryption(b"word")))
}
PRIVATE = {
    ".p12": P12,
    ".p12 without a password": pkcs12.serialize_key_and_certificates(
        None, rsa_key(0), LEAF, None, NoEncryption()
    ),
    ".p12 in base64": base64.b64encode(P12),
    "PKCS #8": DER_KEY["open"],
    "PKCS #8 under a password": DER_KEY["locked"],
    "PEM in UTF-16": openssl("pkey", "-inform", "DER", given=DER_KEY["open"])
    .decode()
    .encode("utf-16"),
}


@pytest.mark.parametrize("what", GOOD)
def test_a_certificate_is_read_as_people_save_it(what: str, tmp_path: Path) -> None:
    """And of a chain, the person's."""
    (tmp_path / "file").write_bytes(GOOD[what])
    found = read(tmp_path / "file")
    assert isinstance(found, Certified)
    assert found.certificate == LEAF


@pytest.mark.parametrize("what", PRIVATE)
def test_a_private_key_is_known_in_every_wrapping(what: str, tmp_path: Path) -> None:
    """It is not "unreadable": its cure is to take it away."""
    with pytest.raises(HoldsPrivateKey):
        certificates_in(PRIVATE[what])
    (tmp_path / "file").write_bytes(PRIVATE[what])
    assert read(tmp_path / "file") is Reason.PRIVATE_KEY
    assert "delete this file" in CERTIFICATE_CURES[Reason.PRIVATE_KEY]


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"AAAA", b"\xff\xfe\xff", b"-----BEGIN PKCS7-----x-----END PKCS7-----"]
)
def test_what_is_no_certificate_is_unreadable(content: bytes, tmp_path: Path) -> None:
    """Never an exception."""
    (tmp_path / "file").write_bytes(content)
    assert read(tmp_path / "file") is Reason.UNREADABLE


def test_every_reason_has_its_cure() -> None:
    """One cure for all would be the wrong one for most."""
    assert set(CERTIFICATE_CURES) == set(Reason)
    assert len(set(CERTIFICATE_CURES.values())) == len(Reason)
