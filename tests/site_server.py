"""Serves the built site as the proxy does: security headers, precompressed files, the 404 pages.

`python -m tests.site_server FOLDER PORT` serves it to look at.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from intake.web.headers import SECURITY_HEADERS

ONLY_OVER_TLS = "Strict-Transport-Security"


class Handler(SimpleHTTPRequestHandler):
    """One folder, with the headers of `intake/web/headers.py` on every answer."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Add ours."""
        for name, value in SECURITY_HEADERS.items():
            if name != ONLY_OVER_TLS:
                self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The page for a missing page, in the language of its address."""
        language = "en/" if self.path.startswith("/en/") else ""
        page = Path(self.directory) / f"{language}404.html"
        body = page.read_bytes() if code == 404 and page.exists() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The origin of a server for this folder, on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    address = ("127.0.0.1", int(sys.argv[2]))
    ThreadingHTTPServer(address, partial(Handler, directory=sys.argv[1])).serve_forever()
