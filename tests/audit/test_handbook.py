"""The handbook is a script: a bare Debian that boots systemd, and each block as it stands there.

The world around the machine (names, mail, who hears the alarm) is at addresses of its own, so that
what a unit may talk to is tried and not believed. What an operator writes is marked **Edit** there.
The tests are one story, in this order; the last asks whether a block was forgotten.
"""

import re
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from intake.__main__ import main
from tests.certificates import certificate, pem, rsa_key
from tests.machine.box import Box, missing
from tests.machine.pages import Block, blocks, edits, everything, text, the
from tests.machine.server import (
    FILES,
    brings,
    brings_backup,
    executes,
    filled_in,
    follows,
    has_recipients,
    is_delivered,
    opens,
    repository,
    sends_a_concern,
    sets,
)
from tests.municipal import Municipal
from tests.openssl import open_letter
from tests.places import facts_without_the_loop

pytestmark = pytest.mark.audit
INFOHUSE = ("andeby", "gaaserup")
NOT_TYPED = {"serve"}
"""No page has a recipe for it: form and forwarder in one process, run by tests/intake."""
ASK = """import ssl, urllib.request as u
c = ssl.create_default_context(cafile="/root/mail-ca.pem")
c.check_hostname = {strict}
c.verify_mode = ssl.CERT_REQUIRED if {strict} else ssl.CERT_NONE
assert u.urlopen("https://infohus.example.dk{path}", context=c).status == 200"""


@dataclass(frozen=True)
class Way:
    """From a bare machine to the first letter, as it was gone."""

    name: str
    minutes: float
    commands: int
    edits: int

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.minutes:.1f} minutes of the machine's time, {self.commands}"
            f" commands and {self.edits} edits from a bare machine to the first letter"
        )


def is_shown(box: Box, path: str, *, strict: bool = True) -> None:
    """By TLS and by name; a form that has just begun shows the closed page for a moment."""
    box.until(f"python3 -c '{ASK.format(path=path, strict=strict)}'")


def trusted(box: Box) -> bytes:
    return (box.root / "etc/infohus/signing-ca.pem").read_bytes()


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    """A bare machine, and who is on its network."""
    assert missing() == "", f"no machine can boot here: {missing()}"
    with Box() as machine:
        yield machine


def test_every_edit_is_one_that_the_tests_know() -> None:
    """Numbered as they come; nobody is asked for what no test wrote."""
    numbers = [int(number) for number in edits(text("install")) if number]
    assert numbers == list(range(1, 12))
    assert set(FILES) == {2, 3, 4}


def test_the_first_letter_is_opened_and_the_alarm_was_heard(
    box: Box, capsys: pytest.CaptureFixture[str]
) -> None:
    """From a bare machine, by the handbook alone; `check` was green."""
    began = time.monotonic()
    repository(box.root / "srv" / "infohus.git")
    packages, install, init = blocks("install", "1.")
    executes(box, packages)
    executes(box, install)
    filled_in(box)
    executes(box, init)
    has_recipients(box)
    start, alarms, check, timers = blocks("install", "3.")
    for block in (start, alarms, check):
        executes(box, block)
    is_delivered(box)
    assert box.rung[:2] == ["test", "test"]
    assert len(box.letters) == 2
    for letter in box.letters:
        opens(box, letter, trusted(box), 1)
        opens(box, letter, trusted(box), 3)
    way = (packages, install, init, start, alarms, check)
    said = text("install").partition("## 1.")[2].partition("## 4.")[0]
    tells(capsys, Way("by hand", _minutes(began), _commands(way), len(edits(said))))
    executes(box, timers)


def tells(capsys: pytest.CaptureFixture[str], way: Way) -> None:
    with capsys.disabled():
        print(f"\n{way}")


def _minutes(began: float) -> float:
    return (time.monotonic() - began) / 60


def _commands(way: Iterable[Block]) -> int:
    return sum(block.commands for block in way)


def test_form_and_site_answer_through_the_proxy(box: Box) -> None:
    """By TLS and by name, with the machine's own firewall loaded; then with a certificate that was
    bought, which a browser believes."""
    publish, caddy, bought, firewall = blocks("install", "4.")
    for block in (publish, caddy, firewall):
        executes(box, block)
    for path in ("/", "/skriv"):
        is_shown(box, path, strict=False)
    assert "infohus" in box.does("nft list ruleset")
    brings(box, "site.pem", "site-key.pem")
    executes(box, bought)
    for path in ("/", "/skriv"):
        is_shown(box, path)
    assert "everything is as it must be" in box.does("infohus check")
    box.does("systemctl start infohus-check infohus-purge infohus-sign-of-life")


