"""The picture language: each thing has one picture, and all pictures are of Material's own set.

They ship with `mkdocs-material` and are written into the page, only those it uses: no request. A
picture says nothing alone; it always stands beside a word. The mark in the band is no icon: it is
drawn for us, and the form shows the same file.
"""

import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

MARK = Path(__file__).resolve().parents[2] / "intake" / "web" / "templates" / "_mark.svg"
SET = files("material") / "templates" / ".icons" / "material"
PICTURES = {
    "alert": "alert-outline",
    "arrow": "arrow-right",
    "exit": "exit-to-app",
    "people": "account-multiple-outline",
    "pen": "pencil-outline",
    "person": "account-outline",
    "phone": "phone",
    "print": "printer-outline",
    "scale": "scale-balance",
    "shield": "shield-check-outline",
    "talk": "message-text-outline",
    "work": "briefcase-outline",
}
"""Our name of a thing, and the icon's name in Material's documentation."""


def icon(name: str, place: str = "") -> Markup:
    """The picture of a thing; `place` is a class more. Raises `KeyError`: no such picture."""
    drawn = (SET / f"{PICTURES[name]}.svg").read_text(encoding="utf-8")
    paths = Markup().join(
        Markup('<path d="{}"/>').format(d) for d in re.findall(r' d="(.*?)"', drawn)
    )
    return Markup(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
    ).format(f"icon {place}".strip(), paths)


def mark() -> Markup:
    """The house with an i in it."""
    return Markup(MARK.read_text(encoding="utf-8").strip())  # noqa: S704 a file of ours


def tab_icon() -> str:
    """The mark as a browser's tab shows it: an address that holds the whole picture."""
    shape = re.findall(r" d=\"(.*?)\"", mark())[0]
    drawn = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
        "<rect width='32' height='32' rx='7' fill='#0F5257'/>"
        "<path transform='translate(4 3.6) scale(.75)' fill='#FBF8F3' fill-rule='evenodd' "
        f"d='{shape}'/></svg>"
    )
    return "data:image/svg+xml," + quote(drawn, safe="=/:,")
