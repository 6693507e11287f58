"""A pool of connections before PostgreSQL, as many municipalities run it."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.servers import free_port, until

_CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={behind} user=infohus
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 4
{more}
"""


class Pgbouncer:
    """In front of one PostgreSQL while the `with` block runs: a connection a transaction."""

    def __init__(self, behind: int, more: str = "") -> None:
        """`behind`: the port of PostgreSQL; `more`: lines of its settings."""
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="infohus-pgbouncer-"))
        self._folder.chmod(0o755)
        (self._folder / "users").write_text('"infohus" ""\n')
        text = _CONFIGURATION.format(behind=behind, port=self.port, folder=self._folder, more=more)
        (self._folder / "ini").write_text(text)

    def __enter__(self) -> "Pgbouncer":
        never_as_root = ["-u", "postgres"] if os.geteuid() == 0 else []
        self._process = subprocess.Popen(
            ["/usr/sbin/pgbouncer", "-q", *never_as_root, str(self._folder / "ini")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if not until(self._answers):
            self._process.kill()
            raise RuntimeError("pgbouncer did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(120)
        shutil.rmtree(self._folder)

    def before(self, url: str) -> str:
        """The same database through the pool."""
        host, name = url.rpartition("@")[0], url.rpartition("/")[2]
        return f"{host}@127.0.0.1:{self.port}/{name}"

    def reconnect(self) -> None:
        """As its operator tells it at its console: let go of every connection that nobody uses."""
        console = f"host=127.0.0.1 port={self.port} user=infohus dbname=pgbouncer"
        with psycopg.connect(console, autocommit=True) as connection:
            connection.pgconn.exec_(b"RECONNECT")  # it speaks the simple protocol alone

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True
