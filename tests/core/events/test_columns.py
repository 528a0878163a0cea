"""Facts in columns are the same facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.events.columns import DayTotalColumns, EventColumns, is_good, joined
from core.events.types import ClientFact, DayTotalFact, EventFact
from core.values.errors import RowError

EVENTS = st.builds(
    EventFact,
    st.text(min_size=1, max_size=3),
    st.text(min_size=1, max_size=3),
    st.timedeltas(timedelta(0), timedelta(days=20_000)).map(
        lambda since: datetime(1970, 1, 1, tzinfo=UTC) + since
    ),
    st.sampled_from(("calls", "logins", "churn")),
    st.integers(0, 10**15),
    st.none() | st.just("{}"),
)
COUNT = st.none() | st.integers(0, 10**15)
TOTALS = st.builds(DayTotalFact, st.text(max_size=3), st.integers(0, 30_000), COUNT, COUNT)
KINDS: list[Any] = [(EventColumns, EVENTS), (DayTotalColumns, TOTALS)]


@given(st.sampled_from(KINDS), st.data())
def test_columns_are_a_sequence_of_the_facts(kind: Any, data: st.DataObject) -> None:
    columns, facts = kind
    told = data.draw(st.lists(facts, max_size=8))
    found = columns.of(told)
    assert (len(found), list(found)) == (len(told), told)
    assert [found[n] for n in range(-len(told), len(told))] == told * 2
    first, last = data.draw(st.tuples(st.integers(-9, 9), st.integers(-9, 9)))
    assert list(found[first:last]) == told[first:last]
    assert isinstance(found[first:last], columns)
    places = data.draw(st.lists(st.integers(0, len(told) - 1) if told else st.nothing()))
    assert list(found.picked(places)) == [told[n] for n in places]
    assert columns.of(found) is found


@given(st.sampled_from(KINDS), st.data())
def test_parts_are_joined_in_their_order(kind: Any, data: st.DataObject) -> None:
    columns, facts = kind
    parts = data.draw(st.lists(st.tuples(st.lists(facts, max_size=4), st.booleans())))
    made = [columns.of(part) if in_columns else part for part, in_columns in parts]
    found = joined(made)
    assert list(found) == [fact for part, _ in parts for fact in part]
    filled = [in_columns for part, in_columns in parts if part]
    assert isinstance(found, columns) == any(filled)


def test_an_error_keeps_facts_out_of_columns() -> None:
    total = DayTotalFact("a", 1, 2, None)
    fault = RowError("required.day", "missing")
    found = joined([DayTotalColumns.of([total]), [total, fault]])
    assert list(found) == [total, total, fault]
    assert not is_good(found)
    assert is_good([total])
    assert is_good(DayTotalColumns.of([total]))


def test_other_kinds_stay_lists() -> None:
    client = ClientFact("a", "A")
    assert joined([[client], [], [client]]) == [client, client]


def test_there_is_no_fact_behind_the_last() -> None:
    with pytest.raises(IndexError):
        EventColumns.of([])[0]
