"""Every number, address and link on the site comes from the municipality's file.

Judged on the site of the invented municipality, whose file holds none that is real: one that stands
in a page itself is found there.
"""

import re
import tomllib
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.places import INVENTED, ROOT
from tests.site.conftest import build
from tests.site.pages import Page, Site

NUMBER = re.compile(r"(?<![\d.,/-])(?:\d\d \d\d \d\d \d\d|\d{3} \d{3}|\d{8}|11[24])(?![\d.,/-])")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the invented municipality."""
    folder = tmp_path_factory.mktemp("invented")
    done = build(folder, INFOHUS_MUNICIPALITY=str(INVENTED))
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(folder)


def strings(part: object) -> Iterator[str]:
    """Every text of the file."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for row in part:
            yield from strings(row)
    elif isinstance(part, str):
        yield part


SAID = set(strings(tomllib.loads(INVENTED.read_text(encoding="utf-8"))))
DIGITS = " ".join(re.sub(r"(?<=\d) (?=\d)", "", text) for text in SAID)


def foreign(page: Page) -> set[str]:
    """What stands on the page and not in the file."""
    links = {link for link in page.links if urlsplit(link).scheme and not link.startswith("tel:")}
    numbers = {
        link.removeprefix("tel:").removeprefix("+45") for link in page.links if "tel:" in link
    }
    numbers |= {found.replace(" ", "") for found in NUMBER.findall(page.text)}
    unknown = {number for number in numbers if not re.search(rf"\b{number}\b", DIGITS)}
    return links - SAID | unknown | set(MAIL.findall(page.text)) - set(MAIL.findall(" ".join(SAID)))


def test_no_number_address_or_link_stands_in_a_page(invented: Site) -> None:
    """Another municipality changes one file."""
    found = {page.address: left for page in invented.pages.values() if (left := foreign(page))}
    assert found == {}


def test_the_search_would_find_them(site: Site) -> None:
    """A decoy: the real municipality's site is full of what is not in the other's file."""
    left = set().union(*(foreign(page) for page in site.pages.values()))
    assert {"40486286", "41749090", "chth@vesthimmerland.dk"} <= left
    assert any(link.startswith("https://www.retsinformation.dk/") for link in left)


def test_every_page_is_in_the_menu_or_linked_from_another(site: Site) -> None:
    """All but the two pages that the proxy shows in place of others."""
    alone = {"/404.html", "/lukket/"}
    for address, page in site.pages.items():
        if address.removeprefix("/en") in alone:
            continue
        same = [each for each in site.pages.values() if each.language == page.language]
        linked = {link for each in same if each is not page for link in each.links}
        assert address in linked, address


def test_no_source_stands_twice() -> None:
    """One address, one row: the page of sources is read from end to end."""
    rows = tomllib.loads((ROOT / "municipality.toml").read_text(encoding="utf-8"))["source"]
    addresses = [row["url"] for row in rows]
    assert sorted(set(addresses)) == sorted(addresses)