def test_a_name_server_that_a_unit_may_not_ask_is_found_and_rings(box: Box) -> None:
    """The trap of 1.0.0: green for root, and not one letter left."""
    place = "/etc/systemd/system/infohus-forward.service.d/addresses.conf"
    box.does(f"cp {place} /root/kept; sed -i /10.99.0.53/d {place}; systemctl daemon-reload")
    try:
        told = box.run("infohus check")
        assert told.returncode == 1
        assert "infohus-forward: the mail server cannot be used (gaierror" in told.stdout
        box.run("systemctl start infohus-check")
        box.until("ls /var/lib/infohus/alarm/heard/check")
        assert box.rung[-1] == "check"
        box.does("systemctl restart infohus-forward")
        box.until("infohus status | grep 'reason gaierror'")
    finally:
        box.does(
            f"mv /root/kept {place}; systemctl daemon-reload; systemctl restart infohus-forward"
        )


@pytest.mark.parametrize(
    ("breaks", "mends", "told"),
    [
        ("chmod 600 /etc/infohus/mail-ca.pem", "chmod 644 /etc/infohus/mail-ca.pem", "forward: "),
        ("chmod 600 /etc/infohus/recipients/ssp.pem", "chmod 644 /etc/infohus/recipients/ssp.pem",
         "web: "),
        ("chmod 700 /usr/local/bin/infohus-ring", "chmod 755 /usr/local/bin/infohus-ring",
         "alarm: the alarm's program"),
        ("mv /etc/infohus/secrets/digest-key /root/k", "mv /root/k /etc/infohus/secrets/digest-key",
         "INFOHUS_DIGEST_KEY_FILE"),
        ("systemctl stop infohus-forward", "systemctl start infohus-forward",
         "infohus-forward.service does not run"),
    ],
)  # fmt: skip
def test_what_only_the_service_cannot_see_is_found(
    box: Box, breaks: str, mends: str, told: str
) -> None:
    """Root sees each of them; the unit does not."""
    box.does(breaks)
    try:
        done = box.run("infohus check")
        assert done.returncode
        assert told in done.stdout + done.stderr
    finally:
        box.does(mends)


def test_an_alarm_that_cannot_get_out_is_rung_until_it_was_heard(box: Box) -> None:
    """Over a restart of every unit; the operator sees it meanwhile."""
    (box.world / "no-alarm").touch()
    box.does("systemctl start infohus-alarm@infohus-web.service.service")
    box.until("infohus status | grep 'alarm unit-failed waits (it ended with 1)'")
    box.does("systemctl stop infohus-alarm.path infohus-alarm; systemctl restart infohus-forward")
    before = len(box.rung)
    (box.world / "no-alarm").unlink()
    box.does("systemctl start infohus-alarm.path")
    box.until("ls /var/lib/infohus/alarm/heard/unit-failed")
    assert box.rung[before:] == ["unit-failed"]


def test_a_forwarder_that_hangs_is_ended_and_rung_for(box: Box) -> None:
    """By the watchdog, whose seven minutes are made eight seconds here."""
    drop_in = "/etc/systemd/system/infohus-forward.service.d/short.conf"
    box.does(
        f"printf '[Service]\\nWatchdogSec=8\\nTimeoutAbortSec=2\\n' > {drop_in}\n"
        "systemctl daemon-reload; systemctl restart infohus-forward; sleep 10\n"
        "test $(systemctl show -P NRestarts infohus-forward) = 0\n"
        "kill -STOP $(systemctl show -P MainPID infohus-forward)"
    )
    box.until("test $(systemctl show -P NRestarts infohus-forward) = 1")
    box.until("ls /var/lib/infohus/alarm/heard/hung")
    assert box.rung[-1] == "hung"
    box.does(f"rm {drop_in}; systemctl daemon-reload; systemctl restart infohus-forward")


def test_the_services_are_locked_in_come_back_and_end_cleanly(box: Box) -> None:
    """As the kernel says of the processes themselves; after `kill -9` no letter is lost."""
    for unit in ("infohus-web", "infohus-forward"):
        place = f"/proc/$(systemctl show -P MainPID {unit})"
        told = box.does(f"cat {place}/status {place}/limits; systemctl show {unit}")
        for lock in ("CapEff:\t0{16}", "NoNewPrivs:\t1", "Seccomp:\t2", "Max core file size +0 +0"):
            assert re.search(f"(?m)^{lock}\\b", told), lock
        assert "\nMemorySwapMax=0\n" in told
    box.does("systemctl stop infohus-forward; infohus test-letter")
    for times in (1, 2, 3):
        box.does("kill -KILL $(systemctl show -P MainPID infohus-web)")
        box.until(f"test $(systemctl show -P NRestarts infohus-web) = {times}")
        is_shown(box, "/skriv")
    assert "waiting 1\n" in box.does("infohus status")
    box.does("systemctl stop infohus-web")
    results = box.does("systemctl show -P Result infohus-web infohus-forward")
    assert results.split() == ["success"] * 2
    box.does("systemctl reset-failed infohus-web; systemctl start infohus-web infohus-forward")
    is_delivered(box)


