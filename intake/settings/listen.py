"""Where a server listens, as the settings say it."""

from dataclasses import dataclass

HANDED = "systemd"
"""Where the server listens is a socket that systemd has made (sd_listen_fds)."""
PEER = "localhost"
"""What waitress calls whoever asks at a Unix socket."""
_UNIX = "unix:"


@dataclass(frozen=True, kw_only=True)
class Listen:
    """Where a server listens: at a port, or at a Unix socket that it makes or is handed."""

    host: str = ""
    port: int = 0
    path: str = ""
    """Of the Unix socket that it makes."""
    is_handed: bool = False

    @property
    def is_unix(self) -> bool:
        """Whoever may open the socket's file is the proxy; no address is."""
        return bool(self.path) or self.is_handed

    @property
    def beside(self) -> "Listen":
        """The next port: the forwarder's, where it is a process of its own on the same settings."""
        return Listen(host=self.host, port=self.port + 1)


def unix_socket(text: str) -> Listen | None:
    """The Unix socket that a setting names; None when it names none."""
    if text == HANDED:
        return Listen(is_handed=True)
    return Listen(path=text.removeprefix(_UNIX)) if text.startswith(_UNIX) else None
