"""PostgreSQL 15, started by the tests in a folder of its own."""

import atexit
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg

from tests.servers import free_port, until

BIN = Path("/usr/lib/postgresql/15/bin")
_NEVER_AS_ROOT: dict[str, object] = {"user": "postgres", "group": "postgres", "extra_groups": []}


class Postgres:
    """One server. It refuses to run as root, so root hands it to the user `postgres`."""

    def __init__(self, *, fsync: bool, follows: "Postgres | None" = None) -> None:
        """`follows`: copy that server, and repeat what it writes."""
        self._as = _NEVER_AS_ROOT if os.geteuid() == 0 else {}
        self._folder = Path(tempfile.mkdtemp(prefix="infohus-postgres-"))
        self._folder.chmod(0o755)
        self._home = self._folder / "home"
        self._home.mkdir()
        if self._as:
            shutil.chown(self._home, "postgres", "postgres")
        self._data = self._home / "data"
        self._fsync = "on" if fsync else "off"
        self._names = count()
        self.port = free_port()
        if follows:
            source = ("-d", f"host=127.0.0.1 port={follows.port} user=infohus")
            self._run("pg_basebackup", "-D", self._data, *source, "-R", "--checkpoint=fast")
            return
        self._run(
            "initdb", "-D", self._data, "-A", "trust", "-U", "infohus", "-E", "UTF8", "--no-sync"
        )

    def start(self) -> None:
        """Start, wait until it answers, and make sure that the one who answers is ours."""
        settings = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._home}"
            f" -c fsync={self._fsync} -c max_connections=60"
        )
        log = self._home / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-o", settings, "-w", "start")
        with psycopg.connect(self._address("postgres")) as connection:
            row = connection.execute("show data_directory").fetchone()
        if row is None or row[0] != str(self._data):
            raise RuntimeError("another server answers on our port")

    def stop(self, how: str = "fast") -> None:
        """Stop; `immediate` leaves everything as a crash would."""
        self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "stop")

    def promote(self) -> None:
        """It follows nobody any more, and takes what is written."""
        self._run("pg_ctl", "-D", self._data, "-w", "promote")

    def waits_for_a_follower(self) -> None:
        """From now on nothing is committed before a follower has it on its disk."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("SELECT pg_reload_conf()")
        assert until(
            lambda: bool(
                self._asked("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
            )
        )

    def _asked(self, question: LiteralString) -> object:
        with psycopg.connect(self._address("postgres")) as connection:
            row = connection.execute(question).fetchone()
        return row and row[0]

    def database(self) -> str:
        """The SQLAlchemy address of a new, empty database."""
        name = f"t{next(self._names)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://infohus@127.0.0.1:{self.port}/{name}"

    @property
    def files(self) -> Path:
        """The folder in which it keeps everything: tables, write-ahead log, temporary files."""
        return self._data

    def make_read_only(self, url: str) -> None:
        """New connections to this database can only read."""
        name = url.rpartition("/")[2]
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            change = f"ALTER DATABASE {name} SET default_transaction_read_only = on"
            connection.execute(change.encode())

    def remove(self) -> None:
        """Stop, and delete the folder."""
        with suppress(RuntimeError):
            self.stop("immediate")
        shutil.rmtree(self._folder)

    def _address(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=infohus dbname={database}"

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(part) for part in (BIN / program, *arguments)]
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        done = subprocess.run(  # type: ignore[call-overload]
            command,
            cwd=self._home,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **self._as,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed with {done.returncode}")


class Pair:
    """A server, and one that follows it: nothing is committed before both have it on their disk."""

    def __init__(self) -> None:
        self.first = Postgres(fsync=True)
        self.first.start()
        self.second = Postgres(fsync=True, follows=self.first)
        self.second.start()
        self.first.waits_for_a_follower()

    def __enter__(self) -> "Pair":
        return self

    def __exit__(self, *_: object) -> None:
        self.second.remove()
        self.first.remove()

    def database(self) -> str:
        """The address of a new database, at whichever of the two takes what is written."""
        name = self.first.database().rpartition("/")[2]
        hosts = "&".join(f"host=127.0.0.1:{each.port}" for each in (self.first, self.second))
        return f"postgresql+psycopg://infohus@/{name}?{hosts}&target_session_attrs=read-write"


@cache
def shared() -> Postgres:
    """One server for the whole test run; does not wait for the disk."""
    server = Postgres(fsync=False)
    atexit.register(server.remove)
    server.start()
    return server
