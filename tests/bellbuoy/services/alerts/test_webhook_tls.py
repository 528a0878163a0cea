"""A webhook over TLS: only whom the name belongs to, and while its certificate holds."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bellbuoy.services.alerts.allowed import Allowed
from bellbuoy.services.alerts.senders.webhook import post
from core.alerts.retry import Outcome

HOST = "hooks.test"
NOW = datetime(2026, 11, 16, 14, tzinfo=UTC)
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def openssl(folder: Path, *words: str) -> None:
    done = subprocess.run(
        ["openssl", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority, and certificates by it: a good one, an old one, another name's; and
    one that nobody has signed."""
    if shutil.which("openssl") is None:
        pytest.skip("NOT TESTED: there is no openssl here to make certificates with")
    made = tmp_path_factory.mktemp("tls")
    openssl(made, "req", "-x509", *_KEY, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=Test authority")  # fmt: skip
    for name, host, days in (
        ("good", HOST, "2"), ("old", HOST, "-1"), ("other", "elsewhere.test", "2"),
    ):  # fmt: skip
        openssl(made, "req", "-new", *_KEY, "-keyout", f"{name}.key", "-out", "asked.csr",
                "-subj", "/CN=hook", "-addext", f"subjectAltName=DNS:{host}")  # fmt: skip
        openssl(made, "x509", "-req", "-in", "asked.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                "-CAcreateserial", "-copy_extensions", "copy", "-days", days,
                "-out", f"{name}.pem")  # fmt: skip
    openssl(made, "req", "-x509", *_KEY, "-keyout", "own.key", "-out", "own.pem", "-days", "2",
            "-subj", "/CN=hook", "-addext", f"subjectAltName=DNS:{HOST}")  # fmt: skip
    return made


@contextmanager
def secure(folder: Path, name: str) -> Iterator[tuple[int, list[bytes]]]:
    """A receiver over TLS with a certificate; its port, and what it got."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            line, _ = listener.accept()
            with line, suppress(OSError), context.wrap_socket(line, server_side=True) as safe:
                told = safe.recv(65_536)
                while not told.endswith(b"}"):  # the body may come behind the head
                    told += safe.recv(65_536)
                got.append(told)
                safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1], got
        thread.join(10)


def sent(port: int) -> Outcome:
    """A delivery to HOST, which here is the loopback."""
    return post(
        f"https://{HOST}:{port}/hook", "u-1", '{"a":1}', secret="",
        allowed=Allowed((), (), (HOST,), Path("alerts.toml")), now=NOW, seconds=5,
        resolve=lambda _host, _port: ["127.0.0.1"],
    )  # fmt: skip


def test_it_arrives_where_the_name_and_the_certificate_agree(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
    with secure(folder, "good") as (port, got):
        assert sent(port) == Outcome("done", "answered 200", 200)
    (request,) = got
    assert request.startswith(b"POST /hook HTTP/1.1\r\n")
    assert f"Host: {HOST}:{port}".encode() in request.split(b"\r\n")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("old", "certificate has expired"),
        ("other", "Hostname mismatch"),
        ("own", "self-signed certificate"),
    ],
)
def test_nothing_is_sent_to_whom_cannot_be_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
    with secure(folder, name) as (port, got):
        found = sent(port)
    assert (found.verdict, found.status) == ("again", None)
    assert found.said.startswith(f"{HOST}:{port}: ")
    assert why in found.said.replace("self signed", "self-signed")
    assert got == []


def test_an_authority_that_nobody_named_is_not_trusted(folder: Path) -> None:
    with secure(folder, "good") as (port, got):
        found = sent(port)
    assert (found.verdict, got) == ("again", [])
    assert "unable to get local issuer certificate" in found.said
