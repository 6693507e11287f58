"""Reads one setting at a time from the environment and goes on after a mistake."""

import shlex
from collections.abc import Collection, Mapping
from datetime import date
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from intake.settings.listen import Listen, unix_socket

PREFIX = "INFOHUS_"
Security = Literal["starttls", "implicit"]
SECURITIES: dict[str, Security] = {"starttls": "starttls", "implicit": "implicit"}
SHORTEST_KEY = 32


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return address is not None and address.is_loopback


class Reader:
    """What was read is usable only while `mistakes` is empty."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.mistakes: list[str] = []

    def refuse_unknown(self, known: Collection[str]) -> None:
        named = (name for name in self._environ if name.startswith(PREFIX))
        for name in sorted(set(named) - set(known)):
            self.mistakes.append(f"{name} is not a setting we know")

    def has(self, name: str) -> bool:
        return bool(self._environ.get(PREFIX + name))

    def optional(self, name: str) -> str:
        return self._environ.get(PREFIX + name, "")

    def text(self, name: str) -> str:
        return self.optional(name) or self._wrong(name, "is missing")

    def path(self, name: str) -> Path:
        path = Path(self.text(name))
        if self.has(name) and not path.exists():
            self._wrong(name, f"names {path}, which is not there")
        return path

    def folder(self, name: str) -> Path | None:
        """One that is made when it is first needed, or none."""
        return Path(self.text(name)) if self.has(name) else None

    def secret(self, name: str) -> bytes:
        """What the named file holds."""
        try:
            return (
                Path(self.text(name)).read_bytes() if self.has(name) else self.text(name).encode()
            )
        except OSError as error:
            return self._wrong(name, f"cannot be read: {error.strerror}").encode()

    def secret_text(self, name: str) -> str:
        """The words that the named file holds, without the end of the line."""
        try:
            return self.secret(name).decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            return self._wrong(name, "names a file that is not UTF-8: save it anew as UTF-8")

    def keys(self, name: str) -> tuple[bytes, ...]:
        """One key a line, the newest last."""
        before = len(self.mistakes)
        keys = tuple(line.strip() for line in self.secret(name).splitlines() if line.strip())
        if len(self.mistakes) == before and not keys:
            self._wrong(name, "holds no key")
        if any(len(key) < SHORTEST_KEY for key in keys):
            self._wrong(name, f"holds a key of fewer than {SHORTEST_KEY} signs")
        return keys or (b"",)

    def port(self, name: str, text: str) -> int:
        if text.isdecimal() and 0 < int(text) < 65536:
            return int(text)
        if text:
            self._wrong(name, f"must end in a port, not {text!r}")
        return 0

    def listen(self, name: str) -> Listen:
        host, colon, port = self.text(name).rpartition(":")
        if self.has(name) and not (host and colon):
            self._wrong(name, "must be host:port")
        return Listen(host=host.strip("[]"), port=self.port(name, port))

    def own_listen(self, name: str) -> Listen:
        """An address of this machine only, with a port."""
        listen = self.listen(name)
        if listen.host and listen.host != "localhost" and not _is_loopback(listen.host):
            self._wrong(name, "must be an address of this machine only, as 127.0.0.1:9000")
        return listen

    def door(self, name: str) -> Listen:
        """A port, or a Unix socket."""
        unix = unix_socket(self.optional(name))
        if unix is None:
            return self.listen(name)
        if not (unix.is_handed or Path(unix.path).is_absolute()):
            self._wrong(name, "must be unix: and a full path")
        return unix

    def ip(self, name: str) -> str:
        """One IP address, or none."""
        text = self.optional(name)
        if text and _address(text) is None:
            self._wrong(name, "must be one IP address")
        return text

    def needs(self, name: str, other: str) -> None:
        """Who sets `name` must set `other`."""
        if self.has(name) and not self.has(other):
            self._wrong(name, f"needs {PREFIX}{other}")

    def database(self) -> str:
        """SQLite in a folder that is there, or PostgreSQL."""
        text = self.text("DATABASE")
        kind, separator, file = text.partition(":///")
        if separator and kind == "sqlite":
            if not Path(file).parent.is_dir():
                self._wrong("DATABASE", f"names the folder {Path(file).parent}, which is not there")
        elif text and not text.startswith("postgresql+psycopg://"):
            self._wrong("DATABASE", "must begin with sqlite:/// or postgresql+psycopg://")
        return text

    def security(self) -> Security:
        text = self.text("SMTP_SECURITY")
        if text and text not in SECURITIES:
            self._wrong("SMTP_SECURITY", f"must be one of: {', '.join(SECURITIES)}")
        return SECURITIES.get(text, "implicit")

    def origin(self) -> str:
        """`https://host`; plain http only on this machine."""
        text = self.text("ORIGIN")
        parts = urlsplit(text)
        is_local = parts.hostname in ("127.0.0.1", "localhost")
        is_secure = parts.scheme == "https" or (parts.scheme == "http" and is_local)
        is_bare = text == f"{parts.scheme}://{parts.netloc}" and "@" not in text
        if text and not (is_secure and is_bare):
            self._wrong("ORIGIN", "must be https://host and nothing more")
        return text

    def sender(self) -> str:
        text = self.text("SENDER")
        if text and (text.count("@") != 1 or not text.isascii() or not text.isprintable()):
            self._wrong("SENDER", "must be an address of a mailbox that somebody reads")
        return text

    def day(self, name: str) -> date | None:
        """A date as 2026-11-23, or none."""
        try:
            return date.fromisoformat(self.text(name)) if self.has(name) else None
        except ValueError:
            self._wrong(name, "must be a date as 2026-11-23")
            return None

    def command(self, name: str) -> tuple[str, ...]:
        """A command and its arguments, split as a shell would, run without one."""
        try:
            words = tuple(shlex.split(self.optional(name)))
        except ValueError as error:
            self._wrong(name, f"cannot be read: {error}")
            return ()
        if words and not (Path(words[0]).is_absolute() and Path(words[0]).is_file()):
            self._wrong(name, "must begin with the full path of a program")
        return words

    def program(self, name: str, otherwise: str) -> str:
        """The full path of a program; without one, a name that is looked for."""
        text = self.optional(name)
        if text and not (Path(text).is_absolute() and Path(text).is_file()):
            self._wrong(name, "must be the full path of a program")
        return text or otherwise

    def _wrong(self, name: str, told: str) -> str:
        self.mistakes.append(f"{PREFIX}{name} {told}")
        return ""
