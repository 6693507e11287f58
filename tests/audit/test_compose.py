"""The page on containers as it stands, run by Podman: an image, a compose file, a letter opened.

What no registry gives here is made from Debian's packages, under the names that the files use.
"""

import os
import re
import shlex
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.certificates import certificate, pem, rsa_key
from tests.machine.image import image
from tests.machine.server import sets
from tests.openssl import open_letter
from tests.places import ROOT, facts_without_the_loop
from tests.servers import until
from tests.servers.mail import MailServer
from tests.servers.tls import authority

pytestmark = pytest.mark.audit
PAGE = (ROOT / "handbook" / "container.md").read_text(encoding="utf-8")
BUILD, FOLDER, KEYS, START = re.findall(r"(?ms)^```sh\n(.*?)^```", PAGE)
HERE = Path(__file__).with_name("images")
HOST, MAIL = "infohus.example.dk", "mail.example.dk"
NEAR, FAR = "10.98.0.1", "10.98.0.2"
"""This machine, with the mail server, and the containers' own network behind a line to it."""
CONTAINERS = """
[containers]
netns = "host"
default_ulimits = ["nofile=4096:4096", "nproc=1024:1024"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_config_dir = "{folder}/networks"
"""
"""Where no systemd runs, and no limit may be raised; images are built on the machine's network."""
STORAGE = '[storage]\ndriver = "overlay"\ngraphroot = "{folder}/kept"\nrunroot = "{folder}/run"\n'
DOCKER = '[ "$1" = compose ] || exec podman "$@"\nshift\nexec docker-compose "$@"\n'
RECIPIENT = """[[recipient]]
address = "r{0}@test.example"
name = "R{0}"
certificate = "{0}.pem"
test_letter_opened = 2026-11-02
"""
COMPOSE = {
    "{core: 0}": "{core: 0, nofile: 4096, nproc: 1024}",
    "command: [forward]": f'command: [forward]\n    extra_hosts: ["{MAIL}:{NEAR}"]',
    "profiles: [operator]": f'profiles: [operator]\n    extra_hosts: ["{MAIL}:{NEAR}"]',
}
"""What is otherwise here: limits that need not be raised, and no name server."""


