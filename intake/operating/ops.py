"""Health, readiness and counts, on a socket of their own: never on the public one.

Only totals of what waits or is held, ages in hours, and by kind why the mail server takes nothing:
nothing here can be tied to a person.
"""

import json
import logging
import threading
from collections.abc import Callable, Mapping

from intake.operating.metrics import exposition
from intake.serving import Application, Server
from intake.settings import Listen

log = logging.getLogger(__name__)
Count = Callable[[], Mapping[str, int | str]]
"""Numbers, and words that are shown in `/status` alone."""


_TEXT = "text/plain; charset=utf-8"
_READY = ("200 OK", _TEXT, "ready\n")
Hindrance = Callable[[], str]
"""Why a visitor could not send now, or the forwarder not work, in a word; empty when they could."""


def application(count: Count, hindrance: Hindrance) -> Application:
    """`/health`: it answers. `/ready`: it can work. `/metrics`: numbers. `/status`: words too."""

    def answer(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
        status, kind, body = _page(str(environ.get("PATH_INFO", "")), count, hindrance)
        start(status, [("Content-Type", kind), ("Cache-Control", "no-store")])
        return [body.encode()]

    return answer


def _page(path: str, count: Count, hindrance: Hindrance) -> tuple[str, str, str]:
    match path:
        case "/health":
            return "200 OK", _TEXT, "alive\n"
        case "/ready":
            why = hindrance()
            return ("503 Not Ready", _TEXT, f"not ready: {why}\n") if why else _READY
        case "/metrics":
            return "200 OK", "text/plain; version=0.0.4; charset=utf-8", exposition(count())
        case "/status":
            return "200 OK", "application/json", json.dumps(dict(count()))
    return "404 Not Found", _TEXT, "not here\n"


def start(listen: Listen | None, count: Count, hindrance: Hindrance) -> Server | None:
    """Listen in a thread of its own; None when no address was given, or another holds it."""
    if listen is None:
        return None
    try:
        server = Server(application(count, hindrance), listen)
    except OSError as trouble:  # letters are worth more than their counts
        log.error("nobody is told how we are: port %d: %s", listen.port, trouble.strerror)
        return None
    threading.Thread(target=server.run, name="ops", daemon=True).start()
    return server
