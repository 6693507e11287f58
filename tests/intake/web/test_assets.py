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
    names = [name.encode() for name in ("--paper:", "--ink:", "--focus-ring:")]
    tokens = (STATIC / "tokens.css").read_bytes()
    assert all(name in tokens for name in names)
    first_rule = stylesheet().body.index(b"body")
    assert all(stylesheet().body.index(name) < first_rule for name in names)


def test_what_only_programmers_read_does_not_travel() -> None:
    """Comments and indentation are some 900 bytes of gzip to a phone."""
    for asset in (stylesheet(), script()):
        assert b"/*" not in asset.body
        assert not [
            line for line in asset.body.splitlines() if line[:1].isspace() or line[:2] == b"//"
        ]


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
