"""What records and their reasons look like."""

import pytest

from core.integrations.records import Block, Record, refuse_foreign, shown
from core.values.errors import UsageError


def test_a_block_gives_its_records_line_by_line() -> None:
    block = Block([7, 9], [b'"a\n"\n', b"b\n"], [["a\n"], ["b"]], start=20, after=10)
    assert list(block.records()) == [
        Record(7, b'"a\n"\n', ["a\n"], 0, 20, 9),
        Record(9, b"b\n", ["b"], 0, 25, 10),
    ]


def test_a_value_in_a_reason_is_cut() -> None:
    assert shown("x") == "“x”"
    assert shown("x" * 100) == "“" + "x" * 60 + "…”"


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04", "zip"),
        ("a".encode("utf-16"), "UTF-16"),
        ("a".encode("utf-32-be"), ""),
        (b"\0\0\xfe\xff", "UTF-32"),
    ],
)
def test_files_of_another_sort_are_told_by_their_first_bytes(start: bytes, told: str) -> None:
    if not told:
        refuse_foreign("a.csv", start)
        return
    with pytest.raises(UsageError, match=told):
        refuse_foreign("a.csv", start)
