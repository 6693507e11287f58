"""In the service's place: a server that keeps every byte it was sent and answers each request."""

import re
import socket
import threading
from typing import BinaryIO


class Echo:
    """Reads what a proxy sends, frame by frame as HTTP/1.1 says, and remembers all of it."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.requests: list[bytes] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Give up the socket."""
        self._listener.close()

    def take(self) -> list[bytes]:
        """What came since the last time, and forget it."""
        found, self.requests = self.requests, []
        return found

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as stream:
            while head := self._head(stream):
                self.requests.append(head + self._body(head, stream))
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    @staticmethod
    def _head(stream: BinaryIO) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            piece = stream.readline()
            if not piece:
                return b""
            head += piece
        return head

    @staticmethod
    def _body(head: bytes, stream: BinaryIO) -> bytes:
        if re.search(rb"(?i)\r\ntransfer-encoding: chunked\r\n", head):
            body = b""
            while size := int(stream.readline().strip() or b"0", 16):
                body += stream.read(size + 2)[:-2]
            stream.readline()
            return body
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)\r\n", head)
        return stream.read(int(length[1])) if length else b""
