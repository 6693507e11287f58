"""What the review edition shows more: the questions to the municipality, and its document's words.

Each question stands at the place where its answer will stand; in the published edition `ask` leaves
nothing behind. Under each page stands what the ledger of claims says that it carries, by line.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Template
from markupsafe import Markup
from mkdocs.exceptions import PluginError

from intake.facts import Municipality, Question

LEDGER = Path(__file__).resolve().parents[2] / "tests" / "site" / "claims.toml"
"""Every claim of the document, with its lines and the page that carries it."""


class Review:
    """The open questions of one municipality."""

    def __init__(self, municipality: Municipality, template: Template, *, shown: bool) -> None:
        self.questions = tuple(municipality.questions())
        self._by_name = {question.name: question for question in self.questions}
        self._known = {name for name, _ in municipality.parts()}
        self._template, self._shown = template, shown

    def ask(self, name: str) -> Markup:
        """The question of this dotted name, if it is open. Raises `PluginError`: no such name."""
        if name not in self._known:
            raise PluginError(f"no fact of municipality.toml has the name {name}")
        question: Question | None = self._by_name.get(name)
        if question is None or not self._shown:
            return Markup()
        return Markup(self._template.render(question=question))  # noqa: S704 a template of ours

    def claims(self, slug: str) -> list[dict[str, Any]]:
        """What the document says on this page, in the document's order."""
        return [claim for claim in ledger() if claim["page"] == slug]


@cache
def ledger() -> list[dict[str, Any]]:
    """All claims; none in an installation without the tests."""
    if not LEDGER.is_file():
        return []
    rows: list[dict[str, Any]] = tomllib.loads(LEDGER.read_text(encoding="utf-8"))["claim"]
    return rows
