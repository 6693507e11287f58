"""Debian's mutt on a terminal that nobody sees: opens a letter, and hands over what it shows."""

import os
import select
import subprocess
import time
from contextlib import suppress
from pathlib import Path

LONGEST_SECONDS = 30
SETTINGS = """set crypt_use_gpgme=yes
set wait_key=no
set prompt_after=no
set folder="{home}"
set mbox_type=mbox
set charset=utf-8
set pager="{pager}"
"""
PAGER = '#!/bin/sh\ncp "$1" {shown}\n'


def opened(home: Path, mail: bytes) -> str:
    """What a coordinator reads, with mutt's own word on the signature; keys from GnuPG's home."""
    box, pager, shown = home / "box", home / "pager", home / "shown"
    box.write_bytes(b"From - Thu Nov 26 12:00:00 2026\n" + mail.replace(b"\r\n", b"\n") + b"\n")
    pager.write_text(PAGER.format(shown=shown))
    pager.chmod(0o700)
    (home / "muttrc").write_text(SETTINGS.format(pager=pager, home=home))
    keys = {"GNUPGHOME": str(home), "HOME": str(home), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    command = ["mutt", "-n", "-F", str(home / "muttrc"), "-R", "-f", str(box)]
    _runs([*command, "-e", "push <display-message><quit>"], os.environ | keys)
    return shown.read_text(encoding="utf-8", errors="replace")


def _runs(command: list[str], environ: dict[str, str]) -> None:
    """Read what it draws, until it ends."""
    screen, terminal = os.openpty()
    process = subprocess.Popen(
        command, env=environ, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    ends = time.monotonic() + LONGEST_SECONDS
    with suppress(OSError):
        while process.poll() is None and time.monotonic() < ends:
            if select.select([screen], [], [], 0.2)[0]:
                os.read(screen, 65_536)
    process.kill()
    process.wait(LONGEST_SECONDS)
    os.close(screen)