def test_a_machine_that_was_lost_is_made_anew_from_its_backup(box: Box) -> None:
    """On another machine, of which nothing is left: what waited is sent from there, and opens."""
    _, drill, lost, _, _ = blocks("install", "6.")
    box.does("systemctl stop infohus-forward; infohus test-letter")
    executes(box, the("systemctl start infohus-backup"))
    box.does("systemctl start infohus-forward")
    is_delivered(box)
    with Box(like=box) as other:
        repository(other.root / "srv" / "infohus.git")
        executes(other, blocks("install", "1.")[0])
        day = brings_backup(other, box)
        assert "waiting 1" in executes(other, drill, DAY=day)
        assert other.letters == []
        executes(other, lost)
        follows(other, "3.")
        is_delivered(other)
        (first, *_) = other.letters
        opens(box, first, trusted(other))
    box.executed += other.executed


def test_what_was_saved_is_put_back(box: Box) -> None:
    """While it runs, and where only the database was lost."""
    executes(box, the(".backup '/var/backups/infohus.sqlite'"))
    executes(box, the("/var/backups/infohus.sqlite /var/lib/infohus/outbox.sqlite"))
    sends(box, trusted(box))
    assert box.does("ls -l /var/backups/infohus | grep -c rw-------") >= "3"


def sends(box: Box, authority: bytes, number: int = 1) -> None:
    """A test letter arrives, and is good to whoever trusts this authority."""
    before = len(box.letters)
    box.does("infohus test-letter")
    is_delivered(box)
    assert len(box.letters) > before
    opens(box, box.letters[-1], authority, number)


def test_a_new_version_and_the_way_back(box: Box) -> None:
    """The schema is the same here: what `upgrade` would have left (`test_recipes`) is put there."""
    left = "/var/lib/infohus/outbox-schema-1-20261126T140500Z.backup"
    box.does(f"sqlite3 /var/lib/infohus/outbox.sqlite \".backup '{left}'\"")
    fetch, upgrade, look, back = (
        block for block in blocks("install", "7.") if "infohus_back" not in block.script
    )
    for block in (fetch, upgrade, look, back):
        executes(box, block)
    executes(box, fetch, TAG="now")
    box.does("systemctl start infohus-web infohus-forward")
    sends(box, trusted(box))


def test_keys_are_changed_and_an_authority_not_ours_is_asked(box: Box) -> None:
    """A letter is good to whoever trusts the root of an RSA chain; then a coordinator leaves."""
    add, drop, make, change, request, reader, leaves = blocks("install", "8.")
    for block in (add, drop, make, change):
        executes(box, block)
    sends(box, trusted(box))
    executes(box, request)
    etc, authority = box.root / "etc/infohus", Municipal()
    answer = authority.signs((etc / "signing.csr").read_bytes())
    (etc / "signing.new.pem").write_bytes(answer)
    executes(box, change)
    sends(box, authority.root)
    renewed = certificate(rsa_key(4))
    (etc / "recipients/anden.pem").write_bytes(renewed)
    executes(box, reader)
    is_delivered(box)
    open_letter(box.letters[-1], pem(rsa_key(4)), renewed, authority.root)
    people = (etc / "recipients/recipients.toml").read_text("utf-8")
    (etc / "recipients/anden.pem").rename(etc / "recipients/ny.pem")
    (etc / "recipients/ny.pem").write_bytes(certificate(rsa_key(5)))
    people = people.replace("anden", "ny").replace("Anden", "Ny")
    (etc / "recipients/recipients.toml").write_text(people, "utf-8")
    before = len(box.letters)
    executes(box, leaves)
    is_delivered(box)
    letters = box.letters[before:]
    assert {re.findall(rb"(?m)^To: (\w+)@", letter)[0] for letter in letters} == {b"ssp", b"ny"}
    with pytest.raises(subprocess.CalledProcessError):
        open_letter(letters[0], pem(rsa_key(4)), renewed, authority.root)


