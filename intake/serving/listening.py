"""Where the server listens: at every address that a name has here, or at one Unix socket."""

import errno
import os
import socket
import stat
from pathlib import Path

from intake.settings import Listen

FIRST_HANDED = 3
"""SD_LISTEN_FDS_START: the first file that systemd hands over (sd_listen_fds(3))."""
MODE = 0o660
"""Of the Unix socket: its owner, and the group that the proxy is in."""
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def sockets(listen: Listen) -> list[socket.socket]:
    """One for each address: `localhost` is two, and a proxy may ask at either.

    An address that this machine knows by name only, as `::1` where IPv6 is off, is passed over
    while there is another. Raises `OSError`.
    """
    if listen.is_handed:
        return [_handed()]
    return [_own_socket(Path(listen.path))] if listen.path else _at_addresses(listen)


def _handed() -> socket.socket:
    """The socket that systemd made: its unit says whose it is and who may open it."""
    try:
        is_socket = stat.S_ISSOCK(os.fstat(FIRST_HANDED).st_mode)
    except OSError:
        is_socket = False
    if is_socket:
        given = socket.socket(fileno=FIRST_HANDED)
        if given.family == socket.AF_UNIX:
            return given
        given.detach()
    raise OSError(errno.ENOTSOCK, "systemd handed over no Unix socket: is infohus-web.socket on?")


def _own_socket(path: Path) -> socket.socket:
    """A socket in a folder of ours. What an earlier run left is taken away, one in use is not."""
    if path.is_socket() and not _answers(path):
        path.unlink()
    listening = socket.socket(socket.AF_UNIX)
    try:
        listening.bind(str(path))
        path.chmod(MODE)
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as asking:
        return asking.connect_ex(str(path)) == 0


def _at_addresses(listen: Listen) -> list[socket.socket]:
    opened: list[socket.socket] = []
    trouble = OSError(errno.EADDRNOTAVAIL, "no address to listen at")
    addresses = socket.getaddrinfo(listen.host, listen.port, type=socket.SOCK_STREAM)
    for family, where in dict.fromkeys((family, where) for family, *_, where in addresses):
        try:
            opened.append(socket.create_server(where, family=family))
        except OSError as failed:
            trouble = failed
            if failed.errno not in _NOT_HERE:
                break
    else:
        if opened:
            return opened
    for listening in opened:
        listening.close()
    raise trouble
