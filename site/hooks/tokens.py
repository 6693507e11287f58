"""The site's stylesheet and script, each one file under a name that holds its digest.

Colours, type and band are the form's own files, `tokens.css` and `shared.css` in
`intake/web/static`: site and form cannot drift apart.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

import finish
from edition import is_review
from mkdocs.plugins import event_priority

ROOT = Path(__file__).resolve().parents[2]

STYLES = (
    "intake/web/static/tokens.css",
    "intake/web/static/shared.css",
    "site/assets/site.css",
    "site/assets/pages.css",
    "site/assets/print.css",
)
REVIEW_STYLES = ("site/assets/review.css",)
SCRIPTS = ("site/assets/site.js",)


def on_config(config: Any) -> Any:
    """Tell the theme the addresses."""
    config.extra["assets"] = {kind: address(kind, body(kind)) for kind in ("css", "js")}
    return config


@event_priority(-100)
def on_post_build(config: Any) -> None:
    """Write both files, then finish the folder: once, after the last language.

    The plugin of languages builds the others at the end of the first, before us.
    """
    if config.plugins["i18n"].building:
        return
    folder = Path(config.site_dir)
    for kind in ("css", "js"):
        target = folder / address(kind, body(kind)).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body(kind))
    finish.finish(folder)


def body(kind: str) -> bytes:
    """The whole stylesheet or script."""
    styles = STYLES + (REVIEW_STYLES if is_review() else ())
    names = styles if kind == "css" else SCRIPTS
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)
    return (slim_css(text) if kind == "css" else slim_js(text)).encode()


def address(kind: str, content: bytes) -> str:
    """Where the file is served."""
    return f"/assets/site.{hashlib.sha256(content).hexdigest()[:12]}.{kind}"


def slim_css(text: str) -> str:
    """Without comments and needless white space."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(";}", "}").strip()


def slim_js(text: str) -> str:
    """Without lines that are only a comment, and without indentation."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
