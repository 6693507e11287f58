"""Pages made small for a phone on a bad line.

Compression beside a secret can leak it (BREACH). Here a page holds no secret of the reader's
browser: there is no cookie, and the draft is the writer's own, of use to nobody without the page.
"""

import brotli
from flask import Request, Response

SMALLEST = 500
"""Bytes below which it is not worth it."""
QUALITY = 5


def compress(request: Request, response: Response) -> Response:
    """The response in brotli when the browser takes it."""
    if response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < SMALLEST or not request.accept_encodings.quality("br"):
        return response
    response.set_data(brotli.compress(body, mode=brotli.MODE_TEXT, quality=QUALITY))
    response.headers["Content-Encoding"] = "br"
    return response
