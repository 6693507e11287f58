"""What stands in a section of a PDF file is found by whoever reads it."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import TextStringObject

from intake.letter.section import WORTH_PACKING, section, stream, string
from tests.poppler import check

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"


def file(title: bytes, content: bytes = b"") -> bytes:
    """One empty page, with this title."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R >>",
        4: stream("", content),
        5: b"<< /Title " + string(title) + b" >>",
    }
    identity = "/ID [<00> <00>]"
    trailer = f"/Root 1 0 R /Info 5 0 R {identity}"
    return HEADER + section(objects, after=HEADER, free=6, trailer=trailer)


@given(st.text(st.characters(codec="utf-16-be"), max_size=300))
def test_every_text_comes_back(text: str) -> None:
    """Whatever bytes its signs have: a bracket, a backslash, a line's end."""
    pdf = file(b"\xfe\xff" + text.encode("utf-16-be"))
    metadata = PdfReader(io.BytesIO(pdf)).metadata
    assert metadata is not None
    title = metadata.get("/Title", "")
    assert isinstance(title, TextStringObject)
    assert title.original_bytes == (b"\xfe\xff" + text.encode("utf-16-be"))


@pytest.mark.parametrize("length", [0, WORTH_PACKING, WORTH_PACKING + 1, 100_000])
def test_a_file_is_whole_whether_it_is_packed_or_not(length: int) -> None:
    """qpdf finds each object where the table says."""
    pdf = file(b"x", b"q Q " * (length // 4) + b" " * (length % 4))
    check(pdf)
    drawn: Any = PdfReader(io.BytesIO(pdf)).pages[0]["/Contents"]
    assert len(drawn.get_data()) == length
    assert (length > WORTH_PACKING) == (b"/FlateDecode" in pdf)


def test_small_objects_lie_in_one_stream() -> None:
    """They are most of the objects, and much alike."""
    pdf = file(b"x")
    assert b"/Type /ObjStm /N 4" in pdf
    assert b"/Type /Catalog" in pdf.partition(b"/ObjStm")[2]