class Engine:
    """Podman, with all that it keeps in one folder, behind the word `docker`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        self.enter: list[str] = []
        """The way into the containers' network."""
        (folder / "bin").mkdir()
        self.home.mkdir()
        for name, text in (("containers.conf", CONTAINERS), ("storage.conf", STORAGE)):
            (folder / name).write_text(text.replace("{folder}", str(folder)), "ascii")
        (folder / "bin" / "docker").write_text(f"#!/bin/sh\n{DOCKER}", "ascii")
        (folder / "bin" / "docker").chmod(0o755)
        self.environ = os.environ | {
            "PATH": f"{folder / 'bin'}:/usr/sbin:/usr/bin:/sbin:/bin",
            "CONTAINERS_CONF": str(folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
            "DOCKER_HOST": f"unix://{folder / 'socket'}",
        }

    def run(self, script: str, where: str = ".") -> "subprocess.CompletedProcess[str]":
        """Lines of shell, to the first that fails; whatever they say."""
        return subprocess.run(
            [*self.enter, "sh", "-eu", "-c", script],
            cwd=self.home / where,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def does(self, script: str, where: str = ".") -> str:
        """The same, and all of it is done."""
        done = self.run(script, where)
        assert done.returncode == 0, f"{script}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        """What `docker compose` asks; no container and no mount is left."""
        line = ["podman", "system", "service", "--time=0", self.environ["DOCKER_HOST"]]
        with apart() as self.enter, (self.folder / "output").open("wb") as output:
            served = subprocess.Popen(
                [*self.enter, *line], env=self.environ, stdout=output, stderr=output
            )
            try:
                assert until((self.folder / "socket").exists)
                yield
            finally:
                self.run("podman rm --all --force --time 5")
                served.terminate()
                served.wait(30)
                self.run(f"umount --lazy '{self.folder}/kept/overlay'")


@contextmanager
def apart() -> Iterator[list[str]]:
    """A network of its own with one line to here: what is made in it is gone with it."""
    holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
    try:
        own, theirs = Path("/proc/self/ns/net"), Path(f"/proc/{holder.pid}/ns/net")
        assert until(lambda: theirs.readlink() != own.readlink())
        enter = ["nsenter", f"--net={theirs}"]
        line = f"ihc{holder.pid}"
        for command in (
            f"ip link add {line} type veth peer name line netns {holder.pid}",
            f"ip address add {NEAR}/30 dev {line}",
            f"ip link set {line} up",
            f"{shlex.join(enter)} ip address add {FAR}/30 dev line",
            f"{shlex.join(enter)} ip link set line up",
            f"{shlex.join(enter)} ip link set lo up",
        ):
            subprocess.run(shlex.split(command), check=True)
        yield enter
    finally:
        holder.kill()
        holder.wait()


def has_images(engine: Engine, package: Path) -> None:
    """The image of the page, and those that a registry would give."""
    base = "docker.io/library/debian:bookworm-slim"
    engine.does(f"tar -C '{image()}' --exclude=./srv -c . | podman import - {base}")
    for name, packages in (("postgres:15-bookworm", "postgresql"), ("caddy:2.6.2", "caddy")):
        words = f"-t docker.io/library/{name} --build-arg PACKAGES={packages}"
        engine.does(f"buildah build {words} '{HERE / packages}'")
    source = engine.home / "source"
    (source / "build" / "site").mkdir(parents=True)
    (source / "deploy").symlink_to(ROOT / "deploy")
    (source / "build" / package.name).write_bytes(package.read_bytes())
    engine.does(BUILD.replace("make deb\n", ""), "source")
    (source / "build" / "site" / "index.html").write_text("<h1>S</h1>", "ascii")
    (source / "municipality.toml").write_text(facts_without_the_loop(), "utf-8")


def has_folder(engine: Engine, mail: MailServer) -> Path:
    """The folder of the page, and what an operator writes there."""
    source = str(engine.home / "source")
    engine.does(replaced(FOLDER, {"SOURCE": source, "it@example.dk": "internal"}))
    folder = engine.home / "infohus"
    compose = folder / "compose.yaml"
    compose.write_text(replaced(compose.read_text("utf-8"), COMPOSE), "utf-8")
    (folder / "etc" / "mail-ca.pem").write_bytes(authority().ca_file.read_bytes())
    sets(
        folder / "infohus.env",
        SENDER_READ="2026-11-02",
        SMTP_HOST=MAIL,
        SMTP_PORT=str(mail.port),
        SMTP_CA_FILE="/etc/infohus/mail-ca.pem",
    )
    return folder


def has_recipients(folder: Path) -> None:
    """Two of them, in the place of the example."""
    listed = ""
    for number in (1, 2):
        (folder / f"{number}.pem").write_bytes(certificate(rsa_key(number)))
        listed += RECIPIENT.format(number)
    (folder / "recipients.toml").write_text(listed, "utf-8")


def replaced(text: str, words: dict[str, str]) -> str:
    """With what an operator writes in place of the page's own."""
    for old, new in words.items():
        assert old in text
        text = text.replace(old, new)
    return text


def is_shown(path: str) -> bool:
    """By TLS and by name, whoever vouches for it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    asked = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"
    try:
        with (
            socket.create_connection((FAR, 443), 10) as line,
            context.wrap_socket(line, server_hostname=HOST) as kept,
        ):
            kept.sendall(asked.encode())
            return kept.recv(100).startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False


def test_the_page_leads_to_an_opened_letter(tmp_path: Path, package: Path) -> None:
    """Form and site answer through Caddy; what `check` has left to say is the alarm."""
    engine = Engine(tmp_path)
    has_images(engine, package)
    context = authority().context(MAIL)
    with engine.serving(), MailServer(context=context, address=NEAR) as mail:
        folder = has_folder(engine, mail)
        engine.does(KEYS, "infohus")
        has_recipients(folder / "etc" / "recipients")
        # Of two that began at once Podman 4.3 was seen to leave one without its way out.
        engine.does("docker compose up --detach forward", "infohus")
        engine.does(START, "infohus")
        assert until(lambda: len(mail.box.received) == 2, 60)
        etc = folder / "etc"
        own, trusted = (
            (etc / "recipients/1.pem").read_bytes(),
            (etc / "signing-ca.pem").read_bytes(),
        )
        open_letter(mail.box.received[0].body, pem(rsa_key(1)), own, trusted)
        for path in ("/", "/skriv"):
            assert until(lambda path=path: is_shown(path), 60)  # type: ignore[misc]
        checked = engine.run("docker compose run --rm operator check", "infohus").stdout
        assert re.findall(r"(?m)^- .*", checked) == [
            "- no alarm command is set: nobody is woken when mail itself is the trouble"
        ]
        are_locked_in(engine, mail.port)


def are_locked_in(engine: Engine, port: int) -> None:
    """As the kernel says of the processes: no right, no disk; only the forwarder has a way out."""
    leaves = f"import socket; socket.create_connection(('{NEAR}', {port}), 3)"
    python = f'/opt/infohus/venv/bin/python -c "{leaves}"'
    for name, secrets, has_way_out in (
        ("web", {"signing-key", "draft-keys", "digest-key"}, False),
        ("forward", {"smtp-password"}, True),
    ):
        inside = f"docker exec infohus_{name}_1"
        told = engine.does(f"{inside} cat /proc/1/status")
        for lock in ("Uid:\t10001\t10001", "CapEff:\t0{16}\n", "NoNewPrivs:\t1"):
            assert re.search(lock, told), lock
        assert "Read-only" in engine.run(f"{inside} touch /opt/infohus/new").stderr
        assert set(engine.does(f"{inside} ls /run/secrets").split()) == secrets
        assert (engine.run(f"{inside} {python}").returncode == 0) is has_way_out
