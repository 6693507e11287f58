"""Postfix from Debian, with TLS, delivering into Maildirs; needs root, as CI has.

It has its own folder, its own port of 127.0.0.1, and reads nothing of the system's configuration.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.servers import free_port, until
from tests.servers.tls import authority

DOMAIN = "test.example"
_MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = {home}/log/mail.log
maillog_file_prefixes = {home}/log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {home}/mail
virtual_mailbox_maps = inline:{{ {boxes} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
virtual_mailbox_limit = 0
virtual_transport = virtual
transport_maps = inline:{{ {elsewhere} }}
relay_transport = error:no
default_transport = error:no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtp_tls_security_level = none
message_size_limit = 60000000
minimal_backoff_time = 1s
queue_run_delay = 1s
{more}
"""
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 1 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
error     unix - - n - - error
retry     unix - - n - - error
virtual   unix - n n - - virtual
anvil     unix - - n - 1 anvil
postlog   unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Runs while the `with` block does."""

    def __init__(
        self, *boxes: str, elsewhere: dict[str, int] | None = None, more: tuple[str, ...] = ()
    ) -> None:
        """Mailboxes by local part; `elsewhere` sends one on to a port of this machine."""
        assert os.geteuid() == 0, "Postfix changes user: run `make test` as root, as CI does"
        self.port = free_port()
        self._home = Path(tempfile.mkdtemp(prefix="infohus-postfix-"))
        self._home.chmod(0o755)
        onward = {box: f"smtp:[127.0.0.1]:{port}" for box, port in (elsewhere or {}).items()}
        nobody = pwd.getpwnam("nobody")
        certificate, key = authority().files("localhost")
        for name in ("queue", "data", "log", "mail", "etc"):
            (self._home / name).mkdir()
        shutil.chown(self._home / "data", "postfix")
        shutil.chown(self._home / "mail", "nobody")
        everyone = (*boxes, *onward)
        main = _MAIN.format(
            home=self._home,
            domain=DOMAIN,
            boxes=", ".join(f"{{ {one}@{DOMAIN} = {one}/ }}" for one in everyone),
            elsewhere=", ".join(
                f"{{ {one}@{DOMAIN} = {where} }}"
                for one, where in {"nobody": "error:no", **onward}.items()
            ),
            uid=nobody.pw_uid,
            gid=nobody.pw_gid,
            certificate=certificate,
            key=key,
            more="\n".join(more),
        )
        (self._home / "etc" / "main.cf").write_text(main)
        (self._home / "etc" / "master.cf").write_text(_MASTER.format(port=self.port))

    def __enter__(self) -> "Postfix":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._run("stop", check=False)
        shutil.rmtree(self._home)

    def start(self) -> None:
        """Start; returns when it listens."""
        self._run("start", check=True)

    def forget(self, line: str) -> None:
        """Take one of `more` out of its settings, to be read when it is started again."""
        main = self._home / "etc" / "main.cf"
        main.write_text(main.read_text().replace(line, ""))

    def kill(self) -> None:
        """End every process of it at once, as a power cut would; what it queued stays."""
        master = int((self._home / "queue" / "pid" / "master.pid").read_text())
        os.killpg(master, signal.SIGKILL)
        assert until(lambda: self._run("status", check=False) != 0)

    def wait_for(self, box: str, number: int = 1) -> list[bytes]:
        """The letters in a mailbox, once there are so many."""
        assert until(lambda: len(self.letters(box)) >= number)
        return self.letters(box)

    def letters(self, box: str) -> list[bytes]:
        """Every letter in a mailbox, as it lies there."""
        return [one.read_bytes() for one in (self._home / "mail" / box / "new").glob("*")]

    def _run(self, what: str, *, check: bool) -> int:
        command = ["/usr/sbin/postfix", "-c", str(self._home / "etc"), what]
        quiet = subprocess.DEVNULL
        done = subprocess.run(
            command, check=check, stdin=quiet, stdout=quiet, stderr=quiet, cwd="/"
        )
        return done.returncode
