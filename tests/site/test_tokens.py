"""One stylesheet and one script, under names that change with their bytes."""

import re

from tests.site.hooks import tokens
from tests.site.pages import Site


def test_the_name_follows_the_bytes() -> None:
    """A browser may keep the file for a year."""
    assert tokens.address("css", b"a") != tokens.address("css", b"b")


def test_comments_are_not_sent() -> None:
    """They are for us."""
    assert tokens.slim_css("/* why */\na { b: c; }\n") == "a{b: c}"
    assert tokens.slim_js("// why\n  a();\n") == "a();"


def test_each_class_with_a_style_is_used(site: Site) -> None:
    """No rule is left when a page or block goes; the script adds none."""
    styles = (site.folder / tokens.address("css", tokens.body("css")).lstrip("/")).read_text()
    named = set(re.findall(r"\.([a-z][a-z-]*)(?=[^{}]*\{)", styles))
    html = " ".join(page.html for page in site.pages.values())
    used = {each for found in re.findall(r'class="([^"]*)"', html) for each in found.split()}
    assert named - used == set()
