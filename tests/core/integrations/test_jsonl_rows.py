"""JSON Lines: each line once, good or with its reason, bytes exact."""

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.integrations.jsonl_rows import JsonlReader
from core.integrations.mapping_types import Rest
from core.integrations.records import LIMIT, Record, each
from core.values.errors import RowError, UsageError


def read(data: bytes, rest: Rest = "ignore") -> list[Record]:
    return list(each(JsonlReader(io.BytesIO(data), "t.jsonl", ("a", "b"), rest)))


def codes(records: list[Record]) -> list[tuple[int, object]]:
    return [
        (r.line, r.cells.code if isinstance(r.cells, RowError) else r.cells) for r in records
    ]


def test_objects_blank_lines_bom_and_crlf() -> None:
    data = b'\xef\xbb\xbf{"a": 1}\r\n\r\n  {"b": "x", "c": 2}  \n{}'
    assert codes(read(data)) == [(1, [1, None]), (3, [None, "x"]), (4, [None, None])]


def test_bad_lines_stand_between_good_ones() -> None:
    data = b'{"a": 1}\nnope\n{"a": 2}\n{"a": "\xff"}\n'
    assert codes(read(data)) == [
        (1, [1, None]),
        (2, "json.syntax"),
        (3, [2, None]),
        (4, "text.encoding"),
    ]


def test_keys_that_nothing_names() -> None:
    data = b'{"a": 1, "z": 2}\n{"a": 1}\n'
    assert codes(read(data)) == [(1, [1, None]), (2, [1, None])]
    assert codes(read(data, "extra")) == [(1, [1, None, {"z": 2}]), (2, [1, None, {}])]
    assert codes(read(data, "refuse")) == [(1, "json.unknown_key"), (2, [1, None])]


def test_an_overlong_line_is_one_record_however_it_comes() -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"a": "' + b"x" * LIMIT
        yield b"x" * LIMIT
        yield b'"}\n'
        yield b'{"a": 1}\n'

    records = list(each(JsonlReader(pieces(), "t.jsonl", ("a",))))
    assert codes(records) == [(1, "size.line"), (2, [1])]
    assert len(records[0].raw) + records[0].cut == 2 * LIMIT + 10


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(UsageError, match="UTF-16"):
        read('{"a": 1}'.encode("utf-16"))


def test_an_empty_file_has_no_records() -> None:
    assert read(b"") == []


@given(st.lists(st.binary(max_size=30) | st.just(b'{"a":1}'), max_size=20))
def test_every_line_that_is_not_blank_is_one_record(lines: list[bytes]) -> None:
    # The first line is plain: what begins as UTF-16 would refuse the whole file.
    physical = b"\n".join([b"{}", *lines]).split(b"\n")
    records = read(b"\n".join([b"{}", *lines]))
    expected = [n for n, line in enumerate(physical, 1) if line and not line.isspace()]
    assert [record.line for record in records] == expected
    for record in records:
        assert record.raw.rstrip(b"\n") == physical[record.line - 1].rstrip(b"\n")
