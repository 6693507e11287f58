"""Pages made small for a phone on a bad line, whatever stands in front of the service.

Compression beside a secret can leak it (BREACH). Here a page holds no secret of the reader's
browser: there is no cookie, and the draft is the writer's own, of use to nobody without the page.
"""

import zlib

from flask import Request, Response

SMALLEST = 500
"""Bytes below which it is not worth it."""
LEVEL, WINDOW, TABLE = 3, 13, 6
"""A window of 8 kB, and a table for it: to lay out zlib's own (15 and 8) takes longer than to pack
a page, and makes it a hundredth smaller."""
_GZIP = 16
"""Asks zlib for the format of gzip; it writes no time."""


def compress(request: Request, response: Response) -> Response:
    """The response in gzip when the browser takes it."""
    if response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    response.headers["Vary"] = "Accept-Encoding"
    body = response.get_data()
    if len(body) < SMALLEST or not request.accept_encodings["gzip"]:
        return response
    packer = zlib.compressobj(LEVEL, wbits=_GZIP + WINDOW, memLevel=TABLE)
    response.set_data(packer.compress(body) + packer.flush())
    response.headers["Content-Encoding"] = "gzip"
    return response
