"""A mail server that does wrong what it is told to do wrong, at the step it is told."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.servers.tls import authority

HANG = "hang"
CLOSE = "close"
DRIP = "drip"
"""Answers without ever coming to an end."""
ENDLESS = "endless"
"""As quick as it can, line upon line of one reply."""

Fault = str | bytes | Callable[[], bytes]
"""A word from above, the bytes answered, or what gives them when the step is reached."""

STEPS = ("greeting", "ehlo", "starttls", "handshake", "ehlo-tls", "mail", "rcpt", "data", "body")
_PATIENCE = 20.0
_ANSWERS = {
    "greeting": b"220 localhost ESMTP\r\n",
    "ehlo": b"250-localhost\r\n250 STARTTLS\r\n",
    "helo": b"250 localhost\r\n",
    "starttls": b"220 go ahead\r\n",
    "ehlo-tls": b"250-localhost\r\n250-DSN\r\n250-AUTH PLAIN\r\n250 SIZE 90000000\r\n",
    "auth": b"235 welcome\r\n",
    "mail": b"250 ok\r\n",
    "rcpt": b"250 ok\r\n",
    "data": b"354 go on\r\n",
    "body": b"250 taken\r\n",
    "rset": b"250 ok\r\n",
    "quit": b"221 bye\r\n",
}


class FaultyServer:
    """Runs in threads while the `with` block does; `faults` may be changed meanwhile."""

    def __init__(self, *, implicit: bool = False, context: ssl.SSLContext | None = None) -> None:
        self.faults: dict[str, Fault] = {}
        self.late: dict[str, bytes | Callable[[], bytes]] = {}
        """What is said unasked, by itself, right after the answer of a step."""
        self.said_late = threading.Semaphore(0)
        self.commands: list[str] = []
        """Every line that was said, on whichever connection."""
        self.bodies: list[bytes] = []
        """Every letter that came whole, whatever was answered."""
        self.connections = 0
        self.failed: set[str] = set()
        """Each step at which a fault was shown."""
        self.judge: Callable[[bytes], bytes] = lambda _: _ANSWERS["body"]
        """Answers a whole letter, unless there is a fault at `body`."""
        self._context = context or authority().context()
        self._implicit = implicit
        self._released = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._adding = threading.Lock()
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> "FaultyServer":
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(_PATIENCE)

    def settle(self) -> None:
        """Return when every connection so far has ended."""
        with self._adding:
            threads = self._threads[1:]
            del self._threads[1:]
        for thread in threads:
            thread.join(_PATIENCE)

    def verbs(self) -> list[str]:
        """The commands without their arguments."""
        return [one.partition(" ")[0].upper() for one in self.commands]

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                thread = threading.Thread(target=self._serve, args=(connection,))
                with self._adding:
                    thread.start()
                    self._threads.append(thread)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(_PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        talk = _Talk(connection)
        with suppress(OSError, _Enough):
            if self._implicit:
                talk.encrypt(self._context)
            self._answer(talk, "greeting")
            while line := talk.line():
                self.commands.append(line.decode().strip())
                self._obey(talk, line.split()[0].decode().lower().partition(":")[0])
        talk.close()

    def _obey(self, talk: "_Talk", verb: str) -> None:
        step = "ehlo-tls" if verb == "ehlo" and talk.encrypted else verb
        answer = self._answer(talk, step)
        if step == "starttls" and answer.startswith(b"220"):
            self._misbehave(talk, "handshake")
            talk.encrypt(self._context)
        if step == "data" and answer.startswith(b"354"):
            self._take(talk)
        if step == "quit":
            raise _Enough

    def _take(self, talk: "_Talk") -> None:
        body = talk.body()
        self.bodies.append(body)
        self._say(talk, "body", self._misbehave(talk, "body") or self.judge(body))

    def _answer(self, talk: "_Talk", step: str) -> bytes:
        answer = self._misbehave(talk, step) or _ANSWERS.get(step, b"500 what\r\n")
        self._say(talk, step, answer)
        return answer

    def _say(self, talk: "_Talk", step: str, answer: bytes) -> None:
        talk.say(answer)
        if step in self.late:
            late = self.late[step]
            talk.say(late if isinstance(late, bytes) else late())
            self.said_late.release()

    def _misbehave(self, talk: "_Talk", step: str) -> bytes:
        """What to answer instead; nothing when there is no fault at this step."""
        fault = self.faults.get(step, b"")
        if fault:
            self.failed.add(step)
        if fault == HANG:
            self._released.wait(_PATIENCE)
        if fault == DRIP:
            while not self._released.wait(0.02):
                talk.say(b"2")
        if fault == ENDLESS:
            lines = (_ANSWERS.get(step, b"220")[:3] + b"-and more\r\n") * 4_000
            while not self._released.is_set():
                talk.say(lines)
        if isinstance(fault, str):
            raise _Enough
        return fault if isinstance(fault, bytes) else fault()


class _Enough(Exception):
    """This connection is over."""


class _Talk:
    """One connection, read line by line."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._kept = b""
        self.encrypted = False

    def encrypt(self, context: ssl.SSLContext) -> None:
        self._socket = context.wrap_socket(self._socket, server_side=True)
        self._kept = b""
        self.encrypted = True

    def say(self, answer: bytes) -> None:
        self._socket.sendall(answer)

    def line(self) -> bytes:
        return self._until(b"\r\n")

    def body(self) -> bytes:
        return self._until(b"\r\n.\r\n").removesuffix(b".\r\n")

    def _until(self, end: bytes) -> bytes:
        while end not in self._kept:
            more = self._socket.recv(65_536)
            if not more:
                raise _Enough
            self._kept += more
        found, _, self._kept = self._kept.partition(end)
        return found + end

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
