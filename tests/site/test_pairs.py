"""Every language, page by page."""

from pathlib import Path

from intake.facts import DANISH, LANGUAGES
from tests.site.hooks import pairs


def test_the_other_languages_of_a_page() -> None:
    """There and back."""
    (english,) = [each for each in LANGUAGES if each != DANISH]
    assert pairs.others("om/") == [(english, "/en/om/")]
    assert pairs.others("en/om/") == [(DANISH, "/om/")]
    assert pairs.others("./") == [(english, "/en/")]


def test_a_lonely_page_is_named(tmp_path: Path) -> None:
    """A page without its pair stops the build."""
    (tmp_path / "om.md").touch()
    assert pairs.missing({"om.md"}, str(tmp_path)) == {"om.en.md"}
    (tmp_path / "om.en.md").touch()
    assert pairs.missing({"om.md", "om.en.md"}, str(tmp_path)) == set()
    (tmp_path / "om.md").unlink()
    assert pairs.missing({"om.en.md"}, str(tmp_path)) == {"om.md"}
