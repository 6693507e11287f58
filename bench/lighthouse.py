"""Lighthouse's four figures, mobile, for three pages, behind Caddy with the headers of production.

    python bench/lighthouse.py        after `mkdocs build`

Needs Caddy, Chromium, and Lighthouse from npm (`npm install --prefix build/lighthouse lighthouse`).
It is no gate: it says how a first visit feels on a slow phone.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT))

from intake.headers import SECURITY_HEADERS  # noqa: E402
from tests.servers import free_port  # noqa: E402

PAGES = ("", "bekymret/", "sagsgang/")
PROGRAM = ROOT / "build" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
CADDYFILE = """
{{
	admin off
	auto_https off
}}
http://127.0.0.1:{port} {{
	root * {folder}
	{headers}
	header Cache-Control "public, max-age=300"
	file_server {{
		precompressed br gzip
	}}
}}
"""


def wait_for(port: int) -> None:
    """Until the server answers."""
    for _ in range(100):
        with socket.socket() as found:
            if not found.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise TimeoutError(port)


def measure(address: str) -> dict[str, int]:
    """The four figures of one page."""
    chromium = shutil.which("chromium") or "chromium"
    flags = ["--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox"]
    done = subprocess.run(
        [str(PROGRAM), address, *flags],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)["categories"]
    return {name: round(100 * each["score"]) for name, each in found.items()}


def main() -> None:
    """Serve, measure, print."""
    port, folder = free_port(), ROOT / "build" / "site"
    headers = "\n\t".join(f'header {name} "{value}"' for name, value in SECURITY_HEADERS.items())
    config = ROOT / "build" / "lighthouse" / "Caddyfile"
    config.write_text(CADDYFILE.format(port=port, folder=folder, headers=headers), encoding="utf-8")
    command = [shutil.which("caddy") or "caddy", "run", "--adapter", "caddyfile", "--config"]
    with subprocess.Popen(
        [*command, str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        wait_for(port)
        for page in PAGES:
            print(f"/{page}", measure(f"http://127.0.0.1:{port}/{page}"))
        server.terminate()


if __name__ == "__main__":
    main()
