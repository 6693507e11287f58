"""The blocks a page can ask for by name: HTML from `site/blocks`, filled with the public facts.

A block is one line of HTML, so that Markdown leaves it alone. Page addresses in blocks begin at the
root, because the same block stands on pages at any depth.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import cards
import figures
import qr
from icons import icon
from jinja2 import Environment, Template
from markupsafe import Markup, escape
from mkdocs.exceptions import PluginError
from review import Review

from intake.facts import (
    Municipality,
    Source,
    Texts,
    language_of,
    read_action_card,
    read_privacy_notice,
)

NAMES = (
    "danger_box",
    "hotline_card",
    "contacts",
    "not_a_notification",
    "exit_link",
    "write_to_us",
    "look_again",
    "law_register",
    "sources_list",
    "work_list",
    "document_words",
    "blank_sheet",
    "numbers",
    "scene",
)
"""Blocks that are a template and nothing else."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a block stands."""

    municipality: Municipality
    texts: Texts
    language: str
    today: date
    sheet: Path | None = None
    """The blank form for concerns taken by telephone, where it is made."""
    review: bool = False
    """Whether this is the edition that the municipality walks through."""

    def at(self, slug: str) -> str:
        """The address of a page in this language; `""` is the front page."""
        root = language_of(self.language).root
        page, _, part = slug.partition("#")
        return root + (f"{page}/" if page else "") + (f"#{part}" if part else "")

    def source(self, key: str) -> Source:
        """The public source of this key. Raises `PluginError`."""
        for row in self.municipality.source:
            if row.key == key:
                return row
        raise PluginError(f"no [[source]] has the key {key}")

    @property
    def form(self) -> str:
        """The address of the form."""
        return language_of(self.language).form

    @property
    def answer(self) -> str:
        """Where whoever has a code looks again."""
        return language_of(self.language).answer


def functions(place: Place, env: Environment) -> dict[str, Callable[..., Any]]:
    """Every block as a function for a page, by its name."""
    review = Review(place.municipality, env.get_template("question.html"), shown=place.review)
    env.globals |= {"ask": review.ask, "review": review}

    def template(name: str) -> Callable[..., Markup]:
        block = env.get_template(f"{name}.html")
        return lambda *words, **named: _line(block.render(place=place, words=words, **named))

    env.globals["icon"] = icon
    blocks: dict[str, Callable[..., Any]] = {name: template(name) for name in NAMES}
    blocks["icon"] = icon
    blocks |= _sourced(place, env, review) | _drawn(place, env, review)
    return blocks | _languages(place, env)


def _sourced(place: Place, env: Environment, review: Review) -> dict[str, Callable[..., Any]]:
    """Questions, sources, and what the law demands."""
    notice, cite = env.get_template("privacy_notice.html"), env.get_template("cite.html")
    return {
        "ask": review.ask,
        "cite": lambda key: _line(cite.render(source=place.source(key))),
        "source": place.source,
        "privacy_notice": lambda kind: _notice(place, notice, kind),
    }


def _drawn(place: Place, env: Environment, review: Review) -> dict[str, Callable[..., Any]]:
    card = env.get_template("action_card.html")
    return {
        "pyramid": lambda: figures.pyramid(place.texts) + review.ask("infohus.tiers"),
        "prevention_model": lambda: figures.model(place.municipality, place.texts),
        "qr_code": lambda address, title: qr.code(str(address), title),
        "action_card": lambda: _whole_card(place, card),
    }


def _languages(place: Place, env: Environment) -> dict[str, Callable[..., Markup]]:
    card, links = env.get_template("language_card.html"), env.get_template("language_list.html")
    shown = cards.shown(place.municipality, review=place.review)

    def language_card(key: str) -> Markup:
        return _line(card.render(place=place, key=key, say=cards.Card(key, place.municipality)))

    return {
        "language_card": language_card,
        "language_list": lambda: _line(links.render(languages=shown, folder=cards.PAGES)),
    }


def _notice(place: Place, template: Template, kind: Any) -> Markup:
    sections = read_privacy_notice(place.language).sections(place.municipality, kind)
    return _line(template.render(sections=sections, kind=kind))


def _whole_card(place: Place, template: Template) -> Markup:
    data = read_action_card(place.municipality)
    drawing = figures.card(data, place.texts, place.language)
    return _line(template.render(card=data, drawing=drawing))


def strong(text: str) -> Markup:
    """`**words**` of a text as HTML, everything else escaped."""
    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(text)))
    return Markup(bold)  # noqa: S704 escaped on the line above


def _line(html: str) -> Markup:
    return Markup(re.sub(r"\s*\n\s*", " ", html).strip())  # noqa: S704 templates of ours
