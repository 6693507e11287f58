"""What is done to the built folder, whatever built it.

Also a command, from the root of the project: `PYTHONPATH=. python site/hooks/finish.py FOLDER`.
Doing it twice changes nothing.
"""

import gzip
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import brotli
import search_index

from intake.facts import LANGUAGES, Language, language_at

ALONE = ("404", "lukket")
"""Pages that the proxy shows at other addresses than their own."""
CARDS = ("sprog",)
"""The folder of the language cards: they belong to the search of every language."""
UNUSED = ("assets/javascripts", "assets/stylesheets", "assets/images", "search")
"""What the theme's package brings and no page asks for."""
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml"}


def finish(folder: Path) -> None:
    """Treat the built folder: only what a page asks for is left, and packed copies come last."""
    drop_unused(folder)
    for page in sorted(folder.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        done = label_tables(text)
        if page.parent.name in ALONE:
            done = root_links(done, f"/{page.parent.relative_to(folder).as_posix()}/")
            done = done.replace('/404/"', '/404.html"')
        if done != text:
            page.write_text(done, encoding="utf-8")
    place_not_found(folder)
    for language in LANGUAGES:
        search_index.write(folder, language.code, list(pages_of(folder, language)))
    compress(folder)


def drop_unused(folder: Path) -> None:
    """Delete the theme's own files, source maps, and a site map without addresses."""
    for name in UNUSED:
        shutil.rmtree(folder / name, ignore_errors=True)
    site_map = folder / "sitemap.xml"
    if site_map.exists() and "<loc>http" not in site_map.read_text(encoding="utf-8"):
        site_map.unlink()
        (folder / "sitemap.xml.gz").unlink(missing_ok=True)
    for source_map in folder.rglob("*.map"):
        source_map.unlink()


def label_tables(html: str) -> str:
    """Write each column's heading into its cells: on a phone a row is shown as a card."""
    return re.sub(r"<table>.*?</table>", lambda table: _label(table[0]), html, flags=re.DOTALL)


def _label(table: str) -> str:
    heads = [plain(cell) for cell in re.findall(r"<th>(.*?)</th>", table, re.DOTALL)]
    table = table.replace("<th>", '<th scope="col">')

    def row(cells: re.Match[str]) -> str:
        labels = iter(heads)
        first = re.sub(
            r"<td>(.*?)</td>", r'<th scope="row">\1</th>', cells[0], count=1, flags=re.DOTALL
        )
        next(labels, "")
        return re.sub(r"<td>", lambda _: f'<td data-label="{next(labels, "")}">', first)

    table = re.sub(r"<tr>\s*<td>.*?</tr>", row, table, flags=re.DOTALL)
    return table.replace('<th scope="col"></th>', '<td class="corner"></td>')


def plain(html: str) -> str:
    """The text of a piece of HTML, fit for an attribute."""
    text = re.sub(r"<[^>]+>", "", html)
    return " ".join(text.split()).replace('"', "&quot;")


def root_links(html: str, base: str) -> str:
    """Make the page's links begin at the root."""
    return re.sub(
        r'(href|src)="(?![a-z]+:|/|#)([^"]*)"',
        lambda link: f'{link[1]}="{urljoin(base, link[2])}"',
        html,
    )


def place_not_found(folder: Path) -> None:
    """Put each language's 404 page where servers look for it."""
    for place in (folder / language.root.strip("/") for language in LANGUAGES):
        page = place / "404" / "index.html"
        if page.exists():
            page.replace(place / "404.html")
            shutil.rmtree(place / "404")


def pages_of(folder: Path, language: Language) -> Iterator[tuple[str, Path]]:
    """Address and file of every page a reader may look for."""
    for page in sorted(folder.rglob("index.html")):
        parts = page.relative_to(folder).parts[:-1]
        address = "/" + "".join(f"{part}/" for part in parts)
        in_language = language_at(address) == language
        if (in_language or parts[:-1] == CARDS) and not set(parts) & set(ALONE):
            yield address, page


def compress(folder: Path) -> None:
    """A .br and a .gz beside every text file, the same bytes each time."""
    for old in (*folder.rglob("*.br"), *folder.rglob("*.gz")):
        old.unlink()
    for file in folder.rglob("*"):
        if file.suffix in COMPRESSED and file.is_file():
            content = file.read_bytes()
            file.with_name(file.name + ".br").write_bytes(brotli.compress(content, quality=11))
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    finish(Path(sys.argv[1]))
