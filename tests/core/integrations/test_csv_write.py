"""A record that is written is read back as the same cells, in every dialect."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.integrations.csv_cells import CellSplitter, line_end
from core.integrations.csv_write import UnwritableError, write_record
from core.integrations.layout import Dialect

DIALECTS = st.builds(
    Dialect,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(['"', "'", ""]),
    st.sampled_from(["", "\\"]),
    st.sampled_from(["\n", "\r"]),
)
CELL = st.text(alphabet="ab,;\t|\"'\\\n\r é", max_size=10)


@settings(max_examples=150)
@given(DIALECTS, st.lists(CELL, min_size=1, max_size=5))
def test_cells_come_back(dialect: Dialect, cells: list[str]) -> None:
    try:
        text = write_record(cells, dialect, dialect.newline)
    except UnwritableError:
        assert not dialect.quote
        return
    splitter = CellSplitter(dialect)
    rest = text
    while rest:
        at = rest.index(dialect.newline) + 1
        line, rest = rest[:at], rest[at:]
        ending = line_end(line, dialect.newline)
        whole = splitter.feed(line[: len(line) - len(ending)], ending)
        assert whole == (not rest)
    assert splitter.cells == cells


def test_only_what_must_be_is_quoted() -> None:
    assert write_record(["a b", "c,d", 'e"f', '"g', ""], Dialect(), "\r\n") == (
        'a b,"c,d",e"f,"""g",\r\n'
    )
    assert write_record([""], Dialect(), "\n") == '""\n'
    assert write_record(["a\\b", "c;d\\"], Dialect(";", "'", "\\"), "") == "a\\b;'c;d\\\\'"


def test_a_dialect_without_quotes_says_what_it_cannot_write() -> None:
    with pytest.raises(UnwritableError):
        write_record(["a,b"], Dialect(",", ""), "\n")
