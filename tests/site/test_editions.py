"""The published edition is ready to be read by anybody; the review edition asks every question.

The published one is judged as our municipality's file is, with everything answered and with nothing
answered, and for the invented municipality.
"""

import re
import tomllib
from pathlib import Path

import pytest

from intake.facts import municipality
from tests.editing import editing
from tests.places import INVENTED, ROOT
from tests.site.conftest import build
from tests.site.editions import answered, unanswered
from tests.site.pages import Site

READ_ON = "1796083200"
"""1 December 2026."""
REAL = ROOT / "municipality.toml"
PUBLIC = ("**/*.html", "search.*.json", "**/*.txt", "**/*.xml")
WORK_LIST = re.compile(r'<section class="work-list".*?</section>', re.DOTALL)
NOTE = re.compile(r'<span class="question-note".*?<code>([^<]*)</code></span>', re.DOTALL)


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The edition that our municipality walks through."""
    return built(tmp_path_factory.mktemp("review"), SITE_EDITION="review")


def built(folder: Path, **environ: str) -> Site:
    """A site that is built so."""
    done = build(folder / "site", **environ)
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(folder / "site")


def phrases(site: Site) -> dict[str, set[str]]:
    """An editor's phrases, by file."""
    files = sorted(file for pattern in PUBLIC for file in site.folder.glob(pattern))
    assert len(files) > len(site.pages)
    found = {file: editing(file.read_text(encoding="utf-8")) for file in files}
    return {str(file.relative_to(site.folder)): said for file, said in found.items() if said}


def test_no_phrase_of_an_editor_is_published(site: Site) -> None:
    """As the file is today."""
    assert phrases(site) == {}


def test_none_when_everything_is_answered(tmp_path: Path) -> None:
    """Every answer stands where it should, and the form is open."""
    file = tmp_path / "municipality.toml"
    file.write_text(answered(REAL.read_text(encoding="utf-8")), encoding="utf-8")
    facts = municipality.load(file)
    assert facts.may_open
    assert [name for name, fact in facts.facts() if not fact] == []
    assert phrases(built(tmp_path, INFOHUS_MUNICIPALITY=str(file))) == {}


@pytest.mark.parametrize("source", [REAL, INVENTED])
def test_none_when_nothing_is_answered(site: Site, tmp_path: Path, source: Path) -> None:
    """The form is closed, and each page is whole without the answers."""
    file = tmp_path / "municipality.toml"
    file.write_text(unanswered(source.read_text(encoding="utf-8")), encoding="utf-8")
    facts = municipality.load(file)
    assert not facts.may_open
    assert [name for name, fact in facts.facts() if fact.answered] == []
    if file.read_bytes() != REAL.read_bytes():
        site = built(tmp_path, INFOHUS_MUNICIPALITY=str(file))
    assert phrases(site) == {}


def test_the_search_would_find_them(review: Site) -> None:
    """A decoy: the review edition says one on every page."""
    found = phrases(review)
    files = {address.lstrip("/") for address in review.pages}
    assert {file.removesuffix("index.html") for file in found} >= files


def test_each_question_stands_where_its_answer_will_stand(review: Site) -> None:
    """On a page, not only in the work list."""
    asked = {name for page in review.pages.values() for name in NOTE.findall(page.html)}
    wanted = {one.name for one in municipality.load(REAL).questions()}
    assert wanted - asked == set()
    assert asked - wanted == set()


def test_the_work_list_holds_every_question(review: Site) -> None:
    """In both languages, with what is proposed and what the page says meanwhile."""
    for address in ("/om-siden/", "/en/om-siden/"):
        (found,) = WORK_LIST.findall(review.pages[address].html)
        for one in municipality.load(REAL).questions():
            assert f"<code>{one.name}</code>" in found
            assert one.meanwhile in found.replace("&#34;", '"').replace("&#39;", "'")


def test_each_claim_of_the_document_stands_under_its_page(review: Site) -> None:
    """With its lines, in both languages, for whoever compares the page with the document."""
    claims = tomllib.loads((ROOT / "tests/site/claims.toml").read_text(encoding="utf-8"))["claim"]
    assert len(claims) > 100
    for claim in claims:
        lines = "-".join(str(line) for line in dict.fromkeys(claim["lines"]))
        for root in ("/", "/en/"):
            address = root if claim["page"] == "index" else f"{root}{claim['page']}/"
            assert f"Linje {lines}: {claim['words']}" in review.pages[address].text, claim


def test_every_page_of_the_review_edition_says_what_it_is(review: Site) -> None:
    """A banner, and no search engine may keep it."""
    for page in review.pages.values():
        assert page.html.count('class="review-banner"') == 1, page.address
        assert 'name="robots" content="noindex"' in page.html, page.address


def test_nothing_of_the_review_edition_is_published(site: Site) -> None:
    """No note, banner, list or style of it."""
    styles = "".join(
        style.read_text(encoding="utf-8") for style in site.folder.glob("assets/*.css")
    )
    for name in ("question-note", "review-banner", "work-list", "document-words"):
        assert name not in styles
        for page in site.pages.values():
            assert name not in page.html, page.address


def test_what_was_read_long_ago_is_marked_in_the_review_edition(
    tmp_path: Path,
) -> None:
    """In the list of sources and in the work list; nothing is old in the month of reading."""
    old = built(tmp_path / "old", SITE_EDITION="review", SOURCE_DATE_EPOCH="1900000000")
    new = built(tmp_path / "new", SITE_EDITION="review", SOURCE_DATE_EPOCH=READ_ON)
    rows = municipality.load(REAL).source
    assert old.pages["/kilder/"].text.count("Læst for længe siden") == len(rows)
    for row in rows:
        assert f"source.{row.key}: for" in old.pages["/om-siden/"].text
    assert "Læst for længe siden" not in new.pages["/kilder/"].text


def test_an_edition_that_we_do_not_know_is_refused(tmp_path: Path) -> None:
    """A typing error must not publish the wrong one."""
    done = build(tmp_path, "--quiet", SITE_EDITION="reveiw")
    assert done.returncode != 0
    assert "SITE_EDITION must be one of published, review" in done.stderr
