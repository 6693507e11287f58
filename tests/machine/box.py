"""One machine: systemd as it is, in namespaces of its own, over a copy that is thrown away.

`--capability=all` and the `bpf` call are for IPAddressDeny, which is a program in the kernel; one
hierarchy of control groups, for systemd filters addresses in no other.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.machine.image import image
from tests.machine.pages import Block
from tests.places import ROOT

SECONDS = 120
_NUMBERS = count()
OWN = "10.99.0.1"
ADDRESSES = ("10.99.0.25", "10.99.0.53", "10.99.0.99")
"""Of the mail server, the name server and the alarm's receiver: each machine has its own."""


def missing() -> str:
    """Why no machine can boot here; empty when one can."""
    if os.geteuid():
        return "needs root"
    tools = ("systemd-nspawn", "debootstrap", "nsenter")
    return ", ".join(f"{tool} is missing" for tool in tools if not shutil.which(tool))


class Box:
    """Boots while the `with` block runs."""

    def __init__(self, own: str = OWN, like: "Box | None" = None) -> None:
        """`own`: its address, where several are on one network. `like`: the mail server that it
        meets has the same certificate as that machine's.
        """
        self.own, self._like = own, like
        self.name = f"ih{os.getpid()}x{next(_NUMBERS)}"
        self.folder = Path(tempfile.mkdtemp(prefix="infohus-machine-"))
        self.world = self.folder / "world"
        self.root = self.folder / "root"
        self.leader = 0
        """What systemd is called outside: the way into its namespaces."""
        self.executed: list[Block] = []
        self.typed = ""
        self._started: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Box":
        for name in ("world", "root", "upper", "work"):
            (self.folder / name).mkdir()
        if self._like:
            shutil.copytree(self._like.world / "shown", self.world / "shown")
        upper, work = self.folder / "upper", self.folder / "work"
        _do("mount", "-t", "tmpfs", "-o", "size=3g", "tmpfs", str(self.folder / "upper"))
        (upper / "up").mkdir()
        (upper / "work").mkdir()
        layers = f"lowerdir={image()},upperdir={upper}/up,workdir={upper}/work"
        _do("mount", "-t", "overlay", "-o", layers, "overlay", str(self.root))
        work.rmdir()
        (self.root / "etc/resolv.conf").write_text("nameserver 10.99.0.53\n")
        says_yes = self.root / "etc/apt/apt.conf.d/90-says-yes"
        says_yes.write_text('APT::Get::Assume-Yes "true";\n')
        (self.root / "etc/hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
        (self.root / "etc/hostname").write_text("server\n")
        self._boot()
        self._network()
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._started):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for place in (self.root, self.folder / "upper"):
            subprocess.run(["umount", "-l", str(place)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _boot(self) -> None:
        nspawn = ["systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit"]
        nspawn += ["--network-veth", "--resolv-conf=off", "--timezone=off", "--capability=all"]
        nspawn += ["--system-call-filter=bpf", f"--machine={self.name}"]
        with (self.folder / "console").open("wb") as console:
            process = subprocess.Popen(
                [*nspawn, f"--directory={self.root}"],
                env=os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
            )
        self._started.append(process)
        self.leader = self._child(process.pid)
        self.until("systemctl is-system-running | grep -E 'running|degraded'")

    def _child(self, parent: int) -> int:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            if children and "systemd" in Path(f"/proc/{children[0]}/comm").read_text():
                return int(children[0])
            time.sleep(0.2)
        raise AssertionError((self.folder / "console").read_text(errors="replace")[-2000:])

    def _network(self) -> None:
        for address in (self.own, *ADDRESSES):
            self.does(f"ip address add {address}/24 dev host0")
        self.does("ip link set host0 up")
        inside = ["nsenter", f"--net=/proc/{self.leader}/ns/net", sys.executable]
        process = subprocess.Popen(
            [*inside, "-m", "tests.machine.world", str(self.world)], cwd=ROOT
        )
        self._started.append(process)
        end = time.monotonic() + SECONDS
        while not (self.world / "ready").exists():
            assert time.monotonic() < end
            time.sleep(0.1)

    @contextmanager
    def beside(self, other: "Box") -> Iterator[None]:
        """Both on one network."""
        _do("ip", "link", "add", bridge := f"{self.name}b", "type", "bridge")
        try:
            for line in (bridge, f"ve-{self.name}", f"ve-{other.name}"):
                _do("ip", "link", "set", line, "up")
                if line != bridge:
                    _do("ip", "link", "set", line, "master", bridge)
            yield
        finally:
            _do("ip", "link", "del", bridge)

    def run(self, script: str, seconds: int = 900) -> "subprocess.CompletedProcess[str]":
        """Execute lines as root's shell would, at home; whatever it says."""
        self.typed += f"{script}\n"
        enter = ["nsenter", "-t", str(self.leader), "-m", "-u", "-i", "-n", "-p", "-C"]
        return subprocess.run(
            [*enter, "env", "-i", *_ENVIRONMENT, "sh", "-euc", f"cd /root\n{script}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    def does(self, script: str) -> str:
        """Execute lines that must succeed; what they say."""
        done = self.run(script)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}{self.troubles()}"
        return done.stdout

    def until(self, script: str, seconds: float = SECONDS) -> str:
        """Execute lines until they succeed."""
        end = time.monotonic() + seconds
        while (done := self.run(script)).returncode:
            assert time.monotonic() < end, f"{script}\n{done.stdout}{done.stderr}{self.troubles()}"
            time.sleep(0.5)
        return done.stdout

    def troubles(self) -> str:
        """What systemd wrote last about our units."""
        return self.run("journalctl -q --no-pager -n 60 -u 'infohus*' -u caddy || true").stdout

    @property
    def rung(self) -> list[str]:
        """The words that the alarm's receiver heard, over the network."""
        path = self.world / "rung"
        return path.read_text().split() if path.exists() else []

    @property
    def letters(self) -> list[bytes]:
        """What the mail server took, in order."""
        return [path.read_bytes() for path in sorted(self.world.glob("*.eml"))]


_ENVIRONMENT = (
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME=/root",
    "DEBIAN_FRONTEND=noninteractive",
    "LANG=C.UTF-8",
    "TERM=dumb",
)


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
