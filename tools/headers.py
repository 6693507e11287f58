"""`make headers`: the proxy's copy of the security headers, made from the service's own.

The proxy sets them at the last moment: an answer from the service does not carry them twice.
"""

import sys
from pathlib import Path

from intake.web import SECURITY_HEADERS

FILE = Path(__file__).parents[1] / "deploy" / "headers.caddy"


def text() -> str:
    """What the file holds."""
    rows = [f'\t{name} "{value}"' for name, value in SECURITY_HEADERS.items()]
    head = "# Made from intake/web/headers.py by `make headers`. Do not edit."
    return "\n".join([head, "header {", "\tdefer", "\t-Server", *rows, "}"]) + "\n"


def main() -> int:
    """Write the file anew."""
    FILE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
