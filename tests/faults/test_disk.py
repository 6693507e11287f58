"""A disk that is full, or can only be read: nothing is lost, and what waits can leave."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def on_small_disk(story: str, folder: Path) -> Any:
    """What a story of `tests.faults.small_disk` saw on a disk of 48 MB that only it can see."""
    own = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]
    mount = f'mount -t tmpfs -o size=48m none "{folder}" && exec "$@"'
    run = [sys.executable, "-m", "tests.faults.small_disk", story, str(folder)]
    command = [*own, "sh", "-c", mount, "sh", *run]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_full_disk_takes_nothing_new_and_lets_everything_out(tmp_path: Path) -> None:
    """The ballast goes first; with room again everything is as before."""
    saw = on_small_disk("full", tmp_path)
    assert saw["refused"] == ["put", "writable"]
    assert saw["forwarded"] == 10
    assert saw["purged"] == 10
    assert saw["ballast"] == [True, False, True]
    assert saw["refused_still"] == ["put", "writable"]
    assert saw["after"] == {"writable": True, "known": 12, "waiting": 1}


def test_without_ballast_a_full_disk_lets_nothing_out(tmp_path: Path) -> None:
    """Why there is ballast: without it not even a lease can be written."""
    assert on_small_disk("bare", tmp_path)["forwarded"] == "StoreUnavailable"


def test_disk_that_can_only_be_read_takes_nothing_and_loses_nothing(tmp_path: Path) -> None:
    """When it can be written again everything leaves, without a restart of ours."""
    saw = on_small_disk("read_only", tmp_path)
    assert saw["refused"] == ["put", "writable"]
    assert saw["forwarded"] == "StoreUnavailable"
    assert saw["forwarded_after"] == 10


def test_upgrade_on_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    """Neither without room for the backup nor without room for the steps; then it is done."""
    disk = tmp_path / "disk"
    disk.mkdir()
    assert on_small_disk("upgrade", disk) == [
        {"trouble": "NoBackup", "as_before": True},
        {"trouble": "DiskFull", "as_before": True},
        {"trouble": "", "as_before": False},
    ]
