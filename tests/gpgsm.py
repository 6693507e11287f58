"""Opens a sealed letter the way a coordinator with GnuPG does."""

import os
import subprocess
import tempfile
from contextlib import ExitStack
from email import message_from_bytes
from pathlib import Path

from tests.openssl import openssl

_WORD = "pass"
_BOXES = 5


class Gpgsm:
    """A home of GnuPG with one key and one trusted authority, while the `with` block runs.

    As strict as GnuPG is by itself: the authority must be one (no `relax`). Without lists of what
    was revoked, for a small authority has none; the handbook tells the coordinator the same.
    """

    def __init__(self, key: bytes, certificate: bytes, authority: bytes, word: str = _WORD) -> None:
        """PEM all. Without a word the key is used by programs that could ask nobody for it."""
        self._word = word
        self._given = (key, certificate, authority)
        self._open = ExitStack()

    def __enter__(self) -> "Gpgsm":
        with ExitStack() as opening:
            folder = opening.enter_context(tempfile.TemporaryDirectory(prefix="infohus-gpgsm-"))
            self.home = Path(folder)
            opening.callback(self._end_programs)
            self._prepare(*self._given)
            self._open = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _end_programs(self) -> None:
        subprocess.run(["gpgconf", "--homedir", str(self.home), "--kill", "all"], check=True)

    def _prepare(self, key: bytes, certificate: bytes, authority: bytes) -> None:
        (self.home / "key").write_bytes(key)
        (self.home / "certificate").write_bytes(certificate)
        (self.home / "authority").write_bytes(authority)
        (self.home / "gpgsm.conf").write_text("disable-crl-checks\n")
        (self.home / "gpg-agent.conf").write_text("allow-loopback-pinentry\n")
        subprocess.run(
            ["gpgconf", "--homedir", str(self.home), "--launch", "gpg-agent"], check=True
        )
        ours = openssl("x509", "-in", str(self.home / "authority"), "-noout", "-fingerprint")
        (self.home / "trustlist.txt").write_text(ours.decode().partition("=")[2].strip() + " S\n")
        self._run("--import", str(self.home / "authority"))
        self._import_key()

    def _import_key(self) -> None:
        """A box that GnuPG 2.2 cannot read, for its random salt, is made anew.

        Of 150 boxes of one key it could not read one, each time it was asked.
        """
        old = ("-legacy", "-passout", f"pass:{self._word}", "-in", str(self.home / "certificate"))
        for _ in range(_BOXES):
            box = openssl("pkcs12", "-export", *old, "-inkey", str(self.home / "key"))
            (self.home / "box.p12").write_bytes(box)
            self._run("--import", str(self.home / "box.p12"), ends=(0, 2))
            if b"crs:" in self._run("--list-secret-keys", "--with-colons"):
                return
        raise AssertionError(f"GnuPG reads none of {_BOXES} boxes of this key")

    def open_letter(self, letter: bytes) -> bytes:
        """The inside of a letter, decrypted, its signature verified; otherwise it raises."""
        envelope = message_from_bytes(letter).get_payload(decode=True)
        assert isinstance(envelope, bytes)
        # It ends with 2 when it does not know the other recipients: the signature is the proof.
        decrypted = self._run("--decrypt", given=envelope, ends=(0, 2))
        signed = message_from_bytes(decrypted)
        parts = signed.get_payload()
        assert isinstance(parts, list)
        signature = parts[1].get_payload(decode=True)  # type: ignore[union-attr]
        assert isinstance(signature, bytes)
        inside = _first_part(decrypted, signed.get_boundary() or "")
        (self.home / "signature").write_bytes(signature)
        self._run("--verify", str(self.home / "signature"), "-", given=inside)
        return inside

    def _run(self, *arguments: str, given: bytes = b"", ends: tuple[int, ...] = (0,)) -> bytes:
        word, write = os.pipe()
        os.write(write, self._word.encode())
        os.close(write)
        how = ["--batch", "--pinentry-mode", "loopback"]
        how += ["--passphrase-fd", str(word)]
        command = ["gpgsm", "--homedir", str(self.home), *how, *arguments]
        try:
            done = subprocess.run(command, input=given, capture_output=True, pass_fds=(word,))
        finally:
            os.close(word)
        if done.returncode not in ends:
            done.check_returncode()
        return done.stdout


def _first_part(signed: bytes, boundary: str) -> bytes:
    """The signed bytes themselves (RFC 8551, section 3.5.3), not as a parser would write them."""
    edge = b"\r\n--" + boundary.encode()
    return signed.split(edge)[1].removeprefix(b"\r\n")