def test_a_database_elsewhere_by_tls_and_a_password(box: Box) -> None:
    """Each unit has the password as a credential, the backup is pg_dump's, and the way back works;
    a server under another authority is not believed."""
    server, machine, look, move = blocks("install", "9.")
    create, restore = the("createdb --owner=infohus infohus_back"), the("export PGPASSFILE")
    brings(box, "db.pem", "db-key.pem", "db-ca.pem")
    for block in (server, machine, look, move):
        said = executes(box, block)
    assert "everything is as it must be" in said
    box.does("infohus test-letter; systemctl start infohus-purge infohus-sign-of-life")
    is_delivered(box)
    sets(box.root / "etc/infohus/infohus.env", BACKUPS="/var/lib/infohus")
    box.does("systemctl start infohus-backup; systemctl stop infohus-web infohus-forward")
    assert "nothing to do" in box.does("infohus upgrade")
    left = "/var/lib/infohus/outbox-schema-3-20991126T140500Z.backup"
    box.does(f"cp /var/backups/infohus/outbox-*.dump {left}; touch {left}")
    executes(box, create)
    executes(box, restore)
    box.does("systemctl start infohus-web infohus-forward; infohus test-letter")
    is_delivered(box)
    box.does(
        "cp /etc/infohus/db-ca.pem kept; cp /etc/infohus/signing-ca.pem /etc/infohus/db-ca.pem"
    )
    try:
        refused = box.run("infohus status")
        assert refused.returncode
        assert "certificate verify failed" in refused.stdout + refused.stderr
    finally:
        box.does("install -m 644 kept /etc/infohus/db-ca.pem")


def test_a_second_machine_sends_what_the_first_received(box: Box) -> None:
    """Settings from the first one's backup; both on one network, with the database on the first."""
    line = "hostssl infohus,infohus_back infohus 10.99.0.2/32 scram-sha-256"
    box.does(f"echo '{line}' >> /etc/postgresql/15/main/pg_hba.conf; systemctl reload postgresql")
    box.does("systemctl start infohus-backup; systemctl stop infohus-forward")
    with Box("10.99.0.2", like=box) as second, second.beside(box):
        repository(second.root / "srv" / "infohus.git")
        executes(second, blocks("install", "1.")[0])
        day = brings_backup(second, box)
        said = executes(second, the("postgresql-client nftables"), DAY=day)
        assert "everything is as it must be" in said
        box.does("infohus test-letter")
        is_delivered(box)
        letter = second.letters[-1]
    box.does("systemctl start infohus-forward")
    chain = x509.load_pem_x509_certificates((box.root / "etc/infohus/signing.pem").read_bytes())
    opens(box, letter, chain[-1].public_bytes(Encoding.PEM))
    box.executed += second.executed


def test_the_closed_loop_is_switched_on_step_by_step(box: Box) -> None:
    """Each page answers through the proxy when its step is on, and a letter is acknowledged."""
    begin, codes, drill, key = blocks("operations", "The closed loop")
    facts = box.root / "etc/infohus/municipality.toml"
    facts.write_text(facts.read_text("utf-8").replace('step = "off"', 'step = "trial"'), "utf-8")
    reference = _reference(executes(box, begin))
    is_shown(box, "/kvittering")
    is_delivered(box)
    assert "acknowledged" in box.does(f"infohus acknowledge {reference}")
    facts.write_text(facts.read_text("utf-8").replace('step = "trial"', 'step = "status"'), "utf-8")
    executes(box, codes)
    for path in ("/svar", "/en/answer"):
        is_shown(box, path)
    assert "the drill is on its way" in executes(box, drill)
    executes(box, key)
    is_shown(box, "/kvittering")
    is_delivered(box)


def _reference(said: str) -> str:
    (reference,) = re.finditer(r"(?m)^([0-9A-Z]{4}-[0-9A-Z]{4}): ", said)
    return reference[1]


def test_a_letter_that_was_refused_is_released_resent_and_acknowledged(box: Box) -> None:
    """When the mail server takes it again."""
    held, again, papers = blocks("operations", "Commands")
    (box.world / "refused").touch()
    reference = _reference(box.does("infohus test-letter"))
    box.until("infohus status | grep -qx 'held 1'")
    (box.world / "refused").unlink()
    assert "recipient refused 550" in executes(box, held, REFERENCE=reference)
    is_delivered(box)
    before = len(box.letters)
    executes(box, again, REFERENCE=reference)
    is_delivered(box)
    assert len(box.letters) > before
    assert "privacy.dpo: ja" in executes(box, papers)
    assert len(list((box.root / "root/papers").iterdir())) == 5


