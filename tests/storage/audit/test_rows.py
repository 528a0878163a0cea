"""Rows by their key, kept and put back; names come from the declared tables alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.audit.actor import Actor
from storage.audit.packing import packed, shown, unpacked, without_row
from storage.audit.reads import rows_of
from storage.audit.rows import fits, put_row, rows_by_key, shape_of
from storage.audit.steps import kept_rows
from storage.audit.writes import Change
from storage.engine.store import Store
from storage.engine.unit import Unit
from storage.store.writes import drop_setting, put_setting

ANA = Actor("ana", "admin", "t-1", 17)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text()
    | st.binary(max_size=20)
)


@settings(max_examples=60)
@given(st.dictionaries(st.text(min_size=1), VALUES))
def test_what_is_kept_is_read_back(row: dict[str, Any]) -> None:
    assert unpacked(packed(row)) == row
    assert shown(packed(row)) == row


def test_where_there_was_no_row_what_is_usual_is_only_shown() -> None:
    text = packed(without_row({"value": "7"}))
    assert unpacked(text) is None
    assert shown(text) == {"": "no row", "value": "7"}
    assert unpacked(None) is None


def test_a_row_is_read_by_its_key_whatever_it_holds(a_store: Store) -> None:
    key = "a'b\"; DROP TABLE setting; -- ä"
    with a_store.unit() as unit:
        put_setting(unit, key, "1")
        found = rows_by_key(unit, "setting", [key, "none"])
        assert found == {key: {"name": key, "value": "1"}}
        assert rows_by_key(unit, "setting", [key], ("value",)) == {key: {"value": "1"}}
        put_row(unit, "setting", key, found[key], None)
        assert rows_by_key(unit, "setting", [key]) == {}
        put_row(unit, "setting", key, None, found[key])
        put_row(unit, "setting", key, {"value": "1"}, {"value": "2"})
        assert rows_by_key(unit, "setting", [key]) == {key: {"name": key, "value": "2"}}


def test_only_declared_names_get_into_a_statement(a_store: Store) -> None:
    with a_store.unit() as unit:
        for table in ("sqlite_master", "setting; DROP TABLE setting", ""):
            with pytest.raises(KeyError):
                rows_by_key(unit, table, ["a"])
        with pytest.raises(KeyError):
            rows_by_key(unit, "setting", ["a"], ("value FROM setting; --",))
        with pytest.raises(KeyError):
            put_row(unit, "setting", "a", {"x": 1}, {"x": 2})
        with pytest.raises(ValueError, match="a key of 2 columns"):
            shape_of("change_row")
        with pytest.raises(ValueError, match="invalid literal"):
            rows_by_key(unit, "alert", ["1 OR 1"])


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        (None, {"name": "a", "value": "1"}, True),
        ({"name": "a", "value": "1"}, None, True),
        ({"value": "1"}, {"value": "2"}, True),
        (None, None, False),
        (None, {"value": "1"}, False),
        ({"value": "1"}, {"name": "a"}, False),
        ({"value": None}, {"value": "2"}, False),
        ({"colour": "1"}, {"colour": "2"}, False),
    ],
)
def test_what_was_kept_must_be_enough(before: Any, after: Any, whole: bool) -> None:
    assert fits("setting", before, after) is whole
    assert not fits("colours", before, after)


def test_watched_rows_are_kept_as_they_came_changed_and_went(a_store: Store) -> None:
    def write(unit: Unit) -> int:
        change = Change(unit, ANA, "x", "y")
        change.watch("setting", ["new", "old", "gone", "same", "none"])
        change.watch("setting", ["plain"], usual={"value": "7"})
        put_setting(unit, "new", "1")
        put_setting(unit, "old", "2")
        drop_setting(unit, "gone")
        put_setting(unit, "plain", "8")
        assert change.close() == 4
        return change.id

    with a_store.unit() as unit:
        for name in ("old", "gone", "same"):
            put_setting(unit, name, "0")
        number = write(unit)
        kept = {row.key: (row.before, row.after) for row in kept_rows(unit, number)}
        told = {row.key: (row.before, row.after) for row in rows_of(unit, number, 10)}
    assert kept == {
        "new": (None, {"name": "new", "value": "1"}),
        "old": ({"value": "0"}, {"value": "2"}),
        "gone": ({"name": "gone", "value": "0"}, None),
        "plain": (None, {"name": "plain", "value": "8"}),
    }
    assert told["plain"] == ({"value": "7"}, {"value": "8"})
    assert told["new"] == kept["new"]


def test_a_column_that_others_write_to_is_left_out(a_store: Store) -> None:
    columns = ("paused_us", "paused_by")
    with a_store.unit() as unit:
        change = Change(unit, ANA, "x", "y")
        change.watch("job_state", ["j"], columns=columns)
        unit.run("INSERT INTO job_state (job, slot_us, paused_us) VALUES ('j', 5, 17)")
        change.close()
        (row,) = kept_rows(unit, change.id)
        (told,) = rows_of(unit, change.id, 10)
    assert (row.before, row.after) == ({"paused_us": None}, {"paused_us": 17})
    assert told.after == {"paused": "1970-01-01T00:00:00.000017Z"}
