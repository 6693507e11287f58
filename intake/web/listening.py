"""Where the server listens: at every address that a name has on this machine."""

import errno
import socket

from intake.settings import Listen

_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def sockets(listen: Listen) -> list[socket.socket]:
    """One for each address: `localhost` is two, and a proxy may ask at either.

    An address that this machine knows by name only, as `::1` where IPv6 is off, is passed over
    while there is another. Raises `OSError`.
    """
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
