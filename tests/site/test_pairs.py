"""Two languages, page by page."""

from pathlib import Path

from tests.site.hooks import pairs


def test_the_other_language_of_a_page() -> None:
    """There and back."""
    assert pairs.pair("om/") == "en/om/"
    assert pairs.pair("en/om/") == "om/"
    assert pairs.pair("./") == "en/"


def test_a_lonely_page_is_named(tmp_path: Path) -> None:
    """A page without its pair stops the build."""
    (tmp_path / "om.md").touch()
    assert pairs.missing({"om.md"}, str(tmp_path)) == {"om.en.md"}
