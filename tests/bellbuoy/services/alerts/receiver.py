"""A receiver of webhooks on the loopback: it answers as it is told, and remembers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Answer = bytes | Callable[[socket.socket], None]


def status(code: int, *headers: str, body: bytes = b"") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {code} Said", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Receiver:
    """`answers` are given one request each, the last for all that follow; `got` are
    (request line, headers, body) of what came."""

    port: int
    answers: list[Answer] = field(default_factory=lambda: [status(200)])
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?to=ops"

    @property
    def ids(self) -> list[str]:
        return [headers["bellbuoy-delivery"] for _, headers, _ in self.got]

    def next(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiver() -> Iterator[Receiver]:
    listener = socket.create_server(("127.0.0.1", 0))
    found = Receiver(listener.getsockname()[1])
    threading.Thread(target=_serve, args=(listener, found), daemon=True).start()
    try:
        yield found
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _serve(listener: socket.socket, found: Receiver) -> None:
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(line, found), daemon=True).start()


def _answer(line: socket.socket, found: Receiver) -> None:
    with line:
        try:
            found.got.append(_read(line))
            answer = found.next()
            if callable(answer):
                answer(line)
            else:
                line.sendall(answer)
        except OSError:
            return


def _read(line: socket.socket) -> tuple[str, dict[str, str], bytes]:
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += line.recv(65_536)
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *rest = head.decode("ascii").split("\r\n")
    headers = {name.lower(): value for name, value in (each.split(": ", 1) for each in rest)}
    while len(body) < int(headers["content-length"]):
        body += line.recv(65_536)
    return first, headers, body


def reset(line: socket.socket) -> None:
    """Break off without an answer."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def hang(line: socket.socket) -> None:
    """Say nothing until the other side has had enough."""
    line.settimeout(20)
    line.recv(1)


def drip(line: socket.socket) -> None:
    """An answer that goes on, a byte at a time, for ever."""
    stop = threading.Event()
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(400):
        line.sendall(b"a")
        stop.wait(0.05)


def endless(line: socket.socket) -> None:
    """A body that nobody can want."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
    block = b"x" * 65_536
    for _ in range(200):
        line.sendall(block)


def twice(line: socket.socket) -> None:
    """Two answers to one request."""
    line.sendall(status(200) + status(500))
