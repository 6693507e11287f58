"""Certificates are judged one by one; mistakes in the list are told all at once."""

import re
from datetime import date
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from intake.sealing.certificates import Certified, Reason, read
from intake.sealing.recipients import (
    Recipient,
    RecipientsError,
    Trouble,
    count_keys,
    load,
    usable,
)
from tests.certificates import DAY, NOW, certificate, extended, issued, pem, rsa_key, usage


def reason(folder: Path, content: bytes) -> Reason | None:
    """Why a file with this content is of no use now."""
    (folder / "a.pem").write_bytes(content)
    found = read(folder / "a.pem")
    return found if isinstance(found, Reason) else found.out_of_time(NOW)


def listed(
    folder: Path, content: str, pem_file: bytes = b"", *, demonstration: bool = False
) -> tuple[Recipient, ...]:
    """The recipients of a list, beside one certificate: a good one unless given."""
    (folder / "a.pem").write_bytes(pem_file or certificate(rsa_key(0)))
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


def test_use_is_judged(tmp_path: Path) -> None:
    """A certificate that says what it is for must say mail, and that its key encrypts."""
    cases = {
        certificate(rsa_key(0), usage(encipher=True), extended(mail=True)): None,
        certificate(rsa_key(0), usage(encipher=True)): None,
        certificate(rsa_key(0), usage(encipher=False)): Reason.WRONG_USE,
        certificate(rsa_key(0), extended(mail=False)): Reason.WRONG_USE,
    }
    assert {content: reason(tmp_path, content) for content in cases} == cases


@pytest.mark.parametrize("turned", [False, True])
def test_leaf_is_found_in_its_chain(tmp_path: Path, turned: bool) -> None:
    """Whichever comes first, letters are encrypted to the person and not to the issuer."""
    leaf, above = issued(rsa_key(0), issuer=rsa_key(1))
    (tmp_path / "a.pem").write_bytes(above + leaf if turned else leaf + above)
    found = read(tmp_path / "a.pem")
    assert isinstance(found, Certified)
    assert found.certificate.public_key() == rsa_key(0).public_key()


def test_midnight_passes_while_running(tmp_path: Path) -> None:
    """The same recipient is usable until the last second, and one that begins from its first."""
    (one,) = listed(tmp_path, GOOD, certificate(rsa_key(0), start=NOW, end=NOW + DAY))
    seconds = (NOW - 1, NOW, NOW + DAY, NOW + DAY + 1)
    assert [one.unusable(second) for second in seconds] == [
        Reason.NOT_YET_VALID,
        None,
        None,
        Reason.EXPIRED,
    ]


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


def test_opened_test_letter_is_a_proof(tmp_path: Path) -> None:
    """The date on which a human opened one takes the doubt away; a recovery key gets no letter."""
    proven = GOOD + "test_letter_opened = 2026-11-01\n"
    (one,) = listed(tmp_path, proven)
    assert (one.test_letter_opened, one.troubles(NOW)) == (date(2026, 11, 1), ())
    (key,) = listed(
        tmp_path, '[[recipient]]\nname = "Boks"\ncertificate = "a.pem"\nrecovery = true\n'
    )
    assert (key.gets_mail, key.troubles(NOW)) == (False, ())


def test_date_of_the_test_letter_is_a_date(tmp_path: Path) -> None:
    """A text is no proof, nor is a clock time."""
    for wrong in ('"2026-11-01"', "true", "2026-11-01T12:00:00Z"):
        with pytest.raises(
            RecipientsError, match=r"line 5: recipient\.0\.test_letter_opened must be date"
        ):
            listed(tmp_path, GOOD + f"test_letter_opened = {wrong}\n")


def test_recovery_key_opens_and_gets_no_mail(tmp_path: Path) -> None:
    """Management's key is one that letters are encrypted to, without a mailbox."""
    recovery = '[[recipient]]\nname = "Ledelsen"\ncertificate = "r.pem"\nrecovery = true\n'
    (tmp_path / "r.pem").write_bytes(certificate(rsa_key(1)))
    both = listed(tmp_path, GOOD + recovery)
    assert [one.gets_mail for one in usable(both, NOW)] == [True, False]


@pytest.mark.parametrize(
    ("entry", "lines"),
    [
        ('name = 3\nnavn = "x"\n', {5: "certificate is missing", 6: "name", 7: "navn"}),
        (
            'name = ""\ncertificate = "../a.pem"\n',
            {5: "address is missing", 6: "name is missing", 7: "certificate must"},
        ),
        (
            'name = "A"\ncertificate = "a.pem"\nrecovery = true\n'
            'substitute = true\naddress = "x@y"\n',
            {9: "substitute cannot", 10: "address must go"},
        ),
        ('name = "A"\ncertificate = "a.pem"\naddress = "A <a@b>"\n', {8: "address must be"}),
        (GOOD.partition("\n")[2], {5: "stands there twice"}),
    ],
)
def test_mistakes_are_told_with_their_lines(
    tmp_path: Path, entry: str, lines: dict[int, str]
) -> None:
    """What is not of its kind first, all of it; then what is against a rule, all of it."""
    with pytest.raises(RecipientsError) as raised:
        listed(tmp_path, f"{GOOD}[[recipient]]\n{entry}")
    told = "\n".join(raised.value.args)
    assert len(raised.value.args) == len(lines)
    for line, what in lines.items():
        assert re.search(rf"line {line}: recipient\.1\.?.*{what}", told), told


def test_a_line_that_is_only_a_comment_is_not_pointed_at(tmp_path: Path) -> None:
    """An unknown name is looked for where it stands, not where somebody wrote about it."""
    with pytest.raises(RecipientsError, match="line 2: colour is not a key we know"):
        listed(tmp_path, "# colour = 0\ncolour = 1\n" + GOOD)


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


def test_number_of_the_telephone_code_is_a_whole_number(tmp_path: Path) -> None:
    """1 unless another stands there; a text, a truth or less than nothing is told."""
    assert [each.phone_code for each in listed(tmp_path, GOOD)] == [1]
    assert [each.phone_code for each in listed(tmp_path, GOOD + "phone_code = 0\n")] == [0]
    for wrong in ('"2"', "true", "-1", "1.5"):
        with pytest.raises(RecipientsError, match=r"line 5: recipient\.0\.phone_code must"):
            listed(tmp_path, GOOD + f"phone_code = {wrong}\n")
