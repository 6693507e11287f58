"""What an operator does on a bare machine: the handbook's blocks, and the edits it asks for."""

import re
import socket
import subprocess
from email.message import EmailMessage
from pathlib import Path

from bench.asking import CheckPages
from intake.form import Drafts
from intake.web.body import LONGEST_BODY
from tests.certificates import certificate, pem, rsa_key
from tests.machine.box import Box
from tests.machine.pages import Block, blocks
from tests.openssl import open_letter
from tests.places import ROOT, facts_without_the_loop

WORDS = {
    "REPOSITORY": "/srv/infohus.git",
    "INFOHUS_TLS=it@example.dk": "INFOHUS_TLS=internal",
    "TAG": "later",
    "ORGANISATION": "Test Kommune",
    "10.0.0.11": "10.99.0.1",
}
"""What is written into every block; for one letter, day or name the test says it."""
FILES = {2: "infohus.env", 3: "municipality.toml", 4: "recipients.toml"}
"""Edits that are whole files: `filled_in`, `has_recipients`."""
RING = """#!/usr/bin/python3
import sys, urllib.request
urllib.request.urlopen("http://alarm.example.dk:8099/" + sys.argv[1], timeout=10)
"""
PEOPLE = ((1, "ssp"), (2, "boks"), (3, "anden"))
"""Number of the key, and name of the file: a mailbox, the key in the safe, another mailbox."""


def executes(box: Box, block: Block, **more: str) -> str:
    """A block as it stands, edited; what it says."""
    box.executed.append(block)
    return box.does(block.edited(WORDS | more))


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


def brings(box: Box, *names: str) -> None:
    """Files that an administrator got from elsewhere lie in the home of root."""
    for name in names:
        (box.root / "root" / name).write_bytes((box.world / "shown" / name).read_bytes())


def brings_backup(box: Box, of: Box) -> str:
    """The newest files that another machine saved lie in the home of root; of which day."""
    place = of.root / "var/backups/infohus"
    (*_, newest) = sorted(place.glob("settings-*.tar.gz"))
    day = newest.name.removeprefix("settings-").removesuffix(".tar.gz")
    for kept in place.glob(f"*-{day}.*"):
        (box.root / "root" / kept.name).write_bytes(kept.read_bytes())
    return day


def filled_in(box: Box, folder: str = "etc/infohus") -> None:
    """Edits 2 and 3, and the files that they name."""
    etc = box.root / folder
    brings(box, "mail-ca.pem")
    (box.root / "root" / "ring").write_text(RING)
    box.does(
        "install -m 644 mail-ca.pem /etc/infohus/mail-ca.pem\n"
        "install -m 755 ring /usr/local/bin/infohus-ring\n"
    )
    (etc / "municipality.toml").write_text(facts_without_the_loop(), "utf-8")
    sets(
        etc / "infohus.env",
        SENDER_READ="2026-11-02",
        ALARM_COMMAND="/usr/local/bin/infohus-ring",
        SMTP_CA_FILE="/etc/infohus/mail-ca.pem",
    )


def sets(file: Path, **values: str) -> None:
    """Settings, each in a line of its own."""
    text = file.read_text()
    for name, value in values.items():
        text = re.sub(rf"(?m)^INFOHUS_{name}=.*\n", "", text) + f"INFOHUS_{name}={value}\n"
    file.write_text(text)


def has_recipients(box: Box, folder: str = "etc/infohus") -> None:
    """Edit 4, from the example that `init` left: its comment signs taken away."""
    place = box.root / folder / "recipients"
    for number, name in PEOPLE:
        (box.root / "root" / f"{name}.pem").write_bytes(certificate(rsa_key(number)))
        box.does(f"install -m 644 {name}.pem /{folder}/recipients/")
    example = (place / "recipients.toml").read_text("utf-8")
    entries = "".join(
        line.removeprefix("# ").removeprefix("#") + "\n"
        for line in example.splitlines()
        if line.startswith(("# [[", "#\n")) or " = " in line
    )
    assert "recovery = true" in entries
    more = entries.partition("[[recipient]]\nname")[0].replace("ssp", "anden")
    (place / "recipients.toml").write_text(entries + more.replace("SSP", "Anden"), "utf-8")


def follows(box: Box, *chapters: str) -> None:
    """Whole chapters of the page on installing."""
    for chapter in chapters:
        for block in blocks("install", chapter):
            executes(box, block)


def is_delivered(box: Box, command: str = "infohus") -> None:
    """Nothing waits any more."""
    box.until(f"{command} status | grep -qx 'waiting 0'")


def opens(
    box: Box, letter: bytes, authority: bytes, number: int = 1, folder: str = "etc/infohus"
) -> EmailMessage:
    """A letter, with a coordinator's key, against the authority alone; PEM."""
    own = (box.root / folder / "recipients" / f"{dict(PEOPLE)[number]}.pem").read_bytes()
    return open_letter(letter, pem(rsa_key(number)), own, authority)


def sends_a_concern(box: Box, instance: str) -> bytes:
    """Somebody presses Send, by the way that the proxy takes; the answer."""
    drafts = box.root / "etc/infohus" / instance / "secrets" / "draft-keys"
    keys = [line.encode() for line in drafts.read_text().split()]
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(60)
        line.connect(f"/proc/{box.leader}/root/run/infohus-{instance}.sock")
        asked = CheckPages(Drafts(keys, days=30, longest=LONGEST_BODY)).send()
        line.sendall(asked.replace(b"Accept-Encoding: gzip, deflate, br", b"Connection: close"))
        answer = b""
        while part := line.recv(65_536):
            answer += part
    return answer
