"""A line of the log and back: nothing that harms a terminal, nothing that was secret."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from core.operations.log_line import at_least, read_line, written
from core.operations.types import LEVELS, LogLine, Plain

AT = datetime(2026, 3, 15, 18, 30, 0, 1234, tzinfo=UTC)
PLAIN: st.SearchStrategy[Plain] = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(), st.text(max_size=40)
)
FIELDS = st.dictionaries(st.sampled_from(("words", "code", "text", "at", "level")), PLAIN)


@settings(max_examples=100)
@given(FIELDS, st.sampled_from(LEVELS))
def test_a_line_is_one_json_object_that_reads_back(
    fields: dict[str, Plain], level: str
) -> None:
    line = LogLine(AT, level, "worker", "run ended", "run-7", 42, fields)  # type: ignore[arg-type]
    text = written(line)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in text)
    json.loads(text, parse_constant=lambda name: 1 / 0)
    found = read_line(text)
    assert found is not None
    assert (found.at, found.level, found.trace, found.pid) == (AT, level, "run-7", 42)
    assert set(found.fields) == set(fields) - {"at", "level"}
    assert read_line(written(found)) == found


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_what_is_no_line_is_none(text: str) -> None:
    assert read_line(text) is None


def test_half_a_line_is_none() -> None:
    text = written(LogLine(AT, "info", "app", "app began", "a", 1))
    assert all(read_line(text[:cut]) is None for cut in range(len(text)))


def test_a_level_holds_what_is_graver() -> None:
    for place, level in enumerate(LEVELS):
        line = LogLine(AT, level, "app", "x", "a", 1)
        assert [at_least(line, asked) for asked in LEVELS] == [
            number <= place for number in range(len(LEVELS))
        ]
