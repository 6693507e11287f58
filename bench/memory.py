"""Memory of each process: at rest, and after very many concerns have come and gone."""

import tempfile
from pathlib import Path

from bench import serving
from bench.asking import CheckPages, Line, request
from bench.crowd import MOST_A_SECOND, Ready, crowd
from bench.forwarding import mail_server
from bench.hanging import drained
from bench.house import build
from bench.result import Measured, Scale
from bench.serving import Part


def measure(scale: Scale) -> list[Measured]:
    """The form and the forwarder."""
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder, mail_server() as smtp_port:
        house = build(Path(folder) / "house", smtp_port=smtp_port)
        pages = CheckPages.of(house)
        with (
            Part(serving.form, house.environ) as form,
            Part(serving.forwarder, house.environ) as forwarder,
        ):
            with Line(form.port) as line:
                line.ask(request("/skriv", ""))
            parts = {"form": form, "forwarder": forwarder}
            at_rest = {name: part.megabytes for name, part in parts.items()}
            accepted = 0
            while accepted < scale.many:
                accepted += len(crowd(form.port, 2, Ready(pages.send, 2 * MOST_A_SECOND)))
                drained(house)
            after = {name: part.megabytes for name, part in parts.items()}
    found = []
    for name in parts:
        found.append(Measured(name=f"memory of the {name} at rest", value=at_rest[name], unit="MB"))
        what = f"memory of the {name} after {accepted:,} concerns"
        found.append(Measured(name=what, value=after[name], unit="MB"))
    return found
