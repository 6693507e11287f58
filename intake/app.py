"""The web application: routes, headers, and a page for everything that goes wrong."""

import logging
from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, Response, g, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from intake import assets, pages
from intake.compression import compress
from intake.headers import FOREVER, NO_STORE, secured
from intake.infohus import Infohus, infohus
from intake.phone import phone
from intake.refusals import Refusal
from intake.rendering import render
from intake.sitting import Sitting, arrive
from intake.views import form

log = logging.getLogger(__name__)


class InMemoryRequest(Request):
    """A request whose body never reaches a file."""

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        return BytesIO()


class NoSession(Flask):
    """Flask without its session: nothing is ever set or read."""

    request_class = InMemoryRequest


def create_app(house: Infohus) -> Flask:
    """The application of one installation."""
    app = NoSession(__name__, static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["phone"] = phone
    app.extensions["infohus"] = house
    app.extensions["infohus_assets"] = {"css": assets.stylesheet(), "js": assets.script()}
    app.register_blueprint(form)
    app.register_error_handler(HTTPException, not_here)
    app.register_error_handler(Exception, broken)
    app.after_request(for_the_line)
    app.wsgi_app = secured(app.wsgi_app)  # type: ignore[assignment,method-assign]
    return app


def for_the_line(response: Response) -> Response:
    """Only files named by their digest may be kept, and all are small on the line."""
    is_asset = request.endpoint == "form.asset" and response.status_code == 200
    response.headers["Cache-Control"] = FOREVER if is_asset else NO_STORE
    return compress(request, response)


def not_here(error: HTTPException) -> Response:
    """An address or a method that is not ours."""
    response = render("missing.html", sitting_of_error(), error.code or 500)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def broken(error: Exception) -> Response:
    """Our own mistake: the kind of it is logged, never what it was about."""
    log.error("a request failed: %s", type(error).__name__)
    return pages.refusal_page(sitting_of_error(), Refusal.BROKEN)


def sitting_of_error() -> Sitting:
    """What was typed, if it came so far; else an empty sitting in the address's language."""
    found = g.get("sitting")
    if isinstance(found, Sitting):
        return found
    return arrive(infohus(), "en" if request.path.startswith("/en/") else "da")
