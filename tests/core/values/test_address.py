"""A password is never shown."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.address import shown_address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("a/b.db", "a/b.db"),
        ("user:secret@host", "user:secret@host"),
        ("postgresql://ana@h/db", "postgresql://ana@h/db"),
        ("postgresql://ana:secret@h:5432/db", "postgresql://ana@h:5432/db"),
        ("postgresql://ana:se:c/r@t@h/db", "postgresql://ana@h/db"),
        ("postgresql://:secret@h/db", "postgresql://@h/db"),
        ("postgresql://[::1]:5432/db", "postgresql://[::1]:5432/db"),
        ("postgresql://h/db?password=secret", "postgresql://h/db"),
        ("postgresql://h/db?a=1&sslpassword=secret&b=2", "postgresql://h/db?a=1&b=2"),
        ("postgresql://h/db?password=a&password=b&schema=x", "postgresql://h/db?schema=x"),
        ("postgresql://h:1/db?user=ana@example", "postgresql://h:1/db?user=ana@example"),
    ],
)
def test_what_is_shown(url: str, shown: str) -> None:
    assert shown_address(url) == shown


@given(secret=st.text(min_size=4, max_size=20))
def test_no_password_comes_through(secret: str) -> None:
    marked = quote(f"<{secret}>", safe="")
    for url in (
        f"postgresql://ana:{marked}@host:5432/db?schema=a",
        f"postgresql://ana@host/db?password={marked}&schema=a",
    ):
        shown = shown_address(url)
        assert marked not in shown
        assert shown.startswith("postgresql://ana@host")
        assert shown.endswith("schema=a")
