"""The sheet as somebody fills it in in Firefox's own viewer (pdf.js): its fields are fields there.

Not seen: that the viewer saves it. It hands the file to a window that nobody can press here.
"""

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


def sheet(environ: Any, start: Any) -> list[bytes]:
    """Blank, as the site gives it."""
    start("200 OK", [("Content-Type", "application/pdf")])
    return [SHEET.read_bytes()]


def test_the_sheet_can_be_filled_in_in_pdf_js(tmp_path: Path) -> None:
    """What is typed by keys stands in its first field, which was empty."""
    with serving(sheet) as origin, firefox(tmp_path / "profile", UNASKED) as window:
        window.opens(f"{origin}/grundregistrering.pdf")
        assert until(partial(window.runs, SHOWN), 60)
        before = window.runs(VALUE)
        window.runs(FOCUS)
        window.types(TYPED)
        assert (before, window.runs(VALUE)) == ("", TYPED)
