"""What is done to the built folder."""

import json
from pathlib import Path

import brotli
import pytest

from tests.site.hooks import finish

PAGE = """<html lang="da"><head><meta name="description" content="Kort">
<meta name="keywords" content="ringe"></head><body><nav>Menu</nav><main><h1>Titel</h1>
<p>Ord <a href="../om/">om os</a> <a href="tel:112"></a><a href="tel:+4541749090"></a></p>
<h2>Under</h2><svg><text>Figur</text></svg>
<table><tr><th></th><th>Hvem</th></tr><tr><td>Sag</td><td>Os</td></tr></table></main></body></html>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small built site."""
    for name in ("om", "404", "en/404"):
        page = tmp_path / name / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE, encoding="utf-8")
    (tmp_path / "assets" / "javascripts").mkdir(parents=True)
    (tmp_path / "assets" / "javascripts" / "bundle.js").write_text("x", encoding="utf-8")
    (tmp_path / "sitemap.xml").write_text("<urlset></urlset>", encoding="utf-8")
    return tmp_path


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file and its bytes."""
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_twice_is_as_once(folder: Path) -> None:
    """The build finishes the folder once for each language."""
    finish.finish(folder)
    once = snapshot(folder)
    finish.finish(folder)
    assert snapshot(folder) == once


def test_a_cell_knows_its_column(folder: Path) -> None:
    """A row can be read alone, and no heading is empty."""
    finish.finish(folder)
    html = (folder / "om" / "index.html").read_text(encoding="utf-8")
    assert '<th scope="row">Sag</th><td data-label="Hvem">Os</td>' in html
    assert '<td class="corner"></td><th scope="col">Hvem</th>' in html


def test_the_missing_page_stands_where_servers_look(folder: Path) -> None:
    """Its links begin at the root: it is shown at any address."""
    finish.finish(folder)
    assert 'href="/om/"' in (folder / "404.html").read_text(encoding="utf-8")
    assert 'href="/en/om/"' in (folder / "en" / "404.html").read_text(encoding="utf-8")
    assert not (folder / "404").exists()


def test_search_knows_each_page_but_the_missing_one(folder: Path) -> None:
    """What the proxy shows at any address is nothing to look for."""
    finish.finish(folder)
    made = json.loads((folder / "search.da.json").read_text(encoding="utf-8"))
    assert made["pages"] == [["/om/", "Titel", "Kort"]]


def test_nothing_of_the_theme_is_left(folder: Path) -> None:
    """Its script and an empty site map go."""
    finish.finish(folder)
    assert not (folder / "assets" / "javascripts").exists()
    assert not (folder / "sitemap.xml").exists()


def test_packed_twins_hold_the_same(folder: Path) -> None:
    """The proxy may send either."""
    finish.finish(folder)
    page = folder / "om" / "index.html"
    assert brotli.decompress(Path(f"{page}.br").read_bytes()) == page.read_bytes()
