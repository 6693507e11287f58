"""The fonts that a viewer types with, and that a letter's fields are drawn with.

Both are the font that the blank form shows its labels in, addressed in other ways.
"""

import json
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

METRICS = Path(__file__).resolve().parents[1] / "intake" / "letter" / "files" / "sans.json"


def measured() -> dict[str, tuple[int, int]]:
    """Glyph number and width of each sign."""
    glyphs: dict[str, tuple[int, int]] = json.loads(METRICS.read_text("utf-8"))["glyphs"]
    return glyphs


def typing_font(descriptor: Any) -> DictionaryObject:
    """The same font by single bytes: what a viewer types with when somebody fills the form in."""
    glyphs = measured()
    typed = [bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)]
    widths = [NumberObject(glyphs.get(sign, (0, 600))[1]) for sign in typed]
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/TrueType"),
            NameObject("/BaseFont"): NameObject("/INFOHS+DejaVuSans"),
            NameObject("/FirstChar"): NumberObject(32),
            NameObject("/LastChar"): NumberObject(255),
            NameObject("/Widths"): ArrayObject(widths),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            NameObject("/FontDescriptor"): descriptor,
        }
    )


def spelled_font(writer: PdfWriter, whole: Any) -> DictionaryObject:
    """The same font by UTF-16: a letter's fields are drawn with the text as it is."""
    glyphs = {ord(sign): given for sign, given in measured().items()}
    drawn = bytearray(2 * (max(glyphs) + 1))
    for code, (glyph, _) in glyphs.items():
        drawn[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    widths = ArrayObject()
    for code, (_, width) in sorted(glyphs.items()):
        if code - 1 not in glyphs:
            widths += [NumberObject(code), ArrayObject()]
        widths[-1].append(NumberObject(width))
    inner = DictionaryObject(whole["/DescendantFonts"][0].get_object())
    inner[NameObject("/CIDToGIDMap")] = added_stream(writer, bytes(drawn))
    inner[NameObject("/W")] = widths
    font = DictionaryObject(whole)
    font[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(inner)])
    font[NameObject("/ToUnicode")] = added_stream(writer, says_itself(max(glyphs) >> 8))
    return font


def says_itself(last_page: int) -> bytes:
    """A table in which each code is the sign it stands for (ISO 32000-1, section 9.10.3)."""
    pages = "".join(
        f"<{page:02x}00> <{page:02x}ff> <{page:02x}00>\n" for page in range(last_page + 1)
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{last_page + 1} beginbfrange\n{pages}endbfrange\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")


def added_stream(writer: PdfWriter, content: bytes) -> Any:
    """A stream of the file; `packed` makes it small."""
    stream = StreamObject()
    stream.set_data(content)
    return writer._add_object(stream)
