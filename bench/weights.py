"""What a phone must fetch, as it comes over the line, and how long the site takes to build."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import serving
from bench.asking import Line, read, unpacked
from bench.budgets import FORM_BYTES, ONE_ROUND_TRIP
from bench.installed import build as install
from bench.result import Measured, Scale
from bench.serving import Part

LOADED = re.compile(r'(?:<link[^>]*rel="?stylesheet"?[^>]*href|<script[^>]*src)="?([^"\s>]+)')


def build(folder: Path) -> float:
    """Seconds to build the site there."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    begun = time.perf_counter()
    environ = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, check=True, env=environ, capture_output=True)
    return time.perf_counter() - begun


def packed(file: Path) -> int:
    """Bytes as the proxy sends them."""
    return file.with_name(f"{file.name}.br").stat().st_size


def first_view(folder: Path) -> int:
    """Bytes of the front page with its stylesheet and script."""
    page = folder / "index.html"
    loaded = LOADED.findall(page.read_text(encoding="utf-8"))
    if len(loaded) != 2:
        raise RuntimeError(f"the front page loads {loaded}")
    return packed(page) + sum(packed(folder / address.lstrip("/")) for address in loaded)


def form_view() -> int:
    """Bytes of the form's first page with its stylesheet and script."""
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder:
        installed = install(Path(folder) / "installed")
        with Part(serving.form, installed.environ) as form, Line(form.port) as line:
            status, page = line.ask(read("/skriv"))
            files = re.findall(r'(?:href|src)="(/form/[^"]+)"', unpacked(page))
            if status != 200 or len(files) != 2:
                raise RuntimeError(f"the form answers {status} and loads {files}")
            return len(page) + sum(len(line.ask(read(file))[1]) for file in files)


def measure(scale: Scale) -> list[Measured]:
    """The site is built anew for each round."""
    times = []
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as name:
        folder = Path(name)
        for _ in range(scale.rounds):
            times.append(build(folder))
        pages = list(folder.rglob("index.html"))
        heaviest = max(pages, key=packed)
        heaviest_bytes = packed(heaviest)
        front = first_view(folder)
    return [
        Measured(
            name=f"building the site, {len(pages)} pages", value=statistics.median(times), unit="s"
        ),
        Measured(name="front page, first view", value=front, unit="bytes", limit=ONE_ROUND_TRIP),
        Measured(name=f"heaviest page, {heaviest.parent.name}", value=heaviest_bytes, unit="bytes"),
        Measured(name="form, first view", value=form_view(), unit="bytes", limit=FORM_BYTES),
    ]
