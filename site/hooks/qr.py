"""A QR code of an address, black on white in every mode, so that it can be read."""

import segno
from markupsafe import Markup

SCALE = 3
"""Pixels a module: a short address becomes some 3 cm on paper."""
QUIET = 4
"""Modules of white around the code: the standard's own margin."""


def code(address: str, title: str) -> Markup:
    """An inline drawing of its own size, named for those who do not see it."""
    drawn = segno.make_qr(address, error="m").svg_inline(
        scale=SCALE, border=QUIET, light="#fff", title=title, svgclass=None, lineclass=None
    )
    named = drawn.replace("<svg ", '<svg role="img" ', 1)
    return Markup(f"<p>{named}</p>")  # noqa: S704 segno escapes the title
