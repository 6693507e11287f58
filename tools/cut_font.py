"""Makes the one font of our documents: the letters we need of DejaVu Sans, and their widths.

    python tools/cut_font.py

A tool for development: it needs fonttools and `fonts-dejavu-core`. `intake/letter/files` holds what
it makes, and the licence. Run `tools/make_sheet.py` afterwards.
"""

import json
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FILES = Path(__file__).resolve().parents[1] / "intake" / "letter" / "files"
FONT, METRICS = FILES / "sans.ttf", FILES / "sans.json"
SOURCE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
SIGNS = {
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *map(ord, "ȘșȚț‐‑‒–—―‘’‚“”„•…‰‹›€™−←→✓"),
}
"""Latin with all European letters, and the signs people write with. About 16 kB in each sheet."""


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
    font.recalcTimestamp = False
    font.save(FONT)


def measure_font() -> None:
    """Glyph number and width of each sign, in thousandths of the size, as PDF counts."""
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
    }
    METRICS.write_text(json.dumps(metrics, ensure_ascii=False, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    cut_font()
    measure_font()
