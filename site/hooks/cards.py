"""The language cards: one page for each language in which somebody may need help.

A card is no pair of pages: it is in its own language, in a Danish frame. It is published when the
municipality has named who read and approved it; until then it stands in the review edition alone.
"""

import re
from pathlib import Path
from typing import Any

from edition import is_review
from markupsafe import Markup, escape
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

from intake.facts import CardLanguage, Municipality, Texts, read_file

FOLDER = Path(__file__).resolve().parents[1] / "cards"
PAGES = "sprog/"
"""The folder of the cards, in front of each one's address and source."""
AFTER_LANGUAGES = -200
"""Later than the plug-in that sorts files by language: a card belongs to neither of its two."""
PAGE = """---
title: "{title}"
description: "{description}"
keywords: "{name}, {key}"
leave: "{leave}"
layout: text card
lang: {key}
dir: {direction}
---
{{{{ exit_link() }}}}

{{{{ language_card("{key}") }}}}
"""


def shown(municipality: Municipality, *, review: bool) -> list[CardLanguage]:
    """The languages whose card this edition holds."""
    return [row for row in municipality.language if review or row.approved_by]


def read(key: str) -> Texts:
    """The texts of one card. Raises `OSError` when there is no such card."""
    return read_file(FOLDER / f"{key}.toml")


@event_priority(AFTER_LANGUAGES)
def on_files(files: Any, config: Any) -> Any:
    """Add a page for each card, once: in the build of the first language."""
    if config.plugins["i18n"].is_default_language_build:
        for language in shown(config.extra["municipality"], review=is_review()):
            name = f"{PAGES}{language.key}.md"
            files.append(File.generated(config, name, content=source(language)))
    return files


def source(language: CardLanguage) -> str:
    """The card as MkDocs reads a page."""
    card = read(language.key)
    return PAGE.format(
        title=card["title"],
        description=card["description"],
        leave=card["leave"],
        name=language.name,
        key=language.key,
        direction=language.direction,
    )


class Card:
    """What one card says, as HTML: names and Danish words keep their own language and direction."""

    def __init__(self, key: str, municipality: Municipality) -> None:
        self._texts = read(key)
        self._names = {
            "infohus": danish(municipality.infohus.name),
            "hotline": danish(municipality.hotline.name["da"]),
            "number": Markup('<bdi dir="ltr">{}</bdi>').format(municipality.emergency.number),
        }

    def __call__(self, key: str) -> Markup:
        text = str(escape(self._texts[key]))
        marked = re.sub(r"\*(.+?)\*", lambda word: danish(word[1]), text)
        return Markup(marked).format(**self._names)  # noqa: S704 escaped above


def danish(words: str) -> Markup:
    """Danish words in a text of another language and, it may be, of another direction."""
    return Markup('<bdi lang="da">{}</bdi>').format(words)
