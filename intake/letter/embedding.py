"""Puts the font into a PDF: widths to draw by, and what each glyph says when it is copied."""

from collections.abc import Callable

from intake.letter.font import Font
from intake.letter.section import THOROUGH, stream

Add = Callable[[str | bytes], int]
"""Adds an object to a file and gives its number."""


def embed(letters: Font, add: Add) -> int:
    """The whole font, addressed by glyph number (ISO 32000-1, section 9.7)."""
    file = add(stream(f"/Length1 {len(letters.file)}", letters.file, THOROUGH))
    descriptor = add(
        f"<< /Type /FontDescriptor /FontName /{letters.name} /Flags 4 "
        f"/FontBBox [{' '.join(map(str, letters.box))}] /ItalicAngle 0 /StemV 80 "
        f"/Ascent {letters.ascent} /Descent {letters.descent} /CapHeight {letters.ascent} "
        f"/FontFile2 {file} 0 R >>"
    )
    inner = add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{letters.name} "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {descriptor} 0 R /CIDToGIDMap /Identity /W [{widths(letters)}] >>"
    )
    signs = add(stream("", to_unicode(letters), THOROUGH))
    return add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{letters.name} /Encoding /Identity-H "
        f"/DescendantFonts [{inner} 0 R] /ToUnicode {signs} 0 R >>"
    )


def widths(letters: Font) -> str:
    """In runs of glyphs that follow each other (section 9.7.4.3)."""
    sizes = {int(number, 16): letters.widths[sign] for sign, number in letters.numbers.items()}
    runs: dict[int, list[int]] = {}
    for glyph in sorted(sizes):
        start = next(reversed(runs), 0)
        follows = bool(runs) and glyph == start + len(runs[start])
        runs.setdefault(start if follows else glyph, []).append(sizes[glyph])
    return " ".join(f"{start} [{' '.join(map(str, run))}]" for start, run in runs.items())


def to_unicode(letters: Font) -> bytes:
    """What each glyph says (section 9.10.3), at most a hundred pairs at a time."""
    pairs = [f"<{number}> <{ord(sign):04x}>" for sign, number in letters.numbers.items()]
    hundreds = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    blocks = "\n".join(
        f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar" for some in hundreds
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{blocks}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")
