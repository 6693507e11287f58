"""The web application: routes, headers, and a page for everything that goes wrong."""

import logging
import re
from collections.abc import Callable
from io import BytesIO
from typing import IO, Any

from flask import Flask, Request, Response, g, request
from flask.sessions import SessionInterface
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from intake.accepting import Refusal
from intake.facts import language_at
from intake.reference import shown
from intake.web import acknowledging, answering, assets, pages, telephoning
from intake.web.compression import compress
from intake.web.headers import FOREVER, NO_STORE, secured
from intake.web.infohus import Infohus, current_infohus
from intake.web.phone import phone
from intake.web.rendering import render
from intake.web.sitting import Sitting, arrive
from intake.web.views import ASSET, register

log = logging.getLogger(__name__)


class NoSession(SessionInterface):
    """No session, whatever the settings of Flask: none is read, and who sets something fails."""

    def open_session(self, app: Flask, request: Request) -> None:
        """None: Flask then gives one that is empty and takes nothing."""


class InMemoryRequest(Request):
    """A request whose body never reaches a file."""

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        return BytesIO()


class Discreet(Flask):
    """Flask writes the message of a mistake into the log, where what was typed may stand in it."""

    def log_exception(self, exc_info: Any) -> None:
        """The kind alone; it comes here when not even the page for a mistake can be shown."""
        log.error("the page for a mistake failed: %s", exc_info[0].__name__)


def create_app(infohus: Infohus) -> Flask:
    """The application of one installation."""
    app = Discreet(__name__, static_folder=None)
    app.request_class = InMemoryRequest
    app.session_interface = NoSession()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["phone"] = phone
    app.jinja_env.globals["shown"] = shown
    app.extensions["infohus"] = infohus
    app.extensions["infohus_assets"] = {"css": assets.stylesheet(), "js": assets.script()}
    app.extensions["infohus_fixed"] = {}
    register(app, infohus.languages)
    if infohus.desk:
        acknowledging.register(app)
    if infohus.telephone:
        telephoning.register(app)
    answering.register(app, infohus)
    app.register_error_handler(HTTPException, not_here)
    app.register_error_handler(Exception, broken)
    app.after_request(finish)
    app.wsgi_app = secured(app.wsgi_app)  # type: ignore[assignment,method-assign]
    return app


def finish(response: Response) -> Response:
    """Only files named by their digest may be kept, and all are small on the line."""
    is_asset = request.endpoint == ASSET and response.status_code == 200
    response.headers["Cache-Control"] = FOREVER if is_asset else NO_STORE
    return compress(request, response)


def not_here(error: HTTPException) -> Response:
    """An address or a method that is not ours; a slash or a capital too many leads to the form."""
    meant = form_meant(request)
    if error.code == 404 and meant:
        return Response(status=301, headers={"Location": meant})
    response = render("missing.html", sitting_of_error(), error.code or 500)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def form_meant(request: Request) -> str:
    """The form's address, when somebody who reads has almost written it; else empty."""
    asked = re.sub(r"/+", "/", request.path).rstrip("/").lower()
    infohus = current_infohus()
    forms = [language.form for language in infohus.languages]
    forms += [language.answer for language in infohus.languages if infohus.replies]
    return next((form for form in forms if request.method == "GET" and form == asked), "")


def broken(error: Exception) -> Response:
    """Our own mistake: the kind of it is logged, never what it was about.

    A page for a code says it itself (`g.when_broken`), with what was typed there, if it can.
    """
    log.error("a request failed: %s", type(error).__name__)
    own: Callable[[], Response] | None = g.pop("when_broken", None)
    if own is not None:
        try:
            return own()
        except Exception as worse:
            log.error("its page failed too: %s", type(worse).__name__)
    return pages.refusal_page(sitting_of_error(), Refusal.BROKEN)


def sitting_of_error() -> Sitting:
    """What was typed, if it came so far; else an empty sitting in the address's language."""
    sitting = g.get("sitting")
    if isinstance(sitting, Sitting):
        return sitting
    infohus = current_infohus()
    return arrive(infohus, language_at(f"{request.path.lower()}/", infohus.languages))
