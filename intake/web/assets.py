"""The form's stylesheet and script, each one file, served under a name that holds its digest."""

import hashlib
import re
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
    text = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    return _asset("css", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), "text/css")


def script() -> Asset:
    """The script that shows steps in place; the form works without it."""
    return _asset("js", (STATIC / "intake.js").read_text(encoding="utf-8"), "text/javascript")


def _asset(ending: str, text: str, kind: str) -> Asset:
    """What programmers need, comments on lines of their own and indentation, stays at home."""
    lines = (line.strip() for line in text.splitlines())
    body = "\n".join(line for line in lines if line and not line.startswith("//")).encode()
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(
        address=f"/form/intake.{digest}.{ending}",
        body=body,
        content_type=f"{kind}; charset=utf-8",
    )
