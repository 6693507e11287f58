"""The installation's authority vouches for one leaf, for mail and for nothing else."""

import subprocess
from pathlib import Path

import pytest
from cryptography import x509

from intake.sealing import signer
from intake.sealing.authority import Authority
from tests.certificates import DAY, NOW, signing, stranger, trusted
from tests.openssl import openssl


def verified_for(purpose: str, folder: Path) -> None:
    """Raises when OpenSSL, as strict as it can be, does not take the leaf for this purpose."""
    for name, content in (("ca", trusted().certificate), ("leaf", signing()[1])):
        (folder / name).write_bytes(content)
    only = ("-no-CApath", "-no-CAstore", "-x509_strict", "-CAfile", str(folder / "ca"))
    openssl("verify", *only, "-purpose", purpose, str(folder / "leaf"))


def test_the_leaf_is_good_for_signing_mail(tmp_path: Path) -> None:
    """Strict RFC 5280, as Python 3.13 and gpgsm are too."""
    verified_for("smimesign", tmp_path)


@pytest.mark.parametrize("purpose", ["smimeencrypt", "sslclient", "sslserver", "timestampsign"])
def test_it_is_good_for_nothing_else(tmp_path: Path, purpose: str) -> None:
    """Trusting us for mail opens no other door."""
    with pytest.raises(subprocess.CalledProcessError):
        verified_for(purpose, tmp_path)


def test_the_leaf_ends_no_later_than_its_authority() -> None:
    """Else it would be good on paper and refused by every program."""
    authority = Authority.make(organisation="Test", now=NOW, days=10)
    leaf = signer.load(*authority.leaf("a@b.example", organisation="Test", now=NOW, days=90))
    assert leaf.days_left(NOW) == 10
    assert leaf.days_left(NOW + 3 * DAY) == 7


def test_the_leaf_names_the_sender_that_programs_compare() -> None:
    """RFC 8550, section 3: the address in From must stand in the certificate."""
    leaf = signer.load(*signing()).certificate
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.RFC822Name) == ["infohus@test.example"]


def test_a_chain_that_is_none_is_refused() -> None:
    """Of two strangers of one name: no letter is signed that no program would believe."""
    other, _ = stranger()
    key, chain = signing()
    leaf = chain.split(b"-----END", 1)[0] + b"-----END CERTIFICATE-----\n"
    with pytest.raises(signer.SignerError, match="did not issue"):
        signer.load(key, leaf + other.certificate)


def test_a_certificate_of_the_first_edition_still_signs() -> None:
    """It vouches for itself, and `check` says what that costs."""
    key, chain = signing()
    alone = chain.split(b"-----END", 1)[0] + b"-----END CERTIFICATE-----\n"
    assert signer.load(key, alone).vouches_for_itself
    assert not signer.load(key, chain).vouches_for_itself
