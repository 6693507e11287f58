"""Pages made small for a phone on a bad line, whatever stands in front of the service.

Compression beside a secret can leak it (BREACH). Here a page holds no secret of the reader's
browser: there is no cookie, and the draft is the writer's own, of use to nobody without the page.
"""

import gzip
import struct
import zlib
from functools import lru_cache

from flask import Request, Response

SMALLEST = 500
"""Bytes below which it is not worth it."""
LEVEL = 6
_HEAD = bytes((31, 139, 8, 0, 0, 0, 0, 0, 0, 255))
_END = b"\x03\x00"
"""Of gzip (RFC 1952): nothing is told of the file; and of deflate: an empty last block."""


class Page(Response):
    """A page that begins and ends like others: that much is packed once for all of them."""

    begin, end = b"", b""


def compress(request: Request, response: Response) -> Response:
    """The response in gzip when the browser takes it."""
    if response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    response.headers["Vary"] = "Accept-Encoding"
    body = response.get_data()
    accepted = request.headers.get("Accept-Encoding", "").replace(" ", "")
    if len(body) < SMALLEST or "gzip" not in accepted or "gzip;q=0" in accepted:
        return response
    response.set_data(_joined(response) if isinstance(response, Page) else _packed(body))
    response.headers["Content-Encoding"] = "gzip"
    return response


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0)


def _joined(page: Page) -> bytes:
    """The same, from blocks that are ready and one that is new and stays as it is (RFC 1951)."""
    body = page.get_data()
    new = body[len(page.begin) : len(body) - len(page.end)]
    stored = struct.pack("<BHH", 0, len(new), len(new) ^ 0xFFFF) + new
    check = struct.pack("<II", zlib.crc32(body), len(body))
    return b"".join((_HEAD, _blocks(page.begin), stored, _blocks(page.end), _END, check))


@lru_cache(maxsize=128)
def _blocks(content: bytes) -> bytes:
    """Blocks that others may follow."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
