"""`make run` on a fresh clone: from nothing to a demonstration that answers.

It fetches every package, from the pip cache where there is one, and builds the site.
"""

import os
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from bench.result import Measured, Scale
from demonstration.plan import free_port

ROOT = Path(__file__).parents[1]
LAST_LINE = "Ctrl-C ends it all."
LONGEST = 900.0


def measure(_: Scale) -> list[Measured]:
    """Once: a second time would not be cold."""
    with tempfile.TemporaryDirectory(prefix="infohus-bench-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        return [Measured(name="cold `make run` of a clone", value=run(clone), unit="s")]


def run(clone: Path) -> float:
    """Seconds until it says that everything is there. Raises `RuntimeError`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    begun = time.perf_counter()
    with subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=kept | {"PORT": str(free_port())},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        late = threading.Timer(LONGEST, os.killpg, (process.pid, signal.SIGKILL))
        late.start()
        assert process.stdout is not None
        said = any(line.strip() == LAST_LINE for line in process.stdout)
        took = time.perf_counter() - begun
        late.cancel()
        if said:
            os.killpg(process.pid, signal.SIGINT)
    if not said:
        raise RuntimeError("it did not start")
    return took
