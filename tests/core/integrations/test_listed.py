"""Cells that hold several things."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.events.types import SaidFact
from core.integrations.listed import names, updates
from core.integrations.times import Calendar
from core.values.errors import RowError

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = (("open", "open"), ("resolved", "resolved"), ("Investigating", "acknowledged"))


def read_names(value: Any, words: tuple[tuple[str, str], ...] = ()) -> Any:
    return names("components", words)(value)


def read_updates(value: Any) -> Any:
    return updates("updates", WORDS, Calendar(UTC_ZONE, UTC_ZONE, NOW))(value)


@pytest.mark.parametrize(
    "value",
    [
        ["Actions", "Issues"],
        '["Actions", "Issues", "Actions"]',
        " Actions ;Issues;",
        [{"name": "Actions"}, "Issues"],
    ],
)
def test_names_of_a_list_or_a_text(value: Any) -> None:
    assert read_names(value) == ("Actions", "Issues")


def test_words_translate_a_name_or_leave_it_out() -> None:
    assert read_names("?;api", (("?", ""), ("api", "API"))) == ("API",)
    assert read_names("?", (("?", ""),)) is None


@pytest.mark.parametrize("value", [5, "[1]", "[", ["", "a"], [{"id": 3}], ["x" * 201]])
def test_what_is_no_list_of_names_is_refused(value: Any) -> None:
    with pytest.raises(RowError, match=r"name|array|list"):
        read_names(value)


def test_updates_stand_in_their_order_with_our_word_for_the_state() -> None:
    said = read_updates(
        [
            {"at": "2025-01-01T11:00:00Z", "status": "Resolved", "message": "Done."},
            {"at": "2025-01-01T10:00:00Z", "status": "investigating"},
            {"at": "2025-01-01T10:30:00Z", "status": "Update", "message": None},
        ]
    )
    assert said == (
        SaidFact(datetime(2025, 1, 1, 10, tzinfo=UTC), "acknowledged", "investigating", ""),
        SaidFact(datetime(2025, 1, 1, 10, 30, tzinfo=UTC), None, "Update", ""),
        SaidFact(datetime(2025, 1, 1, 11, tzinfo=UTC), "resolved", "Resolved", "Done."),
    )


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("no json", "type.updates"),
        ({"at": "2025-01-01T10:00:00Z"}, "type.updates"),
        ([{"status": "open"}], "type.updates"),
        ([{"at": "2025-01-01T10:00:00Z", "status": 4}], "type.updates"),
        ([{"at": "yesterday"}], "time.syntax"),
        ([{"at": "2027-01-01T00:00:00Z"}], "time.future"),
    ],
)
def test_updates_without_a_time_are_refused(value: Any, code: str) -> None:
    with pytest.raises(RowError) as error:
        read_updates(value)
    assert error.value.code == code
