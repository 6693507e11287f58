"""What a running service has left on either database; and decoys, which must be found there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

from sqlalchemy import NullPool, create_engine, text

from tests import traces
from tests.intake.loop.house import Looped
from tests.servers.postgres import Postgres


@contextmanager
def kept(folder: Path, kind: str) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """The address of a database, and every folder in which something could be left."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'outbox.sqlite'}", (folder,)
        return
    server = Postgres(fsync=True)
    server.start()
    yield server.database(), (folder, server.files)
    server.remove()


def searched(folder: Path, markers: list[str]) -> list[str]:
    """Every layer is taken off; a database server's files are large, and hold rows as they are."""
    if not (folder / "PG_VERSION").exists():
        return traces.in_folder(folder, markers)
    wanted = {marker: traces.needles(marker)[0] for marker in markers}
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        try:
            blob = path.read_bytes()
        except FileNotFoundError:  # the server works on, and takes its own files away
            continue
        for marker, plain in wanted.items():
            if any(needle in blob for needle in plain):
                found.append(f"{path.name}: {marker}")
    return found


def assert_decoys_are_found(
    looped: Looped, markers: list[str], left: Callable[[], set[str]]
) -> None:
    """Each marker in a row that is not ours, in what the service said, and in a temporary file."""
    said = " ".join(markers)
    for name in ("output-decoy", "temporary/decoy"):
        (looped.folder / name).write_text(quote_plus(said), "utf-8")
    with create_engine(looped.url, poolclass=NullPool).begin() as connection:
        connection.execute(text("CREATE TABLE other (said TEXT)"))
        connection.execute(text("INSERT INTO other VALUES (:said)"), {"said": said})
    found = left()
    assert {each.partition(": ")[2] for each in found if "decoy" not in each} == set(markers)
    for name in ("output-decoy", "decoy"):
        assert {f"{name}: {marker}" for marker in markers} <= found
