"""The built site as a whole: nothing dead, nothing foreign, nothing the policy would block."""

import itertools
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tests.places import INVENTED, ROOT
from tests.site.conftest import build
from tests.site.pages import Page, Site

OURS = "https://ours.example"


def targets(page: Page) -> list[tuple[str, str]]:
    """Address and fragment of each link that stays with us."""
    found = [urlsplit(urljoin(OURS + page.address, link)) for link in page.links]
    return [(at.path, at.fragment) for at in found if at.scheme == "https" and at.netloc in OURS]


def test_no_dead_link(site: Site) -> None:
    """Each link between pages leads to a page, and each fragment to a place on it."""
    form = {"/skriv", "/en/write"}
    for page in site.pages.values():
        for path, fragment in targets(page):
            assert path in form or site.has(path), f"{page.address} -> {path}"
            if fragment and path in site.pages:
                assert fragment in site.pages[path].ids, f"{page.address} -> {path}#{fragment}"


def test_no_id_twice(site: Site) -> None:
    """Each place has a name of its own."""
    for page in site.pages.values():
        assert len(page.ids) == len(set(page.ids)), page.address


def test_language_is_right(site: Site) -> None:
    """The page says the language its address promises."""
    for page in site.pages.values():
        assert page.lang == page.language, page.address


def test_each_page_has_its_pair(site: Site) -> None:
    """A reader can change language without losing the page."""
    for address, page in site.pages.items():
        other = address.removeprefix("/en") if page.language == "en" else "/en" + address
        assert other in site.pages, address
        assert other in page.links, address


def test_one_first_heading_and_no_level_left_out(site: Site) -> None:
    """The outline begins with one h1 and goes down one level at a time."""
    for page in site.pages.values():
        levels = [level for level, _ in page.headings]
        assert levels[0] == 1, page.address
        assert levels.count(1) == 1, page.address
        steps = itertools.pairwise(levels)
        assert all(after - before <= 1 for before, after in steps), page.address


def test_each_page_has_a_title_and_a_description_of_its_own(site: Site) -> None:
    """Search engines and tabs can tell the pages apart."""
    for kind in ("title", "description"):
        found = [getattr(page, kind) for page in site.pages.values()]
        assert all(found), kind
        assert len(set(found)) == len(found), kind


def test_no_code_inside_a_page(site: Site) -> None:
    """No inline script, style or handler: the policy would block it."""
    for page in site.pages.values():
        assert not page.inline, page.address


def test_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    """What a browser fetches by itself is ours, and there."""
    for page in site.pages.values():
        for address in page.loaded:
            assert address.startswith("data:") or site.has(address), f"{page.address} {address}"
    for style in site.folder.glob("assets/*.css"):
        assert not re.search(r"url\(|@import", style.read_text(encoding="utf-8"))


def test_nothing_of_the_theme_package_is_left(site: Site) -> None:
    """Pages, one stylesheet, one script, the search index, their packed twins, a check sum."""
    kinds = {file.suffix for file in site.folder.rglob("*") if file.is_file()}
    assert kinds <= {".html", ".css", ".js", ".json", ".br", ".gz", ".pdf", ".xml", ".sha256"}
    assert [file.name for file in site.folder.rglob("*.sha256")] == ["facts.sha256"]
    assert len(list(site.folder.rglob("*.js"))) == len(list(site.folder.rglob("*.css"))) == 1


def test_no_template_is_left(site: Site) -> None:
    """Every name in a page was filled."""
    for page in site.pages.values():
        assert not re.search(r"{{|{%|}}|%}", page.html), page.address


def test_the_build_never_empties_its_source() -> None:
    """MkDocs empties its output folder, and its default is `site`, where ours keeps source."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "\nsite_dir: build/site\n" in config


def test_with_an_origin_the_pages_name_each_other(tmp_path: Path) -> None:
    """A search engine learns each page's own address and its pair."""
    assert build(tmp_path, INFOHUS_ORIGIN="https://infohus.example").returncode == 0
    page = (tmp_path / "en" / "om" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://infohus.example/en/om/">' in page
    assert 'hreflang="da" href="https://infohus.example/om/"' in page
    assert "https://infohus.example/om/" in (tmp_path / "sitemap.xml").read_text(encoding="utf-8")


def test_the_site_needs_nothing_of_material(tmp_path: Path) -> None:
    """The theme's package ends its life in 2027: without it, the same bytes come out."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    paths = re.sub(r"(docs_dir: |custom_dir: |  - )(docs|site/)", rf"\1{ROOT}/\2", config)
    plain = tmp_path / "plain.yml"
    plain.write_text(paths.replace("name: material", "name: null"), encoding="utf-8")
    made = []
    for name, options in (("with", ()), ("without", ("--config-file", str(plain)))):
        done = build(tmp_path / name, *options, SOURCE_DATE_EPOCH="1700000000")
        assert done.returncode == 0, done.stderr
        files = sorted(file for file in (tmp_path / name).rglob("*") if file.is_file())
        made.append({str(f.relative_to(tmp_path / name)): f.read_bytes() for f in files})
    assert made[0] == made[1]


def test_the_closed_page_holds_every_way_to_help(site: Site) -> None:
    """The proxy shows it when the form is down: 112, 114, the hotline and each coordinator."""
    for address in ("/lukket/", "/en/lukket/"):
        numbers = {link for link in site.pages[address].links if link.startswith("tel:")}
        assert {"tel:112", "tel:114", "tel:+4541749090"} <= numbers, address
        assert len(numbers) >= 7, address
        assert "noindex" in site.pages[address].html, address


@pytest.mark.parametrize(("day", "told"), [("2027-04-30", False), ("2027-05-01", True)])
def test_the_build_tells_what_nobody_has_read_for_long(
    tmp_path: Path, day: str, told: bool
) -> None:
    """Document, hotline and law links of the invented municipality, 180 and 181 days old."""
    stamp = str(int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()))
    done = build(tmp_path, "--quiet", INFOHUS_MUNICIPALITY=str(INVENTED), SOURCE_DATE_EPOCH=stamp)
    assert done.returncode == 0, done.stderr
    for name in ("document", "hotline.phone", "law.straffeloven-141.official_url"):
        assert done.stderr.count(f"{name}: read") == told, done.stderr


def test_a_mistake_in_the_facts_is_told_without_a_traceback(tmp_path: Path) -> None:
    """Where it stands and what is wrong, for whoever changed the file."""
    facts = (ROOT / "municipality.toml").read_text(encoding="utf-8")
    wrong = tmp_path / "municipality.toml"
    wrong.write_text(facts.replace("keep_days = 7", "keep_days = -7"), encoding="utf-8")
    done = build(tmp_path / "site", "--quiet", INFOHUS_MUNICIPALITY=str(wrong))
    assert done.returncode != 0
    assert "keep_days must not be less than 0" in done.stderr
    assert "Traceback" not in done.stderr
