"""Faults of a query."""

from __future__ import annotations

from core.query.errors import QueryError, nearest, quoted
from core.values.errors import UsageError


def test_the_message_ends_in_the_place_and_what_helps() -> None:
    error = QueryError("unknown field `tierr`", 1, "did you mean `tier`?")
    assert error.message == "unknown field `tierr` at 1, did you mean `tier`?"
    assert QueryError("no", 7).message == "no at 7"
    assert isinstance(error, UsageError)
    assert (error.exit_code, error.column) == (2, 1)


def test_long_text_is_cut_inside_a_message() -> None:
    assert quoted("a" * 40) == f"`{'a' * 40}`"
    assert quoted("a" * 41) == f"`{'a' * 39}…`"


def test_the_nearest_word() -> None:
    assert nearest("Critcal", ("critical", "high")) == "did you mean `critical`?"
    assert nearest("zzz", ("critical",)) == ""
    assert nearest("critical" * 1000, ("critical",)) == ""
