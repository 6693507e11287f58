"""Certificates are judged one by one; mistakes in the list are told all at once."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from intake.certificates import Reason, read
from intake.recipients import Recipient, RecipientsError, Trouble, count_keys, load
from tests.certificates import DAY, NOW, certificate, pem, rsa_key


def reason(folder: Path, content: bytes) -> Reason | None:
    """Why a file with this content is of no use now."""
    (folder / "a.pem").write_bytes(content)
    found = read(folder / "a.pem")
    return found if isinstance(found, Reason) else found.out_of_time(NOW)


def listed(folder: Path, content: str, *, demonstration: bool = False) -> tuple[Recipient, ...]:
    """The recipients of a list, beside one good certificate."""
    (folder / "a.pem").write_bytes(certificate(rsa_key(0)))
    (folder / "recipients.toml").write_text(content, encoding="utf-8")
    return load(folder, demonstration=demonstration)


GOOD = '[[recipient]]\naddress = "a@test.example"\nname = "A"\ncertificate = "a.pem"\n'


def test_bad_certificates_have_their_reason(tmp_path: Path) -> None:
    """Each way to be of no use is told apart, and none raises."""
    good = certificate(rsa_key(0))
    cases = {
        b"": Reason.UNREADABLE,
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----": Reason.UNREADABLE,
        certificate(rsa_key(0), end=NOW - 1): Reason.EXPIRED,
        certificate(rsa_key(0), start=NOW + 60): Reason.NOT_YET_VALID,
        certificate(rsa_key(0, 2048)): Reason.KEY_TOO_SMALL,
        certificate(ec.generate_private_key(ec.SECP256R1())): Reason.WRONG_KEY_TYPE,
        good + pem(rsa_key(0)): Reason.PRIVATE_KEY,
        good + certificate(rsa_key(1)): Reason.SEVERAL,
    }
    assert {content: reason(tmp_path, content) for content in cases} == cases


def test_odd_but_good_files_are_read(tmp_path: Path) -> None:
    """Windows line ends, a byte order mark and DER are what people send."""
    good = certificate(rsa_key(0))
    der = x509.load_pem_x509_certificate(good).public_bytes(Encoding.DER)
    odd = (good.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + good, der, b"Subject: x\n" + good)
    assert [reason(tmp_path, content) for content in odd] == [None] * 4


def test_missing_file_is_a_reason(tmp_path: Path) -> None:
    """A file that is not there leaves its recipient out and nothing more."""
    assert read(tmp_path / "none.pem") is Reason.MISSING


def test_list_is_read(tmp_path: Path) -> None:
    """A recipient without an opened test letter is usable and unproven."""
    (one,) = listed(tmp_path, GOOD)
    assert one.unusable(NOW) is None
    assert one.troubles(NOW) == (Trouble.UNPROVEN,)
    assert one.unusable(NOW + 366 * DAY) is Reason.EXPIRED


def test_warnings_narrow(tmp_path: Path) -> None:
    """The operator is warned 60, 30, 14 and 7 days ahead."""
    (one,) = listed(tmp_path, GOOD)
    days = [one.warning(NOW + (365 - left) * DAY) for left in (61, 60, 30, 14, 7, 0)]
    assert days == [None, 60, 30, 14, 7, 7]


def test_all_mistakes_with_lines(tmp_path: Path) -> None:
    """Every mistake is told at once, each with its line."""
    bad = GOOD + '[[recipient]]\nname = 3\nnavn = "x"\ncertificate = "../a.pem"\n'
    with pytest.raises(RecipientsError) as raised:
        listed(tmp_path, bad)
    told = str(raised.value)
    assert all(f"linje {line}:" in told for line in (5, 6, 7, 8))
    assert len(raised.value.args) == 4


def test_one_key_counts_once(tmp_path: Path) -> None:
    """Two mailboxes under one key are one reader."""
    two = listed(tmp_path, GOOD + GOOD.replace("a@", "b@"))
    assert (len(two), count_keys(two)) == (2, 1)


def test_demonstration_is_refused(tmp_path: Path) -> None:
    """Certificates of the demonstration count only there."""
    (tmp_path / "d.pem").write_bytes(certificate(rsa_key(0), organisation="DEMONSTRATION"))
    content = GOOD.replace("a.pem", "d.pem")
    assert listed(tmp_path, content)[0].unusable(NOW) is Reason.DEMONSTRATION
    assert listed(tmp_path, content, demonstration=True)[0].unusable(NOW) is None
