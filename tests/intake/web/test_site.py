"""The built site, served by the process of the form."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from intake.web import with_site


def test_the_site_stands_before_the_form(tmp_path: Path) -> None:
    """A built page with our headers; what is no page goes on to the form."""
    (tmp_path / "index.html").write_text("<p>the site</p>")

    def app(environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"the form"]

    asking = Client(with_site(app, tmp_path))
    page, form = (asking.get(path, buffered=True) for path in ("/", "/skriv"))
    assert (page.data, form.data) == (b"<p>the site</p>", b"the form")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Access-Control-Allow-Origin" not in page.headers
