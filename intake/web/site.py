"""The built site in front of the form, for the installation that has no other server of files."""

from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from intake.serving import Application
from intake.web.headers import FOREVER, SECURITY_HEADERS

HASHED = r"\.[0-9a-f]{8,12}\.\w+$"


def with_site(app: Application, site: Path | None) -> Application:
    """The built site in front of the form, when this process serves it too."""
    if site is None:
        return app
    return WhiteNoise(  # type: ignore[no-any-return]
        app,
        root=str(site),
        index_file=True,
        autorefresh=False,
        allow_all_origins=False,
        max_age=300,
        immutable_file_test=HASHED,
        add_headers_function=_secure,
    )


def _secure(headers: Any, path: str, url: str) -> None:
    for name, value in SECURITY_HEADERS.items():
        headers[name] = value
    if headers.get("Cache-Control", "").endswith("immutable"):
        headers["Cache-Control"] = FOREVER
