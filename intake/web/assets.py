"""The form's stylesheet and script, each one file, served under a name that holds its digest."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static"
STYLES = ("tokens.css", "shared.css", "intake.css")


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One file as it is served."""

    address: str
    body: bytes
    content_type: str


def stylesheet() -> Asset:
    """The tokens first, what the site shares next, then the form's own rules: one request."""
    body = b"\n".join((STATIC / name).read_bytes() for name in STYLES)
    return _asset("css", body, "text/css; charset=utf-8")


def script() -> Asset:
    """The script that shows steps in place; the form works without it."""
    return _asset("js", (STATIC / "intake.js").read_bytes(), "text/javascript; charset=utf-8")


def _asset(ending: str, body: bytes, content_type: str) -> Asset:
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(address=f"/form/intake.{digest}.{ending}", body=body, content_type=content_type)
