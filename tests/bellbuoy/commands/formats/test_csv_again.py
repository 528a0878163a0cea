"""What `--csv --raw` writes is read back as it was."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.commands.columns import Column
from bellbuoy.commands.formats.csv import write_csv
from tests.bellbuoy.commands.conftest import HOSTILE, Bell

COLUMNS = (Column("name", "name"), Column("note", "note"))
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["=1+1", "'=1+1", "+49", "-1", "@x", '"', ",", "\r\n", "\x1b[2J", "a\tb", ""]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(words, words), max_size=5))
def test_raw_cells_are_read_back_equal(rows: list[tuple[str, str]]) -> None:
    file = io.StringIO(newline="")
    told = [{"name": name, "note": note} for name, note in rows]
    assert write_csv(told, COLUMNS, file, raw=True) == len(rows)
    head, *found = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert head == ["name", "note"]
    assert [tuple(row) for row in found] == rows


def test_a_list_is_read_back_as_json_has_it(demo: Bell) -> None:
    text = demo("client", "list", "--csv", "--raw").out
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    rows = demo("client", "list", "--json").rows
    assert [row["name"] for row in found] == [row["name"] for row in rows]
    for row, told in zip(found, rows, strict=True):
        arr = told["arr"] or {"minor": "", "currency": ""}
        assert (row["arr_minor"], row["arr_currency"]) == (str(arr["minor"]), arr["currency"])
        assert row["health"] == ("" if told["health"] is None else str(told["health"]))
    hostile = next(row for row in found if row["id"] == HOSTILE)
    assert "\x1b" in hostile["name"]
