"""A column of instants read at once is what each parser gives, in microseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.integrations import quick_times
from core.integrations.quick_times import micros_of
from core.integrations.times import Calendar, instant
from core.values.errors import RowError
from core.values.instants import to_micros

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)
CALENDAR = Calendar(None, ZoneInfo("Asia/Tokyo"), NOW)
MOMENT = st.datetimes(datetime(1969, 12, 1), datetime(2025, 1, 1))  # noqa: DTZ001 - written as UTC
FORMS = ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ")
PLAIN = st.builds(lambda moment, form: moment.strftime(form), MOMENT, st.sampled_from(FORMS))
ODD = st.sampled_from(
    ["", " ", "2024-02-30T00:00:00Z", "2024-03-01T24:00:00Z", "2024-03-01T09:60:00Z",
     "2024-03-01T09:00:00", "2024-03-01T09:00:00z", "2024-03-01T09:00:00+01:00",
     "2024-03-01", "٢٠٢٤-03-01T09:00:00Z", "2024-03-01T09:00:0٣Z", None, 7, True, []],
)  # fmt: skip


def singly(column: list[Any]) -> list[int] | None:
    parse = instant(None, CALENDAR)
    try:
        return [to_micros(parse(cell)) for cell in column]
    except RowError:
        return None


@given(st.lists(PLAIN, max_size=6), st.lists(ODD, max_size=1))
def test_a_column_is_what_its_cells_are(plain: list[str], odd: list[Any]) -> None:
    read = micros_of(CALENDAR)
    for column in (plain, [*plain, *odd], [*odd, *plain]):
        found = read(column)
        assert found is None or found == singly(column)


def test_plain_instants_take_the_quick_way() -> None:
    read = micros_of(CALENDAR)
    cells = ["1970-01-01T00:00:00Z", "2024-07-01 12:04:59Z", "2024-02-29T23:59:59Z"]
    assert read(cells) == singly(cells)
    assert read([]) == []
    assert read(["2024-03-01T09:00:00.123456789Z"]) == singly(["2024-03-01T09:00:00.123456Z"])


@pytest.mark.parametrize(
    "at", [NOW + timedelta(minutes=5, seconds=1), NOW + timedelta(days=400)]
)
def test_what_is_to_come_needs_a_closer_look(at: datetime) -> None:
    assert micros_of(CALENDAR)([f"{at:%Y-%m-%dT%H:%M:%SZ}"]) is None


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_times, "_MOST", 3)
    read = micros_of(CALENDAR)
    cells = [f"2024-03-{day:02}T09:00:00Z" for day in range(1, 20)]
    assert read(cells) == singly(cells)
