"""Several on one machine: each made by one command, alone with its user, keys and letters."""

import json
import re
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit.packages import installs
from tests.certificates import certificate, rsa_key
from tests.deploy.copied import Copy, copied
from tests.places import INVENTED

pytestmark = pytest.mark.audit
NAMES = ("andeby", "gaaserup")
PG = "/usr/lib/postgresql/15/bin"
LONGEST_SECONDS = 60
RECIPIENTS = '[[recipient]]\naddress = "{0}@test.example"\nname = "R"\ncertificate = "{0}.pem"\n'


def has_recipients(machine: Copy, name: str) -> None:
    """Two, each with a key."""
    folder = machine.at(f"/etc/infohus/{name}/recipients")
    for number in (1, 2):
        (folder / f"{number}.pem").write_bytes(certificate(rsa_key(number)))
    listed = "\n".join(RECIPIENTS.format(number) for number in (1, 2))
    (folder / "recipients.toml").write_text(listed, "utf-8")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, package: Path) -> Iterator[Copy]:
    """A machine with two infohuse, made one after the other."""
    with copied(tmp_path_factory.mktemp("many")) as copy:
        installs(copy, package)
        copy.at("/srv/facts.toml").write_bytes(INVENTED.read_bytes())
        for name in NAMES:
            began = time.monotonic()
            made = copy.does(f"infohus new {name} {name}.example.dk /srv/facts.toml")
            assert made.returncode == 0, made.stdout + made.stderr
            assert time.monotonic() - began < LONGEST_SECONDS
        yield copy


def test_each_has_its_own_user_keys_and_letters(machine: Copy) -> None:
    """No key is the same, and no other user may read the letters."""
    for file in ("signing-key.pem", "draft-keys", "digest-key"):
        keys = {machine.at(f"/etc/infohus/{name}/secrets/{file}").read_bytes() for name in NAMES}
        assert len(keys) == len(NAMES)
    owners = set()
    for name in NAMES:
        state = machine.at(f"/var/lib/infohus-{name}")
        assert stat.S_IMODE(state.stat().st_mode) == 0o700
        assert (state / "outbox.sqlite").stat().st_uid == state.stat().st_uid
        owners.add(state.stat().st_uid)
    assert len(owners) == len(NAMES)
    other = f"setpriv --reuid=infohus-{NAMES[1]} --regid=infohus-{NAMES[1]} --clear-groups"
    assert machine.does(f"{other} cat /var/lib/infohus-{NAMES[0]}/outbox.sqlite").returncode != 0
    assert machine.does(f"{other} ls /etc/infohus/{NAMES[0]}/recipients").returncode != 0
    assert machine.does(f"{other} ls /etc/infohus/{NAMES[1]}/recipients").returncode == 0


def test_the_keys_of_the_loop_are_lent_to_the_units_that_need_them(machine: Copy) -> None:
    """At the step of its own file of facts, each from its own folder; the files are there."""
    for name in NAMES:
        lent = {}
        for unit in ("web", "sign-of-life", "forward"):
            drop_ins = machine.at(f"/etc/systemd/system/infohus-{unit}@{name}.service.d")
            text = "".join(path.read_text("utf-8") for path in sorted(drop_ins.glob("*.conf")))
            lent[unit] = re.findall(r"LoadCredential=[a-z-]+:(\S+)", text)
        own = f"/etc/infohus/{name}/secrets"
        assert lent == {
            "web": [f"{own}/code-key", f"{own}/loop-keys"],
            "sign-of-life": [f"{own}/loop-keys"],
            "forward": [],
        }
        assert all(machine.at(path).exists() for path in lent["web"])


def test_ports_of_health_are_two_each(machine: Copy) -> None:
    """Form and forwarder of each; the next infohus takes the next two."""
    told = [machine.at(f"/etc/infohus/{name}/infohus.env").read_text("utf-8") for name in NAMES]
    assert ["9100" in told[0], "9102" in told[1]] == [True, True]


