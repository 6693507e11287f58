"""The card for the staff room prints on one sheet, with what a person must know."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from intake.facts import municipality
from tests import site_server
from tests.site.conftest import build

pytestmark = pytest.mark.browser

A4 = (595, 842)
"""Points."""
ROOT = Path(__file__).parents[2]
FILES = (ROOT / "municipality.toml", ROOT / "demonstration" / "municipality.toml")
"""Without an address of its own, and with one."""
SAID = {
    "/personalestuen/": ("112", "114", "under 18", "over 18", "erstatter ikke"),
    "/en/personalestuen/": ("112", "114", "under 18", "over 18", "does not replace"),
}


@pytest.fixture(scope="module", params=FILES, ids=["ours", "invented"])
def card(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, list[str]]]:
    """Where one municipality's site is served, and the numbers on its card in pairs."""
    folder, file = tmp_path_factory.mktemp("card") / "built", Path(request.param)
    done = build(folder, INFOHUS_MUNICIPALITY=str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    facts = municipality.load(file)
    numbers = [str(facts.hotline.phone), *(each.mobile for each in facts.contacts)]
    with site_server.served(folder) as address:
        yield address, [" ".join(n[at : at + 2] for at in range(0, 8, 2)) for n in numbers]


@pytest.mark.parametrize("address", SAID)
@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_card_prints_on_one_sheet(
    card: tuple[str, list[str]], browser: Browser, address: str, size: str
) -> None:
    """A4, with the emergency numbers, the duty, every contact's number and the ages."""
    origin, numbers = card
    page = browser.new_page()
    page.goto(origin + address)
    (sheet,) = PdfReader(BytesIO(page.pdf(format=size, prefer_css_page_size=True))).pages
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4
    said = " ".join(normalize("NFKC", sheet.extract_text()).split())
    assert [each for each in (*SAID[address], *numbers) if each not in said] == []
