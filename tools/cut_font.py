"""Makes the one font of our documents: the letters we need of DejaVu Sans, and their measures.

    python tools/cut_font.py

A tool for development: it needs fonttools and `fonts-dejavu-core`. `intake/letter/files` holds what
it makes, and the licence. Run `tools/make_sheet.py` afterwards.
"""

import json
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FILES = Path(__file__).resolve().parents[1] / "intake" / "letter" / "files"
FONT, METRICS = FILES / "sans.ttf", FILES / "sans.json"
SOURCE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
SIGNS = {
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *map(ord, "ȘșȚț‐‑‒–—―‘’‚“”„•…‰‹›€™−←→✓"),
}
"""Latin with all European letters, and the signs people write with."""
UNITS = 512
"""To an em. A letter of 9.5 points is 158 dots high on a printer of 1,200 an inch: finer is not
seen, and would make every letter 3 kB larger."""


def cut_font() -> None:
    """The signs we need of DejaVu Sans, without hinting, and their widths."""
    font = TTFont(SOURCE)
    options = subset.Options()
    options.hinting, options.layout_features, options.glyph_names = False, [], False
    options.name_IDs, options.name_languages, options.name_legacy = [0, 6], [0x409], False
    options.drop_tables += ["FFTM", "GDEF", "GSUB", "GPOS", "kern", "MATH", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=SIGNS)
    cutter.subset(font)
    scale_upem(font, UNITS)
    font.recalcTimestamp = False
    font.save(FONT)


def measure_font() -> None:
    """Glyph number and width of each sign, in thousandths of the size, as PDF counts; where in the
    file each glyph is drawn, and of which others it is put together.
    """
    font = TTFont(FONT)
    unit = 1000 / font["head"].unitsPerEm
    glyphs = {
        chr(code): (font.getGlyphID(name), round(font["hmtx"][name][0] * unit))
        for code, name in sorted(font.getBestCmap().items())
    }
    head, lines = font["head"], font["hhea"]
    metrics = {
        "name": "INFOHS+DejaVuSans",
        "ascent": round(lines.ascent * unit),
        "descent": round(lines.descent * unit),
        "box": [round(side * unit) for side in (head.xMin, head.yMin, head.xMax, head.yMax)],
        "glyphs": glyphs,
        "drawn": [font.reader.tables["glyf"].offset + place for place in font["loca"]],
        "parts": parts(font),
    }
    METRICS.write_text(json.dumps(metrics, ensure_ascii=False, separators=(",", ":")), "utf-8")


def parts(font: TTFont) -> dict[int, list[int]]:
    """The glyphs that are others put together, by number; and what those are put together of."""
    outlines = font["glyf"]

    def below(name: str) -> list[str]:
        own = [part.glyphName for part in getattr(outlines[name], "components", ())]
        return [*own, *(deeper for part in own for deeper in below(part))]

    every = {name: below(name) for name in font.getGlyphOrder()}
    return {
        font.getGlyphID(name): [font.getGlyphID(part) for part in of]
        for name, of in every.items()
        if of
    }


if __name__ == "__main__":
    cut_font()
    measure_font()
