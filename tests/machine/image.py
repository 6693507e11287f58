"""The bare Debian that machines start from: made once, kept in build/, changed by nobody."""

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from packaging.markers import Marker

from tests.places import ROOT

BASE = (
    "systemd,systemd-sysv,dbus,iproute2,ca-certificates,openssl,adduser,nftables,"
    "debian-archive-keyring"
)
"""What an administrator finds on a server; the handbook asks for the rest."""
PAGE = ROOT / "handbook" / "install.md"
LOCKS = [ROOT / "requirements" / name for name in ("run.txt", "site.txt")]
PIP = "[global]\nno-index = true\nfind-links = /srv/wheels\n"


def image() -> Path:
    """The folder with the whole system. Needs the package registries the first time."""
    packages = sorted(set(re.findall(r"apt-get install --no-install-recommends (.*)", _page())))
    key = hashlib.sha256("".join([BASE, *packages, *(path.read_text() for path in LOCKS)]).encode())
    folder = ROOT / "build" / "machine" / key.hexdigest()[:12]
    if not (folder / "srv" / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _make(folder, " ".join(packages))
        (folder / "srv" / "ready").touch()
    return folder


def _page() -> str:
    return PAGE.read_text(encoding="utf-8")


def _make(folder: Path, packages: str) -> None:
    """Packages and wheels lie ready: the machine itself has no way to a registry."""
    _do("debootstrap", "--variant=minbase", f"--include={BASE}", "bookworm", str(folder))
    _wheels(folder / "srv" / "wheels")
    (folder / "etc" / "pip.conf").write_text(PIP)
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    install = "apt-get -qy --no-install-recommends --download-only install"
    inside = f"apt-get -q update && {install} {packages}"
    _do("chroot", str(folder), "sh", "-c", inside)


def _wheels(folder: Path) -> None:
    """For the Python of Debian 12, which may be older than ours: pip asks its own for markers."""
    pip = (str(ROOT / "build/venv/bin/pip"), "download", "-q", "--require-hashes", "--no-deps")
    for lock in LOCKS:
        entries = re.split(r"\n(?=\w)", lock.read_text(encoding="utf-8"))
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("\n".join(filter(None, map(_for_debian, entries))))
            file.flush()
            _do(*pip, "--only-binary", ":all:", "-d", str(folder), "-r", file.name)


def _for_debian(entry: str) -> str:
    """The entry without its marker; empty where it is for another Python."""
    head, *hashes = entry.splitlines()
    name, _, marker = head.rstrip("\\ ").partition(" ; ")
    if marker and not Marker(marker).evaluate({"python_full_version": "3.11.2"}):
        return ""
    return "\n".join([f"{name} \\", *hashes])


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
