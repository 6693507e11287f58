"""How a page is made from a template: in its language, with what every page shows."""

import threading
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from flask import Response, current_app, make_response, render_template
from markupsafe import Markup

from intake.concern import LONGEST_TEXT
from intake.sitting import Sitting

LARGE = 5 * LONGEST_TEXT
"""Code points of all answers. No letter that can be sent has as many."""
_LARGE_PAGES = threading.Lock()


def render(template: str, sitting: Sitting, status: int = 200, **context: Any) -> Response:
    """A page in the sitting's language."""
    with in_turn(sitting):
        return make_response(made(template, sitting, context), status)


def in_turn(sitting: Sitting) -> AbstractContextManager[object]:
    """Pages far larger than any letter are made one by one: ten such at once would fill memory."""
    length = sum(len(text) for text in sitting.draft.answers.values())
    return _LARGE_PAGES if length > LARGE else nullcontext()


def made(template: str, sitting: Sitting, context: dict[str, Any]) -> str:
    """The HTML."""
    house = sitting.house
    return render_template(
        template,
        sitting=sitting,
        words=sitting.words,
        language=sitting.language,
        house=house,
        municipality=house.municipality,
        demonstration=house.demonstration,
        assets=current_app.extensions["infohus_assets"],
        block=partial(block, sitting),
        **context,
    )


def block(sitting: Sitting, template: str) -> Markup:
    """What says the same on every page in this language: made once."""
    house, language = sitting.house, sitting.language
    if (template, language) not in house.blocks:
        made = render_template(
            template,
            words=sitting.words,
            language=language,
            house=house,
            municipality=house.municipality,
        )
        house.blocks[template, language] = Markup(made)  # noqa: S704 escaped by the template
    return house.blocks[template, language]
