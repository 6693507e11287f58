"""Makes the blank form of the base registration, and what the letter must know to fill it in.

    python tools/make_sheet.py

A tool for development: it needs weasyprint with Pango, pypdf and qpdf, and the font that
`tools/cut_font.py` made. What it makes is committed, and production fills the form in with nothing
but that. The same input gives the same file.
"""

import html
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    BooleanObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from weasyprint import HTML

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from intake.facts import read_texts  # noqa: E402 after the path
from tools.sheet_fonts import spelled_font, typing_font  # noqa: E402 after the path

FILES = ROOT / "intake" / "letter" / "files"
SHEET, LAYOUT = FILES / "grundregistrering.pdf", FILES / "grundregistrering.json"
MILLIMETRES = {
    "infohus": 9,
    "geography": 18,
    "nationality": 9,
    "family": 14,
    "school": 14,
    "reporter": 24,
    "description": 108,
    "assessment": 110,
    "assessed_by": 14,
    "decision": 70,
}
"""Height of each box: whose it is, then the order of the base registration (F91)."""
SECOND_PAGE = "assessment"
SIZE = 9.5
STYLE = """
@font-face { font-family: Sheet; src: url(sans.ttf) }
@page { size: A4; margin: 13mm 16mm; @bottom-right { content: "PAGES"; font: 9.5pt Sheet } }
html { font: 9.5pt/1.3 Sheet }
h1 { font-size: 16pt; font-weight: normal; margin: 0 0 1mm }
p { margin: 0 0 2mm }
.label { margin: 2.4mm 0 0.6mm }
textarea { appearance: auto; display: block; box-sizing: border-box; width: 100%; resize: none;
  border: 0.7pt solid #555; font: 9.5pt Sheet }
.second { break-before: page }
"""


def page() -> str:
    """The form as HTML: a label and a box for each field."""
    words = read_texts("letter.da")
    labels = {name: html.escape(words[f"sheet.label.{name}"]) for name in MILLIMETRES}
    boxes = "".join(
        f"<div{' class=second' if name == SECOND_PAGE else ''}>"
        f'<p class=label><label for="{name}">{labels[name]}</label></p>'
        f'<textarea id="{name}" name="{name}" style="height: {height}mm"></textarea></div>'
        for name, height in MILLIMETRES.items()
    )
    numbered = words["sheet.pages"].format(page='" counter(page) "', pages='" counter(pages) "')
    style = STYLE.replace("PAGES", numbered)
    title, use = (html.escape(words[f"sheet.{key}"]) for key in ("title", "use"))
    return (
        f'<html lang="da"><head><title>{title}</title><style>{style}</style></head>'
        f"<body><h1>{title}</h1><p>{use}</p><form>{boxes}</form></body></html>"
    )


def drawn() -> bytes:
    """The tagged form as weasyprint makes it."""
    pdf: bytes = HTML(string=page(), base_url=str(FILES)).write_pdf(
        pdf_forms=True, pdf_variant="pdf/ua-1", full_fonts=True
    )
    return pdf


def prepared(source: bytes) -> bytes:
    """The form with a font to type with and one to fill in with, and without the wish that viewers
    draw it anew.
    """
    writer = PdfWriter(clone_from=io.BytesIO(source))
    form: Any = writer.root_object["/AcroForm"]
    fonts = form["/DR"]["/Font"].get_object()
    (whole,) = fonts.values()  # a second copy would travel in every letter
    inner = whole.get_object()["/DescendantFonts"][0].get_object()
    typing = writer._add_object(typing_font(inner.raw_get("/FontDescriptor")))
    spelled = writer._add_object(spelled_font(writer, whole.get_object()))
    form[NameObject("/DR")] = DictionaryObject(
        {
            NameObject("/Font"): DictionaryObject(
                {NameObject("/Sans"): typing, NameObject("/F"): spelled}
            )
        }
    )
    form[NameObject("/NeedAppearances")] = BooleanObject(value=False)
    for box in form["/Fields"]:
        box.get_object()[NameObject("/DA")] = TextStringObject(f"/Sans {SIZE} Tf 0 g")
        del box.get_object()["/V"]
    pdf = io.BytesIO()
    writer.write(pdf)
    return pdf.getvalue()


def packed(source: bytes) -> bytes:
    """The smallest file that says the same."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.pdf", Path(folder) / "new.pdf"
        old.write_bytes(source)
        how = (
            "--object-streams=generate",
            "--recompress-flate",
            "--compress-streams=y",
            "--compression-level=9",
            "--min-version=1.7",
        )
        subprocess.run(["qpdf", *how, "--deterministic-id", old, new], check=True)
        return new.read_bytes()


def layout(source: bytes) -> dict[str, Any]:
    """What an incremental update needs to know of the form: numbers, boxes, dictionaries."""
    reader = PdfReader(io.BytesIO(source))
    form: Any = reader.root_object["/AcroForm"]
    ends: Any = reader.trailer
    kept = {NameObject(key): ends.raw_get(key) for key in ("/Root", "/Info") if key in ends}
    return {
        "size": int(ends["/Size"]),
        "previous": int(source.rsplit(b"startxref", 1)[1].split()[0]),
        "trailer": written(DictionaryObject(kept)).removeprefix("<<").removesuffix(">>").strip(),
        "id": bytes(ends["/ID"][0].original_bytes).hex(),
        "font": written(form["/DR"]["/Font"].raw_get("/F")),
        "size_of_letters": SIZE,
        "fields": dict(map(field, form["/Fields"])),
    }


def field(reference: Any) -> tuple[str, dict[str, Any]]:
    """A field's name, and where and what it is."""
    widget = reference.get_object()
    left, bottom, right, top = (float(side) for side in widget["/Rect"])
    return str(widget["/T"]), {
        "number": reference.idnum,
        "width": round(right - left, 3),
        "height": round(abs(bottom - top), 3),
        "dictionary": written(widget).removesuffix(">>").strip(),
    }


def written(value: Any) -> str:
    """A PDF object as it stands in a file."""
    stream = io.BytesIO()
    value.write_to_stream(stream)
    return " ".join(stream.getvalue().decode("latin-1").split())


def main() -> None:
    """Both files belong together: the layout holds places of this very sheet."""
    sheet = packed(prepared(drawn()))
    SHEET.write_bytes(sheet)
    told = json.dumps(layout(sheet), ensure_ascii=False, indent=1)
    LAYOUT.write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
