"""No name in a page can stand in the place of what a script asks of it (DOM clobbering).

`document.x` is the element that an image, a form or a frame calls so, before it is the browser's
own; `form.x` is the field of that name (HTML, "named access").
"""

import re
from pathlib import Path

import pytest

from intake.form import QUESTIONS
from tests.places import ROOT

SCRIPTS = [ROOT / "intake/web/static/intake.js", ROOT / "site/assets/site.js"]
PAGES = [
    path
    for folder in ("intake/web/templates", "site/blocks", "site/theme", "docs")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".html", ".md")
]
OVERRIDES = re.compile(r"<(?:form|img|iframe|embed|object)\b[^>]*\s(?:name|id)=", re.IGNORECASE)
OWN_SCOPE = re.compile(r'\A(?://[^\n]*\n|\s)*\((?:\(\) =>|function \(\)) \{\n\s+"use strict";')
NAMED = re.compile(r"""\bname=["']([a-z_-]+)["']""")


def asked_of(script: str, thing: str) -> set[str]:
    """What it reads or calls there."""
    return set(re.findall(rf"(?<![\w.]){thing}\.([A-Za-z]\w*)", script))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_a_scope_of_its_own(path: Path) -> None:
    """Strict, and no variable of the page's."""
    script = path.read_text("utf-8")
    assert OWN_SCOPE.match(script)
    assert asked_of(script, "window") <= {
        *("fetch", "URLSearchParams", "FormData", "DOMParser", "HTMLTemplateElement"),
        *("NodeList", "Element", "print"),
    }


def test_no_element_of_a_page_takes_the_place_of_the_document_s_own() -> None:
    """Those that could, carry neither name nor id."""
    assert len(PAGES) > 60
    assert [path.name for path in PAGES if OVERRIDES.search(path.read_text("utf-8"))] == []
    assert OVERRIDES.search('<img alt="" name="querySelector">')


def test_no_field_takes_the_place_of_the_form_s_own() -> None:
    """A field called `action` is there: so the form's address is asked as an attribute."""
    names = {question.name for question in QUESTIONS}
    for path in PAGES:
        names |= set(NAMED.findall(path.read_text("utf-8")))
    asked = {what for path in SCRIPTS for what in asked_of(path.read_text("utf-8"), "form")}
    assert {"action", "step", "draft"} <= names
    assert {"setAttribute", "getAttribute"} <= asked
    assert names & asked == set()
