"""Memory of each process: at rest, warm, and after very many concerns have come and gone."""

import tempfile
from pathlib import Path

from bench import serving
from bench.asking import CheckPages, Line, request
from bench.crowd import MOST_A_SECOND, Ready, crowd
from bench.hanging import drained
from bench.installed import build
from bench.mail import mail_sink
from bench.result import FLAT, Measured, Scale
from bench.serving import Part

WARM = 0.1
"""From this part of all concerns on a process is warm."""
Look = tuple[int, float]
"""Concerns so far, and megabytes."""


def measure(scale: Scale) -> list[Measured]:
    """The form and the forwarder."""
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder, mail_sink() as sink:
        installed = build(Path(folder) / "installed", smtp_port=sink.port, smtp_ca=sink.ca_file)
        pages = CheckPages.of(installed)
        with (
            Part(serving.form, installed.environ) as form,
            Part(serving.forwarder, installed.environ) as forwarder,
        ):
            with Line(form.port) as line:
                line.ask(request("/skriv", ""))
            parts, accepted = {"form": form, "forwarder": forwarder}, 0
            looks = {name: [(accepted, part.megabytes)] for name, part in parts.items()}
            while accepted < scale.many:
                accepted += len(crowd(form.port, 2, Ready(pages.send, 2 * MOST_A_SECOND)))
                drained(installed)
                for name, part in parts.items():
                    looks[name].append((accepted, part.megabytes))
    return [figure for name, seen in looks.items() for figure in judged(name, seen)]


def judged(name: str, looks: list[Look]) -> list[Measured]:
    """At rest, at the end, and the end over the first look at a warm process."""
    (_, at_rest), *_, (accepted, end) = looks
    warm = next(size for number, size in looks[1:] if number >= WARM * accepted)
    what = f"memory of the {name}"
    return [
        Measured(name=f"{what} at rest", value=at_rest, unit="MB"),
        Measured(name=f"{what} after {accepted:,} concerns", value=end, unit="MB"),
        Measured(name=f"{what} at the end, over warm", value=end / warm, limit=FLAT),
    ]
