"""Certificates and their ends: those that letters are sealed to, and the one that signs them."""

from collections.abc import Iterator

from intake.accepting import TO_OPEN
from intake.operating.finding import Finding
from intake.sealing import Reason, Recipient, Signer, count_keys, usable

SIGNER_WARNING_DAYS = 60

CERTIFICATE_CURES = {
    Reason.EXPIRED: "get a new certificate",
    Reason.NOT_YET_VALID: "see whether our clock is right, or wait until it is valid",
    Reason.MISSING: "put the file into the recipients' folder under the name in recipients.toml",
    Reason.UNREADABLE: "save the certificate anew as .cer, .crt, .pem or .p7b",
    Reason.SEVERAL: "leave one recipient's certificate in the file; its authorities may stay",
    Reason.PRIVATE_KEY: (
        "delete this file at once, for it holds the private key (.p12, .pfx): have the certificate"
        " alone saved as .cer, and a new key made if others may have had the file"
    ),
    Reason.WRONG_KEY_TYPE: "get a certificate over an RSA key",
    Reason.KEY_TOO_SMALL: "get a certificate over a key of 3072 bits or more",
    Reason.WRONG_USE: "get a certificate that is for encrypting mail",
    Reason.DEMONSTRATION: "get a certificate that was not made by the demonstration",
}


def readers(people: tuple[Recipient, ...], at: int) -> Iterator[Finding]:
    """Who can open letters, and for how long."""
    keys = count_keys(tuple(reader for reader in usable(people, at) if reader.gets_letters))
    if keys < TO_OPEN:
        yield Finding(
            what=f"{keys} recipients under different keys can be used, {TO_OPEN} are needed",
            cure="put their certificates in the recipients' folder: RSA, 3072 bits or more",
        )
    for recipient in people:
        reason = recipient.unusable(at)
        if reason is not None:
            yield Finding(
                what=f"{recipient.name}: the certificate cannot be used ({reason})",
                cure=f"{CERTIFICATE_CURES[reason]}; until then no letter is sealed to them",
            )
        elif (days := recipient.warning(at)) is not None:
            yield Finding(
                what=f"{recipient.name}: the certificate ends within {days} days",
                cure="get the next one now and keep the old key: it opens the old letters",
            )
        if recipient.gets_mail and recipient.test_letter_opened is None:
            yield Finding(
                what=f"{recipient.name}: nobody has opened a test letter",
                cure="run `test-letter`, let them open it, write the date in recipients.toml",
            )


def signing(signer: Signer, sender: str, at: int) -> Iterator[Finding]:
    """The key that tells the coordinators a letter is ours."""
    if signer.days_left(at) < SIGNER_WARNING_DAYS:
        yield Finding(
            what=f"our signing certificate ends in {signer.days_left(at)} days",
            cure="see the handbook, Rotation: the coordinators must know the new one first",
        )
    if not signer.speaks_for(sender):
        yield Finding(
            what=f"our signing certificate is not for {sender}: mail programs show it as false",
            cure="have INFOHUS_SENDER put into it as its e-mail address (`infohus csr` asks so)",
        )
    if signer.vouches_for_itself:
        yield Finding(
            what="our signing certificate vouches for itself: some mail programs show it as false",
            cure="name two files that are not there, run `init`, give signing-ca.pem to everybody",
        )
    if signer.is_demonstration:
        yield Finding(
            what="the signing certificate was made by the demonstration",
            cure="name two files that are not there and run `init`",
        )
