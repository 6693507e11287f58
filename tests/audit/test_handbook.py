"""The handbook is a script: a bare Debian that boots systemd, and each block as it stands there.

The world around the machine (names, mail, who hears the alarm) is at addresses of its own, so that
what a unit may talk to is tried and not believed. What an operator writes is marked **Edit** there.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.certificates import certificate, pem, rsa_key
from tests.machine.box import Box, missing
from tests.openssl import open_letter
from tests.places import ROOT, facts_without_the_loop

pytestmark = pytest.mark.audit
PAGE = (ROOT / "handbook" / "install.md").read_text(encoding="utf-8")
EDITS = {
    1: ("REPOSITORY", "/srv/infohus.git"),
    5: ("INFOHUS_TLS=it@example.dk", "INFOHUS_TLS=internal"),
    6: ("TAG", "later"),
}
"""What is written into a block; 2, 3 and 4 are files, in `filled_in`."""
RING = """#!/usr/bin/python3
import sys, urllib.request
urllib.request.urlopen("http://alarm.example.dk:8099/" + sys.argv[1], timeout=10)
"""


def blocks(chapter: str) -> list[str]:
    """Those of one chapter which the page does not except, in order."""
    text = re.split(r"(?m)^## ", PAGE)[int(chapter) + 1]
    found = re.findall(r"\n\n([^\n`#][^#]*?)\n\n```sh\n(.*?)```", text, re.S)
    return [block for said, block in found if "**Not executed**" not in said.split("\n\n")[-1]]


def edited(block: str) -> str:
    for old, new in EDITS.values():
        block = re.sub(rf"(?<![A-Z]){re.escape(old)}(?![A-Z])", new, block)
    return block


def repository(folder: Path) -> None:
    """This tree as a repository with a tag, and another after it."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    folder.mkdir()
    git = ["git", "-C", str(folder), "-c", "user.name=T", "-c", "user.email=t@test.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    for name in names:
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
            (folder / name).chmod((ROOT / name).stat().st_mode & 0o777)
    for tag in ("now", "later"):
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", tag], check=True)
        subprocess.run([*git, "tag", tag], check=True)


def filled_in(box: Box) -> None:
    """Edits 2 and 3, and the files that they name."""
    etc = box.root / "etc" / "infohus"
    (etc / "municipality.toml").write_text(facts_without_the_loop(), "utf-8")
    (box.root / "root" / "mail-ca.pem").write_bytes((box.world / "mail-ca.pem").read_bytes())
    (box.root / "root" / "ring").write_text(RING)
    box.does(
        "install -m 644 /root/mail-ca.pem /etc/infohus/mail-ca.pem\n"
        "install -m 755 /root/ring /usr/local/bin/infohus-ring\n"
    )
    text = (etc / "infohus.env").read_text()
    for name, value in {
        "SENDER_READ": "2026-11-02",
        "ALARM_COMMAND": "/usr/local/bin/infohus-ring",
        "SMTP_CA_FILE": "/etc/infohus/mail-ca.pem",
    }.items():
        text = re.sub(rf"(?m)^INFOHUS_{name}=.*\n", "", text) + f"INFOHUS_{name}={value}\n"
    (etc / "infohus.env").write_text(text)


def recipients(box: Box) -> None:
    """Edit 4, from the example that `init` left: its comment signs taken away."""
    folder = box.root / "etc" / "infohus" / "recipients"
    for number, name in ((1, "ssp"), (2, "boks"), (3, "anden")):
        (box.root / "root" / f"{name}.pem").write_bytes(certificate(rsa_key(number)))
        box.does(f"install -m 644 /root/{name}.pem /etc/infohus/recipients/")
    example = (folder / "recipients.toml").read_text("utf-8")
    entries = "".join(
        line.removeprefix("# ").removeprefix("#") + "\n"
        for line in example.splitlines()
        if line.startswith(("# [[", "#\n")) or " = " in line
    )
    assert "recovery = true" in entries
    more = entries.partition("[[recipient]]\nname")[0].replace("ssp", "anden")
    (folder / "recipients.toml").write_text(entries + more.replace("SSP", "Anden"), "utf-8")


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """A machine on which chapters 1 to 4 were done."""
    assert missing() == "", f"no machine can boot here: {missing()}"
    with Box() as made:
        repository(made.root / "srv" / "infohus.git")
        packages, install, init = blocks("1")
        made.does(edited(packages))
        made.does(edited(install))
        filled_in(made)
        made.does(init)
        recipients(made)
        for chapter in ("2", "3", "4"):
            for block in blocks(chapter):
                made.does(edited(block))
        yield made


def test_every_edit_is_one_that_the_tests_know() -> None:
    """Numbered as they come; nobody is asked for what no test wrote."""
    found = [int(number) for number in re.findall(r"\*\*Edit (\d)\*\*", PAGE)]
    assert found == [1, 2, 3, 4, 5, 6]
    assert set(EDITS) | {2, 3, 4} == set(found)


def test_the_first_letter_is_opened_and_the_alarm_was_heard(box: Box) -> None:
    """From a bare machine, by the handbook alone; `check` was green, and is when systemd asks."""
    assert box.rung[:2] == ["test", "test"]
    box.until("infohus status | grep -qx 'waiting 0'")
    authority = (box.root / "etc/infohus/signing-ca.pem").read_bytes()
    assert len(box.letters) == 2
    for number, name in ((1, "ssp"), (3, "anden")):
        own = (box.root / "root" / f"{name}.pem").read_bytes()
        for letter in box.letters:
            open_letter(letter, pem(rsa_key(number)), own, authority)
    assert "everything is as it must be" in box.does("infohus check")
    box.does("systemctl start infohus-check infohus-purge infohus-sign-of-life")


def test_form_and_site_answer_through_the_proxy(box: Box) -> None:
    """By TLS and by name, with the machine's own firewall loaded."""
    ask = "import ssl,urllib.request as u\nc=ssl._create_unverified_context()\n"
    for path in ("/", "/skriv"):
        url = f"https://infohus.example.dk{path}"
        box.until(f"python3 -c '{ask}print(u.urlopen(\"{url}\", context=c).status)' | grep -qx 200")
    assert "infohus" in box.does("nft list ruleset")


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


@pytest.mark.parametrize("chapter", ["6", "7", "8"])
def test_what_comes_later_works_as_it_stands(box: Box, chapter: str) -> None:
    """Backup and restore, upgrade and the way back, rotation: then a letter still arrives.

    The schema is the same here: what `upgrade` would have left (`test_recipes`) is put there.
    """
    left = "/var/lib/infohus/outbox-schema-1-20261126T140500Z.backup"
    box.does(f"sqlite3 /var/lib/infohus/outbox.sqlite \".backup '{left}'\"")
    for block in blocks(chapter):
        box.does(edited(block))
    box.does("systemctl start infohus-web infohus-forward; infohus test-letter")
    box.until("infohus status | grep -qx 'waiting 0'")
    assert box.does("ls -l /var/backups/infohus | grep -c rw-------") >= "3"
