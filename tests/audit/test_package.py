"""The Debian package: the same bytes from the same source, and installed on a copy of this machine.

Nothing runs before somebody says so, settings outlive every version, and letters outlive a purge
unless somebody says yes.
"""

import hashlib
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import VERSION
from tests.audit.packages import PUT, built, installs
from tests.certificates import certificate, rsa_key
from tests.deploy.copied import Copy, copied
from tests.intake.outbox.history import made_by_1_0_0
from tests.places import INVENTED, ROOT

pytestmark = pytest.mark.audit
RECIPIENTS = """[[recipient]]
address = "{0}@test.example"
name = "R{0}"
certificate = "{0}.pem"
test_letter_opened = 2026-11-02
"""


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory, package: Path) -> Path:
    """What is in it, unpacked."""
    folder = tmp_path_factory.mktemp("contents") / "root"
    subprocess.run(["dpkg-deb", "--raw-extract", package, folder], check=True)
    return folder


@pytest.fixture
def machine(tmp_path: Path, package: Path) -> Iterator[Copy]:
    """A machine that has it, and settings of its own."""
    with copied(tmp_path) as copy:
        installs(copy, package)
        yield copy


def is_furnished(copy: Copy) -> None:
    """What an operator writes before the first start."""
    settings = copy.at("/etc/infohus/infohus.env")
    text = settings.read_text("utf-8").replace("SENDER_READ=", "SENDER_READ=2026-11-02")
    settings.write_text(text.replace("ALARM_COMMAND=", "ALARM_COMMAND=/bin/true"), "utf-8")
    copy.at("/etc/infohus/municipality.toml").write_bytes(INVENTED.read_bytes())
    for number in (1, 2):
        pem = copy.at(f"/etc/infohus/recipients/{number}.pem")
        pem.write_bytes(certificate(rsa_key(number)))
    listed = "\n".join(RECIPIENTS.format(number) for number in (1, 2))
    copy.at("/etc/infohus/recipients/recipients.toml").write_text(listed, "utf-8")


def test_the_same_source_gives_the_same_bytes(tmp_path: Path, package: Path) -> None:
    """In another folder, a minute later."""
    assert digest(built(tmp_path)) == digest(package)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_it_holds_what_runs_and_nothing_else(contents: Path) -> None:
    """No test, no demonstration, no developer's tool, no path of the machine that made it."""
    names = {path.name for path in contents.rglob("*")}
    assert not names & {"tests", "demonstration", "bench", "pytest", "mypy", "playwright", ".git"}
    assert {"intake", "flask", "waitress", "psycopg", "infohus.8.gz"} <= names
    files = [path for path in contents.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(files) > 1_000
    assert [path for path in files if str(ROOT).encode() in path.read_bytes()] == []
    loose = [path for path in files if path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)]
    assert loose == []


def test_installed_it_answers_and_starts_nothing(machine: Copy) -> None:
    """User, folders and files are there; no unit is on and nothing listens."""
    assert machine.does("infohus --version").stdout == f"infohus, version {VERSION}\n"
    assert "init" in machine.does("infohus --help").stdout
    assert "infohus check" in machine.does("zcat /usr/share/man/man8/infohus.8.gz").stdout
    assert machine.does("id -u infohus").returncode == 0
    modes = {"/var/lib/infohus": 0o700, "/etc/infohus/secrets": 0o700, "/etc/infohus": 0o755}
    assert {path: stat.S_IMODE(machine.at(path).stat().st_mode) for path in modes} == modes
    assert not list(machine.at("/etc/systemd/system").rglob("infohus*"))
    assert not machine.at("/var/lib/infohus/outbox.sqlite").exists()


def test_init_and_check_work_as_they_stand(machine: Copy) -> None:
    """`check` finds what a machine without a network lacks, and no mistake of the package."""
    is_furnished(machine)
    made = machine.does("infohus init && chown infohus:infohus /var/lib/infohus/*")
    assert made.returncode == 0, made.stdout + made.stderr
    checked = machine.does("infohus check")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "mail" in checked.stdout
    assert "Traceback" not in checked.stdout + checked.stderr
    assert machine.does("infohus status").returncode == 0


def test_an_upgrade_keeps_settings_and_meets_an_old_schema(
    tmp_path: Path, machine: Copy, contents: Path
) -> None:
    """Not a byte of /etc changes; on the old schema nothing starts, and the cure is named."""
    is_furnished(machine)
    before = {path: path.read_bytes() for path in machine.at("/etc/infohus").rglob("*.*")}
    made_by_1_0_0(f"sqlite:///{machine.at('/var/lib/infohus/outbox.sqlite')}")
    newer = tmp_path / "newer"
    subprocess.run(["cp", "-a", contents, newer], check=True)
    control = newer / "DEBIAN" / "control"
    control.write_text(control.read_text("utf-8").replace(f"Version: {VERSION}", "Version: 99"))
    subprocess.run(["dpkg-deb", "--build", newer, tmp_path / "newer.deb"], check=True)
    installs(machine, tmp_path / "newer.deb")
    assert {path: path.read_bytes() for path in before} == before
    refused = machine.does("infohus status")
    assert refused.returncode == 2
    assert "infohus upgrade" in refused.stdout + refused.stderr
    assert machine.does("infohus upgrade && infohus status").returncode == 0


def test_an_installation_by_hand_is_left_alone(tmp_path: Path, package: Path) -> None:
    """The package does not write over a clone of the repository."""
    with copied(tmp_path) as copy:
        copy.at("/opt/infohus/.git").mkdir(parents=True)
        copy.at(PUT).write_bytes(package.read_bytes())
        done = copy.does(f"dpkg --install {PUT}")
        assert done.returncode != 0
        assert "installation by hand" in done.stderr
        assert not copy.at("/opt/infohus/intake").exists()


@pytest.mark.parametrize(("answer", "is_kept"), [("false", True), ("true", False)])
def test_a_purge_asks(machine: Copy, answer: str, is_kept: bool) -> None:
    """Letters and keys go only when somebody says yes; the code always."""
    machine.at("/var/lib/infohus/outbox.sqlite").write_text("letters", "utf-8")
    said = f"echo infohus infohus/purge boolean {answer} | debconf-set-selections"
    done = machine.does(f"{said} && dpkg --purge infohus")
    assert done.returncode == 0, done.stdout + done.stderr
    assert machine.at("/var/lib/infohus/outbox.sqlite").exists() is is_kept
    assert machine.at("/etc/infohus/secrets").exists() is is_kept
    assert not machine.at("/opt/infohus").exists()
