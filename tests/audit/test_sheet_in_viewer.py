"""The sheet as somebody fills it in in Firefox's own viewer (pdf.js): filled in, saved, read again.

The viewer's own function saves it; the window that then asks where to put the file is not pressed.
"""

import base64
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.browser.navigators import serving
from tests.engines.firefox import firefox
from tests.places import ROOT
from tests.servers import until

pytestmark = [pytest.mark.browser, pytest.mark.audit]
SHEET = ROOT / "intake" / "letter" / "files" / "grundregistrering.pdf"
UNASKED: dict[str, str | int | bool] = {"dom__disable_beforeunload": True}
"""The viewer asks before it closes a sheet that was filled in; nobody is there to answer."""
TYPED = "Telefonnotat 7391"
FIRST = """const first = () => document.querySelector(
  ".annotationLayer textarea, .annotationLayer input[type=text]");"""
SHOWN = f"() => {{ {FIRST} return first() !== null; }}"
FOCUS = f"() => {{ {FIRST} first().focus(); }}"
VALUE = f"() => {{ {FIRST} return first().value; }}"
SAVE = """() => {
  document.activeElement.blur();
  PDFViewerApplication.pdfDocument.saveDocument().then(bytes => {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    document.documentElement.dataset.saved = btoa(text);
  });
}"""
SAVED = "() => document.documentElement.dataset.saved || ''"


def sheet(environ: Any, start: Any) -> list[bytes]:
    """Blank, as the site gives it."""
    start("200 OK", [("Content-Type", "application/pdf")])
    return [SHEET.read_bytes()]


def test_the_sheet_is_filled_in_saved_and_read_again(tmp_path: Path) -> None:
    """What is typed by keys stands in its first field; saved, poppler and qpdf read it there."""
    with serving(sheet) as origin, firefox(tmp_path / "profile", UNASKED) as window:
        window.opens(f"{origin}/grundregistrering.pdf")
        assert until(partial(window.runs, SHOWN), 60)
        before = window.runs(VALUE)
        window.runs(FOCUS)
        window.types(TYPED)
        assert (before, window.runs(VALUE)) == ("", TYPED)
        window.runs(SAVE)
        assert until(lambda: window.runs(SAVED) != "", 60)
        saved = tmp_path / "saved.pdf"
        saved.write_bytes(base64.b64decode(window.runs(SAVED)))
    assert TYPED not in read(SHEET)
    assert TYPED in read(saved)
    subprocess.run(["qpdf", "--check", str(saved)], check=True, capture_output=True)


def read(file: Path) -> str:
    """As poppler shows it, with what its fields hold."""
    done = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True)
    return done.stdout.decode()
