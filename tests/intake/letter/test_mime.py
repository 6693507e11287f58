"""MIME parts as mail programs read them: seven bits, CRLF, nothing lost."""

from email import message_from_bytes, policy

import pytest

from intake.letter.mime import Attachment, length_in_base64, mixed, plain


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


@pytest.mark.parametrize("size", [1, 2, 3, 56, 57, 58, 114, 1_000])
def test_length_in_base64_is_that_of_a_file(size: int) -> None:
    """Reckoned, and as the part is written."""
    file = Attachment(name="x", content_type="text/plain", content=bytes(size))
    assert length_in_base64(file.content) == len(file.part.partition(b"\r\n\r\n")[2])


def test_two_letters_have_two_boundaries() -> None:
    """Random: nobody can write a text that ends the part it stands in."""
    assert mixed("x", ()).split(b"\r\n")[0] != mixed("x", ()).split(b"\r\n")[0]
