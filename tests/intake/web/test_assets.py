"""One stylesheet and one script, under names that change when they change."""

from intake.web.assets import STATIC, script, stylesheet


def test_stylesheet_begins_with_the_tokens() -> None:
    """Colours and sizes are known before they are used."""
    tokens = (STATIC / "tokens.css").read_bytes()
    assert stylesheet().body.startswith(tokens)


def test_name_holds_the_digest_of_the_content() -> None:
    """So that a browser may keep the file for ever."""
    assert stylesheet().address != script().address
    assert script().address.startswith("/form/intake.")
    assert script().address.endswith(".js")
    assert len(script().address.split(".")[1]) == 12
