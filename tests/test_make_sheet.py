"""The committed blank form is what the tool makes of our words and our font."""

import json
import subprocess
from pathlib import Path

from tools import make_sheet, sheet_fonts


def plain(pdf: Path) -> bytes:
    """The same file with nothing compressed and the name of its maker taken out."""
    how = ("--qdf", "--object-streams=disable", "--static-id", "--no-original-object-ids")
    return subprocess.run(["qpdf", *how, pdf, "-"], capture_output=True, check=True).stdout


def test_form_is_as_made(tmp_path: Path) -> None:
    """A changed label, size or font is a changed form: run `tools/make_sheet.py`."""
    made = make_sheet.packed(make_sheet.prepared(make_sheet.drawn()))
    (tmp_path / "made.pdf").write_bytes(made)
    assert plain(tmp_path / "made.pdf") == plain(make_sheet.SHEET)


def test_layout_is_that_of_the_form() -> None:
    """Object numbers and boxes by which the letter fills it in."""
    stored = json.loads(make_sheet.LAYOUT.read_text("utf-8"))
    assert make_sheet.layout(make_sheet.SHEET.read_bytes()) == stored


def test_every_letter_of_the_form_is_in_its_font() -> None:
    """No label falls back to another font."""
    glyphs = sheet_fonts.measured()
    assert {chr(code) for code in range(32, 127)} | set("æøåÆØÅ–") <= set(glyphs)
