"""Security headers, literally: the app sends them and the proxy configuration is made from them.

`Cross-Origin-*` and the referrer policy keep other pages from seeing that the form was open.
"""

from collections.abc import Callable, Iterable
from typing import Any

from intake.serving import Application

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), "
        "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        "publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()"
    ),
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer, page or not."""

NO_STORE = "no-store"
"""Cache-Control of everything that a person's answers can be in."""

FOREVER = "public, max-age=31536000, immutable"
"""Cache-Control of files that carry their digest in their name."""


def secured(app: Application) -> Application:
    """The application with the security headers on whatever it answers."""
    always = list(SECURITY_HEADERS.items())

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start(status, headers + always, *error)

        return app(environ, begin)

    return answer
