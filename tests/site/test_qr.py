"""The QR code on the staff room's card holds the site's own address, and is there only with one."""

import re
from pathlib import Path

import pytest
import segno

from intake.facts import municipality
from tests.site.conftest import build
from tests.site.pages import Site

ROOT = Path(__file__).parents[2]
INVENTED = ROOT / "demonstration" / "municipality.toml"
PAGES = ("/personalestuen/", "/en/personalestuen/")
CODE = re.compile(r'<svg role="img"[^>]*><title>QR[^<]*</title>.*?</svg>')
QUIET = 4
"""Modules of white around the code, as the standard wants."""


def modules(svg: str) -> set[tuple[int, int]]:
    """Where the drawing is black: row and column of each module, without the quiet zone."""
    (strokes,) = re.findall(r'stroke="#000" d="([^"]*)"', svg)
    x = y = 0.0
    black: set[tuple[int, int]] = set()
    for verb, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", strokes):
        if verb == "h":
            black |= {(int(y) - QUIET, int(x) - QUIET + at) for at in range(int(first))}
            x += float(first)
        else:
            x, y = (
                (x if verb == "m" else 0) + float(first),
                (y if verb == "m" else 0) + float(second),
            )
    return black


def test_the_code_is_the_address(tmp_path: Path) -> None:
    """Both languages, black on white, module by module what the address says."""
    assert build(tmp_path, INFOHUS_MUNICIPALITY=str(INVENTED)).returncode == 0
    address = str(municipality.load(INVENTED).site.url)
    wanted = segno.make_qr(address, error="m").matrix
    for page in PAGES:
        (svg,) = CODE.findall(Site(tmp_path).pages[page].html)
        assert 'fill="#fff"' in svg
        assert modules(svg) == {
            (row, column)
            for row, line in enumerate(wanted)
            for column, black in enumerate(line)
            if black
        }


@pytest.mark.parametrize("page", PAGES)
def test_without_an_address_there_is_no_code(site: Site, page: str) -> None:
    """Nor a heading that leads to none."""
    html = site.pages[page].html
    assert CODE.findall(html) == []
    assert not re.search(r'id="(laes-mere|read-more)"', html)
