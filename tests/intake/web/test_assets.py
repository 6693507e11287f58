"""One stylesheet and one script, under names that change when they change."""

import re

import pytest

from intake.web.assets import STATIC, script, stylesheet

AFTER_2018 = re.compile(
    r"\?\.(?!\d)|\?\?|catch \{|(?:\|\||&&)=|\d_\d|\d+n\b|[{.]\s*#\w|\bstatic \{"
    r"|\bimport\b|\bexport\b|^\s*await|\bfor await\b"
)
"""Syntax that Chromium 70 cannot read: with one of these it would not run a line of the file."""


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


def test_script_is_written_as_in_2018() -> None:
    """An older browser reads all of it, and may then find that something is missing."""
    code = re.sub(r"//.*|\"[^\"]*\"", "", script().body.decode())
    assert AFTER_2018.findall(code) == []


@pytest.mark.parametrize(
    "line",
    [
        *(
            "a?.b",
            "a?.(b)",
            "a ?? b",
            "a ??= b",
            "try { a(); } catch { b(); }",
            "a ||= b",
            "1_000",
            "1n",
        ),
        *("class A { #b = 1; }", "class A { static { b(); } }", 'import a from "b"', "await a();"),
    ],
)
def test_newer_syntax_is_found(line: str) -> None:
    """A decoy for each."""
    assert AFTER_2018.search(line)
