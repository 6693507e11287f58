"""MIME parts as mail programs read them: seven bits, CRLF, nothing lost."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from intake.letter.mime import Attachment, mixed, plain


@pytest.mark.parametrize("text", ["", "æøå\n", "x" * 1_000, "a = b \n.\n--x\nFrom y\n", "🙂" * 300])
def test_text_comes_through(text: str) -> None:
    """Short lines of ASCII outside; the same text inside."""
    part = plain(text)
    assert part.isascii()
    assert max(map(len, part.split(b"\r\n"))) <= 76
    content: str = message_from_bytes(part, policy=policy.SMTP).get_content()
    assert content.replace("\r\n", "\n") == text


def test_files_come_through_in_order() -> None:
    """The text first; names, kinds and bytes of the files as they were."""
    files = tuple(
        Attachment(name=f"{at}.pdf", content_type="application/pdf", content=bytes([at]) * 500)
        for at in range(3)
    )
    letter = message_from_bytes(mixed("x", files), policy=policy.SMTP)
    found = [(one.get_filename(), one.get_payload(decode=True)) for one in letter.iter_parts()]
    assert found[1:] == [(one.name, one.content) for one in files]


def test_two_letters_have_two_boundaries() -> None:
    """Random: nobody can write a text that ends the part it stands in."""
    assert mixed("x", ()).split(b"\r\n")[0] != mixed("x", ()).split(b"\r\n")[0]


@pytest.mark.parametrize("length", [0, 1, 56, 57, 58, 114, 21_340])
@pytest.mark.parametrize("more", [b"", b"x", b"x" * 5_000])
def test_a_file_is_the_same_however_much_of_it_was_encoded_before(length: int, more: bytes) -> None:
    """Whole lines of how it begins are; the rest is encoded with what is new."""
    begins = bytes(range(256)) * (length // 256) + bytes(range(length % 256))
    whole = Attachment(name="a", content_type="x/y", content=begins + more)
    assert replace(whole, begins=begins).part == whole.part
    assert message_from_bytes(whole.part).get_payload(decode=True) == begins + more