def test_one_caddyfile_serves_all_by_their_name(machine: Copy) -> None:
    """Caddy itself reads it: each host to its own socket and pages."""
    adapted = subprocess.run(
        ["caddy", "adapt", "--config", "Caddyfile", "--adapter", "caddyfile"],
        cwd=machine.at("/etc/caddy/infohus"),
        env={"PATH": "/usr/bin", "INFOHUS_TLS": "internal", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert adapted.returncode == 0, adapted.stderr
    servers = json.loads(adapted.stdout)["apps"]["http"]["servers"].values()
    routes = [route for server in servers for route in server["routes"]]
    for name, other in zip(NAMES, reversed(NAMES), strict=True):
        own = [
            json.dumps(each) for each in routes if f"{name}.example.dk" in json.dumps(each["match"])
        ]
        told = "".join(own)
        assert f"unix//run/infohus-{name}.sock" in told
        assert f"/srv/infohus/{name}" in told
        assert f"infohus-{other}" not in told


def test_one_table_over_all(machine: Copy) -> None:
    """A line each, also when one of them is broken; and then it ends with 1."""
    status = machine.does("infohus-all status")
    assert status.returncode == 0, status.stdout + status.stderr
    assert [line.split()[:3] for line in status.stdout.splitlines()[1:]] == [
        [name, "0", "0"] for name in NAMES
    ]
    upgraded = machine.does("infohus-all upgrade")
    assert upgraded.returncode == 0
    assert upgraded.stdout.count("nothing to do") == len(NAMES)
    has_recipients(machine, NAMES[0])
    checked = machine.does("infohus-all check")
    assert checked.returncode == 1
    assert [line.split()[0] for line in checked.stdout.splitlines()[1:]] == list(NAMES)
    assert "to see to" in checked.stdout


def test_a_backup_holds_letters_and_keys_of_each(machine: Copy) -> None:
    """For root alone."""
    machine.at("/srv/backup").mkdir()
    done = machine.does("infohus-all backup /srv/backup")
    assert done.returncode == 0, done.stdout + done.stderr
    for name in NAMES:
        saved = machine.at(f"/srv/backup/{name}")
        assert stat.S_IMODE(saved.stat().st_mode) == 0o700
        assert (saved / "outbox.sqlite").read_bytes().startswith(b"SQLite format 3")
        assert (saved / "etc" / "secrets" / "signing-key.pem").exists()


@pytest.fixture
def on_postgresql(machine: Copy) -> Iterator[str]:
    """The second infohus moved to a schema of PostgreSQL's, on the copy of the machine."""
    started = machine.does(
        "install -d -o postgres /run/postgresql /srv/pg && runuser -u postgres -- sh -c"
        f" '{PG}/initdb -D /srv/pg -A trust -U postgres > /dev/null && {PG}/pg_ctl -D /srv/pg -w"
        ' -l /srv/pg/log -o "-c listen_addresses= -c unix_socket_directories=/run/postgresql'
        f' -c dynamic_shared_memory_type=mmap" start > /dev/null'
        f' && psql -U postgres -h /run/postgresql -qc "CREATE SCHEMA {NAMES[1]}"\''
    )
    assert started.returncode == 0, started.stdout + started.stderr
    settings = machine.at(f"/etc/infohus/{NAMES[1]}/infohus.env")
    before = settings.read_text("utf-8")
    address = (
        "postgresql+psycopg://postgres@/postgres?host=/run/postgresql"
        f"&options=-csearch_path%3D{NAMES[1]}"
    )
    lines = [line for line in before.splitlines() if "INFOHUS_DATABASE=" not in line]
    more = [f"INFOHUS_DATABASE={address}", f"INFOHUS_PG_DUMP={PG}/pg_dump"]
    settings.write_text("\n".join([*lines, *more]), "utf-8")
    try:
        yield NAMES[1]
    finally:
        settings.write_text(before, "utf-8")
        machine.does(f"runuser -u postgres -- {PG}/pg_ctl -D /srv/pg -m immediate -w stop")


def test_a_backup_of_postgresql_can_be_put_back(machine: Copy, on_postgresql: str) -> None:
    """By `pg_dump`, beside that of SQLite; in a new database its letters wait as they did."""
    has_recipients(machine, on_postgresql)
    for command in ("init", "test-letter"):
        done = machine.does(f"infohus @{on_postgresql} {command}")
        assert done.returncode == 0, done.stdout + done.stderr
    before = json.loads(machine.does(f"infohus @{on_postgresql} status --json").stdout)
    machine.at("/srv/saved").mkdir()
    saved = machine.does("infohus-all backup /srv/saved")
    assert saved.returncode == 0, saved.stdout + saved.stderr
    copy = machine.at(f"/srv/saved/{on_postgresql}/outbox.dump")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert machine.at(f"/srv/saved/{NAMES[0]}/outbox.sqlite").exists()
    server = "-U postgres -h /run/postgresql"
    back = machine.does(
        f"psql {server} -qc 'CREATE DATABASE restored'"
        f" && psql {server} -d restored -qc 'CREATE SCHEMA {on_postgresql}'"
        f" && {PG}/pg_restore {server} -d restored --no-owner --exit-on-error"
        f" /srv/saved/{on_postgresql}/outbox.dump"
        f" && sed -i s#@/postgres#@/restored# /etc/infohus/{on_postgresql}/infohus.env"
        f" && infohus @{on_postgresql} status --json"
    )
    assert back.returncode == 0, back.stdout + back.stderr
    assert json.loads(back.stdout)["waiting"] == before["waiting"] > 0


@pytest.mark.parametrize(
    "given", ["secrets x.dk /srv/facts.toml", "Andeby x.dk /srv/facts.toml", "x y /srv/facts.toml"]
)
def test_a_wrong_name_or_host_makes_nothing(machine: Copy, given: str) -> None:
    """And one that is there is left alone."""
    assert machine.does(f"infohus new {given}").returncode == 2
    before = machine.at(f"/etc/infohus/{NAMES[0]}/infohus.env").read_bytes()
    again = machine.does(f"infohus new {NAMES[0]} other.example.dk /srv/facts.toml")
    assert (again.returncode, "there already" in again.stderr) == (1, True)
    assert machine.at(f"/etc/infohus/{NAMES[0]}/infohus.env").read_bytes() == before
