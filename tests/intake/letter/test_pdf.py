"""Our own PDF files: tagged, read aloud in order, and copied without a wrong letter."""

import io

import pytest
from pypdf import PdfReader

from intake.letter import font
from intake.letter.font import Font
from intake.letter.pdf import HEIGHT, MARGIN, UNSHOWN, Block, document, place
from tests.poppler import Picture, check, read, run, spoken

SHORT = (Block("H1", "Æblegrød – §"), Block("H2", "Spørgsmål?"), Block("P", "Svar, „på“ dansk."))


def test_every_sign_of_the_font_can_be_copied() -> None:
    """What is copied is what was written, for each letter there is."""
    signs = [sign for sign in font.load().numbers if sign.strip() and sign != "\u00ad"]
    pdf = document("x", "da", [Block("P", sign) for sign in signs])
    copied = read(pdf)
    assert [sign for sign in signs if sign not in copied] == []


def test_is_read_aloud_in_order() -> None:
    """Each block is an element of its own kind, and the text is exact."""
    assert spoken(document("Æ", "da", SHORT)) == [(one.role, one.text) for one in SHORT]


def test_wrapped_words_stay_apart() -> None:
    """Where a line is broken, a blank is still read."""
    text = "langt ord " * 60
    assert spoken(document("x", "da", [Block("P", text.strip())])) == [("P", text.strip())]


def test_says_its_title_and_language() -> None:
    """A window shows the title, a voice speaks the language."""
    pdf = document("Æ–ø", "en", SHORT)
    told = run("pdfinfo", "FILE", given=pdf).decode()
    assert "Æ–ø" in told
    assert "Tagged:          yes" in told
    assert str(PdfReader(io.BytesIO(pdf)).root_object["/Lang"]) == "en"


def test_long_text_goes_on_on_the_next_page() -> None:
    """One element over two pages; nothing below the margin."""
    blocks = [Block("P", "ord " * 3_000)]
    pdf = document("x", "da", blocks)
    check(pdf)
    lines = place(tuple(blocks), font.load())
    assert {line.page for line in lines} == {0, 1, 2}
    assert min(line.height for line in lines) >= MARGIN - 1
    assert not any(Picture(pdf, 1).rows((0, 0, 590, MARGIN - 6)))
    assert [role for role, _ in spoken(pdf)] == ["P"] * 3


def test_no_heading_stands_alone() -> None:
    """Below a heading there is always room for its first lines."""
    for count in range(30, 60):
        blocks = (*(Block("P", "x") for _ in range(count)), Block("H2", "h"), Block("P", "y"))
        heading, below = place(blocks, font.load())[-2:]
        assert heading.page == below.page


def test_same_input_same_bytes() -> None:
    """Nothing tells when it was made."""
    assert document("x", "da", SHORT) == document("x", "da", SHORT)


def test_unknown_signs_are_seen() -> None:
    """A sign the font lacks does not vanish."""
    assert f"a {UNSHOWN} b" in read(document("x", "da", [Block("P", "a مرحبا b")]))


def test_section_sign_keeps_its_number() -> None:
    """ "§ 115" is not broken between two lines."""
    lines = place((Block("P", "§ 115 " * 100),), font.load())
    assert {line.text.strip()[-1] for line in lines} == {"5"}
    assert max(line.height for line in lines) < HEIGHT


def test_a_file_holds_the_outlines_that_it_draws_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The font is most of the file, and every letter carries one. What is drawn is the same."""
    blocks = [Block("P", "åÅž fås hos Øst & Søn, 25 % – „straks“")]
    foot = "Infohus A\u030arup مرحبا {page}"
    cut = document("x", "da", blocks, foot)
    monkeypatch.setattr(Font, "only", lambda whole, _: whole)
    whole = document("x", "da", blocks, foot)
    assert len(cut) < len(whole) / 2
    assert Picture(cut, 1) == Picture(whole, 1)


def test_a_part_of_a_letter_that_has_parts_is_listed_with_them() -> None:
    """Else a letter that is put together twice would lose a stroke."""
    parts = font.load().parts
    assert len(parts) > 100
    assert all(set(parts.get(part, ())) <= set(own) for own in parts.values() for part in own)
