"""What the letter and the site share: the same files, byte by byte."""

from urllib.parse import urljoin

import pytest

from tests import poppler
from tests.places import ROOT
from tests.site import ledger
from tests.site.pages import Site

FILES = ROOT / "intake" / "letter" / "files"


@pytest.mark.parametrize("name", ["grundregistrering.pdf", "henvendelse-2.schema.json"])
def test_file_is_published_as_it_is(site: Site, name: str) -> None:
    """The blank form is the one that the letter fills in; the schema the one that is tested."""
    assert (site.folder / "assets" / name).read_bytes() == (FILES / name).read_bytes()


@pytest.mark.parametrize("address", ["/fagfolk/", "/en/fagfolk/"])
def test_page_for_professionals_links_the_blank_form(site: Site, address: str) -> None:
    """For concerns taken by telephone: what the link fetches has the nine fields in order."""
    (link,) = {each for each in site.pages[address].links if each.endswith(".pdf")}
    pdf = (site.folder / urljoin(address, link).lstrip("/")).read_bytes()
    labels = [each.da for each in ledger.read().claims if each.key.startswith("registered-")]
    assert [text for _, text in poppler.spoken(pdf)][-len(labels) :] == labels
