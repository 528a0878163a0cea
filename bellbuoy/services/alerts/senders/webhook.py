"""An HTTP POST, signed: to one address that was looked up once and may be reached."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bellbuoy.services.alerts.allowed import Allowed
from bellbuoy.services.alerts.endpoint import Endpoint, read_url
from bellbuoy.version import VERSION
from core.alerts.address import may_reach
from core.alerts.message import signature
from core.alerts.retry import Outcome, judged
from core.values.errors import UsageError

SECONDS = 10.0
LONGEST_ANSWER = 65_536
ID_HEADER = "Bellbuoy-Delivery"
SIGNATURE_HEADER = "Bellbuoy-Signature"
Resolver = Callable[[str, int], list[str]]


def post(
    url: str,
    uid: str,
    body: str,
    *,
    secret: str,
    allowed: Allowed,
    now: datetime,
    seconds: float = SECONDS,
    resolve: Resolver | None = None,
    env: Mapping[str, str] | None = None,
) -> Outcome:
    """Send one delivery. `secret` names the variable that holds the key, empty for
    none. Nothing of the answer is kept but its status; redirects are not followed."""
    try:
        endpoint = read_url(url)
    except UsageError as fault:
        return Outcome("dead", fault.message)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Bellbuoy/{VERSION}",
        ID_HEADER: uid,
        "Connection": "close",
    }
    data = body.encode("ascii")
    if secret:
        key = (os.environ if env is None else env).get(secret, "")
        if not key:
            return Outcome("again", f"the secret is missing: ${secret} is not set")
        headers[SIGNATURE_HEADER] = signature(key.encode(), uid, int(now.timestamp()), data)
    try:
        addresses = _looked_up(endpoint, resolve or _resolve, seconds)
    except OSError as fault:
        return Outcome("again", f"{endpoint.host} cannot be looked up: {fault}")
    # All must be allowed, or whoever answers the name could pick the other one.
    for address in addresses:
        if not may_reach(endpoint.host, address, allowed.hosts):
            hint = f"name the host in {allowed.file}"
            return Outcome("dead", f"{endpoint.host} is {address}, not public: {hint}")
    return _exchange(endpoint, addresses[0], data, headers, seconds, now)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _looked_up(endpoint: Endpoint, resolve: Resolver, seconds: float) -> list[str]:
    """The addresses of a host, in time: the system's own look-up has no limit."""
    answer: list[Any] = []

    def ask() -> None:
        try:
            answer.append(resolve(endpoint.host, endpoint.port))
        except (OSError, UnicodeError) as fault:
            answer.append(fault)

    asking = threading.Thread(target=ask, name="look-up", daemon=True)
    asking.start()
    asking.join(seconds)
    if not answer:
        raise TimeoutError("no answer in time")
    if isinstance(answer[0], Exception):
        raise OSError(str(answer[0]))
    found: list[str] = answer[0]
    if not found:
        raise OSError("it has no address")
    return found


class _Connection(http.client.HTTPConnection):
    """To the address that was checked; the name serves TLS and the Host header."""

    def __init__(self, endpoint: Endpoint, address: str, seconds: float) -> None:
        super().__init__(endpoint.host, endpoint.port, timeout=seconds)
        self._endpoint, self._address = endpoint, address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = plain
        if self._endpoint.secure:
            context = ssl.create_default_context()
            secure = context.wrap_socket(
                plain, server_hostname=self._endpoint.host, do_handshake_on_connect=False
            )
            # Known before the handshake: a line that is cut must be this one.
            self.sock = secure
            secure.do_handshake()


def _exchange(
    endpoint: Endpoint,
    address: str,
    data: bytes,
    headers: Mapping[str, str],
    seconds: float,
    now: datetime,
) -> Outcome:
    """One request and the head of its answer; after `seconds` in all the line is cut,
    however slowly the other side goes on."""
    connection = _Connection(endpoint, address, seconds)
    late = threading.Event()

    def cut() -> None:
        late.set()
        held = connection.sock
        if held is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    clock = threading.Timer(seconds, cut)
    clock.daemon = True
    clock.start()
    try:
        connection.request("POST", endpoint.path, body=data,
                           headers={"Host": endpoint.name, **headers})  # fmt: skip
        answer = connection.getresponse()
        asked = _asked(answer.getheader("Retry-After"), now)
        answer.read(LONGEST_ANSWER)
        if late.is_set():
            return Outcome("again", f"no whole answer within {seconds:g} s", answer.status)
        return judged(answer.status, asked)
    except (OSError, http.client.HTTPException) as fault:
        if late.is_set() or isinstance(fault, TimeoutError):
            return Outcome("again", f"no answer within {seconds:g} s")
        told = str(fault) or type(fault).__name__
        return Outcome("again", f"{endpoint.name}: {told}")
    finally:
        clock.cancel()
        connection.close()


def _asked(header: str | None, now: datetime) -> timedelta | None:
    """What Retry-After says: seconds, or a date."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdecimal() and len(text) <= 9:
        return timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta())
