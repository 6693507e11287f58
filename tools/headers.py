"""`make headers`: the proxies' copies of the security headers, made from the service's own.

Caddy sets them at the last moment: an answer from the service does not carry them twice. nginx adds
them only where the service is not asked.
"""

import sys
from pathlib import Path

from intake.web import SECURITY_HEADERS

DEPLOY = Path(__file__).parents[1] / "deploy"
HEAD = "# Made from intake/web/headers.py by `make headers`. Do not edit."


def caddy() -> str:
    """What Caddy's file holds."""
    rows = [f'\t{name} "{value}"' for name, value in SECURITY_HEADERS.items()]
    return "\n".join([HEAD, "header {", "\tdefer", "\t-Server", *rows, "}"]) + "\n"


def nginx() -> str:
    """What nginx's file holds."""
    rows = [f'add_header {name} "{value}" always;' for name, value in SECURITY_HEADERS.items()]
    return "\n".join([HEAD, *rows]) + "\n"


FILES = {DEPLOY / "headers.caddy": caddy, DEPLOY / "headers.nginx": nginx}


def main() -> int:
    """Write the files anew."""
    for file, text in FILES.items():
        file.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
