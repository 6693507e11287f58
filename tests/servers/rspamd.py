"""rspamd as Debian has it, alone: without the network, a database, or anything learnt."""

import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from tests.servers import free_port, until

LONGEST_SECONDS = 240
"""It compiles its rules at each start: a minute on a busy machine."""
_LOCAL = {
    "worker-normal.inc": 'bind_socket = "127.0.0.1:{port}"; count = 1;',
    "worker-proxy.inc": "enabled = false;",
    "worker-controller.inc": "enabled = false;",
    "worker-fuzzy.inc": "enabled = false;",
    "hfilter.conf": "enabled = false;",  # asks the network who it is that hands the mail over
    "logging.inc": 'type = "console"; level = "error";',
    "options.inc": (
        "disable_hyperscan = true;"
        ' dns {{ timeout = 0.1s; retransmits = 1; nameserver = ["127.0.0.1:9"]; }}'
    ),
}


class Rspamd:
    """One process with its own folder, while the `with` block runs."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="infohus-rspamd-"))
        local = self._folder / "local.d"
        for made in (local, self._folder / "db", self._folder / "run"):
            made.mkdir()
        for name, text in _LOCAL.items():
            (local / name).write_text(text.format(port=self.port))
        if os.geteuid() == 0:
            for path in (self._folder, *self._folder.iterdir()):
                shutil.chown(path, "_rspamd", "_rspamd")

    def __enter__(self) -> "Rspamd":
        places = {"LOCAL_CONFDIR": "", "DBDIR": "/db", "RUNDIR": "/run", "LOGDIR": "/run"}
        never_as_root = ["-u", "_rspamd", "-g", "_rspamd"] if os.geteuid() == 0 else []
        command = ["rspamd", "-f", *never_as_root]
        command += [f"--var={name}={self._folder}{place}" for name, place in places.items()]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if not until(self._answers, LONGEST_SECONDS):
            self.__exit__()
            raise RuntimeError("rspamd did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(60)
        shutil.rmtree(self._folder)

    def judges(self, mail: bytes, recipient: str) -> dict[str, float]:
        """Points by rule."""
        headers = {"From": "infohus@test.example", "Rcpt": recipient}
        told = json.loads(self._asks("/checkv2", mail, headers))
        return {rule: float(found["score"]) for rule, found in told["symbols"].items()}

    def _answers(self) -> bool:
        try:
            return b"pong" in self._asks("/ping", None, {})
        except (urllib.error.URLError, ConnectionError):
            return False

    def _asks(self, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        address = f"http://127.0.0.1:{self.port}{path}"
        asked = urllib.request.Request(address, body, headers)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            content: bytes = answer.read()
        return content
