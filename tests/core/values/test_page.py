from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.errors import UsageError
from core.values.page import Page, decode_cursor, encode_cursor

keys = st.lists(st.none() | st.integers() | st.text(st.characters(), max_size=20), max_size=5)


def cursor_of(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=10), keys)
def test_a_cursor_gives_back_its_key(order: str, key: list[int | str | None]) -> None:
    cursor = encode_cursor(order, key)
    assert decode_cursor(order, cursor) == tuple(key)
    assert set(cursor) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )


@settings(deadline=None, max_examples=60)
@given(keys, st.text(min_size=1, max_size=5))
def test_a_cursor_belongs_to_one_order(key: list[int | str | None], more: str) -> None:
    with pytest.raises(UsageError, match="another order"):
        decode_cursor(f"health{more}", encode_cursor("health", key))


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=30))
def test_any_text_is_a_key_or_a_usage_error(text: str) -> None:
    with suppress(UsageError):
        assert isinstance(decode_cursor("health", text), tuple)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "é",
        "!!!!",
        "AAAA",
        cursor_of(5),
        cursor_of({"health": 1}),
        cursor_of("health"),
        cursor_of(["health", ["nested"]]),
        cursor_of(["health", 1.5]),
        base64.urlsafe_b64encode(b"[" * 200_000).decode(),
        base64.urlsafe_b64encode(b'["health",' + b"9" * 5000 + b"]").decode(),
    ],
)
def test_damaged_cursors(cursor: str) -> None:
    with pytest.raises(UsageError, match="damaged"):
        decode_cursor("health", cursor)


def test_an_empty_list_names_no_order() -> None:
    with pytest.raises(UsageError, match="another order"):
        decode_cursor("health", cursor_of([]))


def test_a_page_ends_without_a_cursor() -> None:
    assert Page((1, 2, 3)).next is None
