"""What a phone on a bad line must fetch."""

import pytest

from bench.budgets import ONE_ROUND_TRIP
from tests.site.pages import Site


def packed(site: Site, address: str) -> int:
    """Bytes of the file as the proxy sends it."""
    file = site.folder / address.lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    return file.with_name(file.name + ".br").stat().st_size


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_first_view_of_the_front_page(site: Site, address: str) -> None:
    """Page, stylesheet and script together, in one round trip."""
    page = site.pages[address]
    files = [each for each in page.loaded if not each.startswith("data:")]
    assert len(files) == 2
    weight = sum(packed(site, each) for each in [address, *files])
    print(f"{address} {weight} bytes")
    assert weight <= ONE_ROUND_TRIP


def test_no_page_is_heavy(site: Site) -> None:
    """The frame is kept by the browser; each next page costs little."""
    heavy = {each: packed(site, each) for each in site.pages if packed(site, each) > 7_000}
    assert heavy == {}
