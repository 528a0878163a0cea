"""Names of views: what can be typed and told, and when two are the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.values.errors import UsageError
from core.views.names import apart, checked_name, name_key, view_key


def test_a_name_is_kept_without_blanks_around() -> None:
    assert checked_name("  My \t book ") == "My book"
    assert name_key("MY  Book") == name_key("my book")


@pytest.mark.parametrize(
    "name", ["", "  ", "a/b", "-late", "late*", "x" * 41, "東" * 21, "a\x1b[2Jb", "a\u202eb"]
)
def test_a_name_that_cannot_be_typed_or_told(name: str) -> None:
    with pytest.raises(UsageError):
        checked_name(name)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_keys_tell_owners_and_names_apart(a: str, b: str, name: str, other: str) -> None:
    """However many slashes the name of an owner has."""
    assume("/" not in name + other)
    same = (a, name_key(name)) == (b, name_key(other))
    assert (view_key(a, name) == view_key(b, other)) == same


def test_a_view_of_somebody() -> None:
    assert apart("late") == (None, "late")
    assert apart("acme/raj/late") == ("acme/raj", "late")
