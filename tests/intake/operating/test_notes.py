"""Letters that are no concern travel like one, and tell the coordinators how things stand."""

from email.message import EmailMessage

import pytest

from intake.facts import texts
from intake.installation import Installation, system_clock
from intake.message import SealedMessage
from intake.operating import notes
from intake.sealing.sealer import NoUsableRecipient
from intake.sending.transfer import for_the_line
from tests.certificates import pem, rsa_key
from tests.intake.operating.conftest import House
from tests.openssl import open_letter
from tests.readability import lix, longest_sentence, split


def opened(house: House, installation: Installation, number: int) -> str:
    """The newest letter to this mailbox, as its reader sees it."""
    key = rsa_key(number)
    address = f"mailbox{number}@test.example"
    leases = installation.outbox.lease(system_clock(), 20)
    (body,) = [
        for_the_line(one.message.body) for one in leases if one.message.recipients == (address,)
    ]
    authority = (house.folder / "signing-ca.pem").read_bytes()
    own = (house.folder / "recipients" / f"{number}.pem").read_bytes()
    inside: EmailMessage = open_letter(body, pem(key), own, authority)
    found = inside if not inside.is_multipart() else inside.get_body(("plain",))
    assert isinstance(found, EmailMessage)
    return str(found.get_content())


def test_a_test_letter_comes_sealed_to_every_recipient(house: House) -> None:
    """Each opens it with a key of their own and sees our signature."""
    installation = house.load()
    notes.test_letter(installation, house.say)
    assert "on its way to 2 recipients" in house.text
    assert "Prøvebrev fra Infohus Andeby" in opened(house, installation, 1)


def test_the_sign_of_life_comes_when_nothing_came(house: House) -> None:
    """Its absence is the alarm."""
    installation = house.load()
    notes.sign_of_life(installation, house.say)
    text = opened(house, installation, 2)
    assert "Modtaget siden" in text
    assert text.count(": 0\r\n") == 1
    assert "Ingen henvendelse venter." in text
    assert text.count("udløber om") == 3
    assert "Vores underskrift: udløber om" in text


def test_the_sign_of_life_tells_who_has_not_opened_a_test_letter(house: House) -> None:
    """And a name cannot turn its line around."""
    house.has_recipients(1, 2, opened=False)
    path = house.folder / "recipients" / "recipients.toml"
    path.write_text(path.read_text().replace("Mailbox 1", "Mail\\u202Ebox 1"), encoding="utf-8")
    text = "\n".join(notes.lines(house.load(), "GGGGHHHH"))
    assert text.count("ingen har åbnet et prøvebrev endnu") == 2
    assert "- Mail[U+202E]box 1: " in text


def test_notes_are_easy_to_read() -> None:
    """Plain Danish: LIX at most 40, no sentence over 25 words."""
    words = texts.load("notes.da")
    told = [words[key] for key in words if words[key].endswith((".", ".\n"))]
    sentences = [sentence for one in told for sentence in split(one)]
    assert len(sentences) >= 9
    assert lix(sentences) <= 40
    assert longest_sentence(told) <= 25


def test_the_sign_of_life_names_what_came_by_reference(house: House) -> None:
    """Received, accepted, held; never a word of content."""
    installation = house.load()
    for name in ("AAAABBBB", "CCCCDDDD", "EEEEFFFF"):
        message = SealedMessage(name, ("x@test.example",), b"sealed")
        installation.outbox.put(
            message,
            submission=name.encode(),
            digest=b"",
            now=system_clock(),
            not_before=system_clock(),
        )
    by_name = {one.message.reference: one for one in installation.outbox.lease(system_clock(), 20)}
    installation.outbox.accepted(by_name["AAAABBBB"], system_clock())
    installation.outbox.hold(by_name["CCCCDDDD"], system_clock(), "550")
    text = "\n".join(notes.lines(installation, "GGGGHHHH"))
    assert "- AAAA-BBBB" in text
    assert text.index("taget imod") < text.index("CCCC-DDDD") < text.index("holdt tilbage")
    assert "EEEE-FFFF" in text
    assert "Den ældste henvendelse, der venter, har ventet 0 timer." in text


def test_without_a_usable_recipient_nothing_is_sent(house: House) -> None:
    """There is no path that sends in clear."""
    house.has_recipients(1, organisation="DEMONSTRATION")
    installation = house.load()
    with pytest.raises(NoUsableRecipient):
        notes.test_letter(installation, house.say)
    assert installation.outbox.count(system_clock()).waiting == 0
