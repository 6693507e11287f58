"""Lighthouse's four figures, mobile, for three pages, behind Caddy with the headers of production.

Lighthouse itself comes from npm into build/lighthouse at the first run. It is no gate: it says how
a first visit feels on a slow phone.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from bench.result import Measured, Scale
from bench.weights import build
from demonstration.plan import free_port
from intake.web import SECURITY_HEADERS

VERSION = "12.8.2"
HOME = Path("build/lighthouse")
PROGRAM = HOME / "node_modules" / ".bin" / "lighthouse"
PAGES = ("", "bekymret/", "sagsgang/")
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
        with socket.socket() as client:
            if not client.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise TimeoutError(port)


def scored(address: str) -> dict[str, int]:
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
    categories = json.loads(done.stdout)["categories"]
    return {name: round(100 * each["score"]) for name, each in categories.items()}


def install() -> None:
    """Fetch Lighthouse, unless it is there."""
    if not PROGRAM.exists():
        command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(HOME)]
        subprocess.run([*command, f"lighthouse@{VERSION}"], check=True)


def measure(_: Scale) -> list[Measured]:
    """Serve the site, and look at each page."""
    install()
    port, figures = free_port(), []
    headers = "\n\t".join(f'header {name} "{value}"' for name, value in SECURITY_HEADERS.items())
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder:
        build(Path(folder))
        config = Path(folder) / "Caddyfile"
        config.write_text(CADDYFILE.format(port=port, folder=folder, headers=headers), "utf-8")
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdout=quiet, stderr=quiet) as server:
            try:
                wait_for(port)
                for page in PAGES:
                    scores = scored(f"http://127.0.0.1:{port}/{page}")
                    figures += [
                        Measured(name=f"Lighthouse /{page}: {what}", value=score, unit="of 100")
                        for what, score in scores.items()
                    ]
            finally:
                server.terminate()
    return figures
