"""A webhook's URL is http(s), names a host, and holds no secret."""

from __future__ import annotations

import pytest

from bellbuoy.services.alerts.endpoint import read_url
from core.values.errors import UsageError


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a/", "https://", "https://u:p@host/", "https://u@host/", "https://host/#x",
        "https://ho st/", "https://host/\r\nX: y", "https://host:99999/", "file:///etc/passwd",
        "https://[::1/", "https://-host/", "//host/", "https://höst/",
    ],
)  # fmt: skip
def test_what_is_no_url_of_a_webhook(url: str) -> None:
    with pytest.raises(UsageError):
        read_url(url)


def test_a_url_taken_apart() -> None:
    found = read_url("https://hooks.example/in?a=b")
    assert (found.secure, found.host, found.port, found.path, found.name) == (
        True, "hooks.example", 443, "/in?a=b", "hooks.example",
    )  # fmt: skip
    assert read_url("http://[::1]:8080").name == "[::1]:8080"
