"""The blocks a page can ask for by name: HTML from `site/blocks`, filled with the public facts.

A block is one line of HTML, so that Markdown leaves it alone. Page addresses in blocks begin at the
root, because the same block stands on pages at any depth.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import figures
from jinja2 import Environment, Template
from marks import Marks
from markupsafe import Markup, escape

from intake.facts import action_card, privacy_notice
from intake.facts.action_card import ActionCard, Node
from intake.facts.texts import Texts

NAMES = (
    "danger_box",
    "hotline_card",
    "contacts",
    "not_a_notification",
    "exit_link",
    "write_to_us",
    "law_register",
    "unconfirmed_list",
    "blank_sheet",
    "icon",
    "numbers",
)
"""Blocks that are a template and nothing else."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a block stands."""

    municipality: Any
    texts: Texts
    language: str
    sheet: Path | None = None
    """The blank form for concerns taken by telephone, where it is made."""

    def at(self, slug: str) -> str:
        """The address of a page in this language; `""` is the front page."""
        root = "/" if self.language == "da" else f"/{self.language}/"
        page, _, part = slug.partition("#")
        return root + (f"{page}/" if page else "") + (f"#{part}" if part else "")

    @property
    def form(self) -> str:
        """The address of the form."""
        return "/skriv" if self.language == "da" else "/en/write"


def functions(place: Place, env: Environment, marks: Marks) -> dict[str, Callable[..., Markup]]:
    """Every block as a function for a page, by its name."""

    def template(name: str) -> Callable[..., Markup]:
        found = env.get_template(f"{name}.html")
        return lambda *words, **named: _line(found.render(place=place, words=words, **named))

    made = {name: template(name) for name in NAMES}
    env.globals["icon"] = made["icon"]
    notice, card = env.get_template("privacy_notice.html"), env.get_template("action_card.html")

    def privacy(kind: Any) -> Markup:
        marks.unsure(*vars(place.municipality.privacy).values())
        sections = privacy_notice.load(place.language).sections(place.municipality, kind)
        return _line(notice.render(sections=sections, kind=kind))

    return made | {
        "pyramid": lambda: figures.pyramid(place.texts),
        "prevention_model": lambda: figures.model(place.municipality, place.texts),
        "privacy_notice": privacy,
        "action_card": lambda: _whole_card(place, card),
    }


def _whole_card(place: Place, template: Template) -> Markup:
    data = action_card.load(place.municipality)
    drawing = figures.card(data, place.texts, place.language)
    return _line(template.render(card=data, groups=groups(data), drawing=drawing))


def groups(data: ActionCard) -> list[tuple[str, list[Node]]]:
    """The steps of the list: a kind and its boxes; a side branch goes with the step before it."""
    found: list[tuple[str, list[Node]]] = []
    for node in data.nodes:
        if found and (node.kind == "side" or node.kind == found[-1][0] != "step"):
            found[-1][1].append(node)
        else:
            found.append((node.kind, [node]))
    return found


def strong(text: str) -> Markup:
    """`**words**` of a text as HTML, everything else escaped."""
    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(text)))
    return Markup(bold)  # noqa: S704 escaped on the line above


def _line(html: str) -> Markup:
    return Markup(re.sub(r"\s*\n\s*", " ", html).strip())  # noqa: S704 templates of ours