def test_two_of_many_run_under_systemd_beside_each_other(box: Box) -> None:
    """A concern through the form of each is opened under its own authority; then both leave."""
    (new, start, caddy), (away,) = blocks("many", "One more"), blocks("many", "One less")
    (box.root / "root/facts.toml").write_text(facts_without_the_loop(), "utf-8")
    for name in INFOHUSE:
        words = {"andeby": name, "/path/to/municipality.toml": "facts.toml"}
        executes(box, new, **words)
        has_recipients(box, f"etc/infohus/{name}")
        sets(
            box.root / "etc/infohus" / name / "infohus.env",
            SENDER_READ="2026-11-02",
            ALARM_COMMAND="/usr/local/bin/infohus-ring",
            SMTP_CA_FILE="/etc/infohus/mail-ca.pem",
        )
        assert "everything is as it must be" in executes(box, start, **words)
        is_delivered(box, f"infohus @{name}")
    for name in INFOHUSE:
        before = len(box.letters)
        assert b'class="reference"' in sends_a_concern(box, name)
        box.until(f"test $(infohus @{name} status --json | grep -c '\"waiting\": 0') = 1")
        assert len(box.letters) == before + 2
        folder = f"etc/infohus/{name}"
        authority = (box.root / folder / "signing-ca.pem").read_bytes()
        opens(box, box.letters[-1], authority, folder=folder)
    table = [line.split()[:3] for line in box.does("infohus-all status").splitlines()[1:]]
    assert table == [[name, "0", "0"] for name in INFOHUSE]
    box.does("systemctl start " + " ".join(f"infohus-check@{name}" for name in INFOHUSE))
    executes(box, caddy)
    for name in INFOHUSE:
        fails(box, f"infohus-purge@{name}", f"/etc/infohus/{name}")
        executes(box, away, andeby=name)
        assert box.run(f"id infohus-{name}").returncode
        assert units(box, f"infohus-*@{name}*") == ""


def fails(box: Box, unit: str, folder: str) -> None:
    """A unit without its facts; systemd remembers that it failed."""
    facts = f"{folder}/municipality.toml"
    assert box.run(f"mv {facts} kept; systemctl start {unit}").returncode
    box.does(f"mv kept {facts}")


def units(box: Box, names: str) -> str:
    """Those that systemd lists, also as failed and as not found."""
    return box.does(f"systemctl list-units --all --no-legend '{names}'")


def test_nothing_is_left_when_the_municipality_stops(box: Box) -> None:
    """No unit, no user, no letter, no key."""
    fails(box, "infohus-purge", "/etc/infohus")
    for block in blocks("install", "12."):
        executes(box, block)
    assert box.does("systemctl --failed --no-legend") == ""
    assert units(box, "infohus*") == ""
    left = box.does(
        "find /etc /var /opt /usr/local /run -xdev -name '*infohus*' -not -path '*/apt/*'"
    )
    assert left.split() == ["/usr/local/bin/infohus-ring"]
    assert box.run("id infohus").returncode


def test_by_package(package: Path, box: Box, capsys: pytest.CaptureFixture[str]) -> None:
    """The same, in fewer steps: a letter is opened, and `check` is green."""
    with Box() as machine:
        began = time.monotonic()
        (machine.root / "root" / package.name).write_bytes(package.read_bytes())
        version = package.name.split("_")[1]
        install, init, start, timers = way = blocks("package", "First")
        executes(machine, install, VERSION=version)
        filled_in(machine)
        executes(machine, init)
        has_recipients(machine)
        assert "everything is as it must be" in executes(machine, start)
        is_delivered(machine)
        opens(machine, machine.letters[0], trusted(machine))
        said = text("package").partition("## Upgrade")[0]
        tells(capsys, Way("by package", _minutes(began), _commands(way[:3]), len(edits(said))))
        executes(machine, timers)
        executes(machine, blocks("package", "Upgrade")[0])
        fails(machine, "infohus-purge", "/etc/infohus")
        machine.does("apt-get remove infohus")
        assert units(machine, "infohus*") == ""
        assert (machine.root / "var/lib/infohus/outbox.sqlite").exists()
    box.executed += machine.executed
    box.typed += machine.typed


def test_no_block_and_no_command_was_forgotten(box: Box) -> None:
    """Each block of the pages was executed above, or says **Not executed** and why."""
    forgotten = {
        f"{block.page}, {block.chapter}: {block.script.splitlines()[0]}"
        for block in everything()
        if block.is_executed and block not in box.executed
    }
    assert forgotten == set()
    commands = set(main.list_commands(click.Context(main))) - NOT_TYPED
    assert len(commands) > 15
    assert {name for name in commands if not re.search(rf"infohus[ -]{name}\b", box.typed)} == set()
