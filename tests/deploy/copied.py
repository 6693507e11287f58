"""A throw-away copy of this machine: whatever is done there is gone after the test."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Copy:
    """The copy's root folder, and commands in it, without a network."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def does(self, command: str, **environ: str) -> "subprocess.CompletedProcess[str]":
        """A line of shell as root; its output, told whatever it ends with."""
        given = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"}
        return subprocess.run(
            ["unshare", "--net", "chroot", str(self.root), "sh", "-c", command],
            env=given | environ,
            capture_output=True,
            text=True,
            check=False,
        )

    def at(self, path: str) -> Path:
        """A file of the copy."""
        return self.root / path.lstrip("/")


@contextmanager
def copied(folder: Path) -> Iterator[Copy]:
    """This machine's own files below, and a layer in memory above (needs root)."""
    assert os.geteuid() == 0, "a copy of the machine needs root"
    layer, root = folder / "layer", folder / "root"
    for each in (layer, root):
        each.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", layer], check=True)
    try:
        for name in ("upper", "work"):
            (layer / name).mkdir()
        options = f"lowerdir=/,upperdir={layer / 'upper'},workdir={layer / 'work'}"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, root], check=True)
        try:
            subprocess.run(["mount", "-t", "tmpfs", "tmpfs", root / "run"], check=True)
            subprocess.run(["mount", "--bind", "/dev", root / "dev"], check=True)
            yield Copy(root)
        finally:
            subprocess.run(["umount", "--recursive", "--lazy", root], check=True)
    finally:
        subprocess.run(["umount", "--lazy", layer], check=True)
