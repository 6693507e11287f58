"""What the letter and the site share: the same files, byte by byte."""

import pytest

from tests.site.conftest import ROOT
from tests.site.pages import Site

FILES = ROOT / "intake" / "letter" / "files"


@pytest.mark.parametrize("name", ["grundregistrering.pdf", "henvendelse-1.schema.json"])
def test_file_is_published_as_it_is(site: Site, name: str) -> None:
    """The blank form is the one that the letter fills in; the schema the one that is tested."""
    assert (site.folder / "assets" / name).read_bytes() == (FILES / name).read_bytes()


@pytest.mark.parametrize("page", ["fagfolk/index.html", "en/fagfolk/index.html"])
def test_page_for_professionals_links_the_blank_form(site: Site, page: str) -> None:
    """For concerns taken by telephone."""
    assert "/assets/grundregistrering.pdf" in (site.folder / page).read_text("utf-8")
