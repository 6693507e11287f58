"""How a page is made from a template: in its language, with what every page shows."""

import threading
from collections.abc import Hashable
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from functools import partial
from typing import Any

from flask import Response, current_app
from markupsafe import Markup

from intake.concern import LONGEST_TEXT
from intake.web.sitting import Sitting

LARGE = 5 * LONGEST_TEXT
"""Code points of all answers. No letter that can be sent has as many."""
_LARGE_PAGES = threading.Lock()


def render(template: str, sitting: Sitting, status: int = 200, **context: Any) -> Response:
    """A page in the sitting's language."""
    with in_turn(sitting):
        return Response(html(template, sitting, context), status)


def in_turn(sitting: Sitting) -> AbstractContextManager[object]:
    """Pages far larger than any letter are made one by one: ten such at once would fill memory."""
    length = sum(len(text) for text in sitting.draft.answers.values())
    return _LARGE_PAGES if length > LARGE else nullcontext()


def html(template: str, sitting: Sitting, context: dict[str, Any]) -> str:
    """A template with what every page shows."""
    infohus = sitting.infohus
    shared = {
        "sitting": sitting,
        "words": sitting.words,
        "language": sitting.language,
        "infohus": infohus,
        "municipality": infohus.municipality,
        "demonstration": infohus.demonstration,
        "assets": current_app.extensions["infohus_assets"],
    }
    return _rendered(template, fixed=partial(_fixed, shared), **shared, **context)


def _rendered(template: str, **context: Any) -> str:
    """Without what Flask gives every template: no page of ours asks for the request."""
    return current_app.jinja_env.get_template(template).render(context)


def _fixed(shared: dict[str, Any], part: str, **choices: StrEnum) -> Markup:
    """A part that is the same on every page of a language where the same was chosen: made once."""
    parts: dict[tuple[Hashable, ...], Markup] = current_app.extensions["infohus_fixed"]
    this = (shared["language"], part, *choices.values())
    if this not in parts:
        parts[this] = Markup(_rendered(part, **shared, **choices))  # noqa: S704 ours
    return parts[this]
