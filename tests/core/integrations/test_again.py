"""A refused record is read again, and mended, by the rules it was refused under."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.integrations.again import mended, read_again
from core.integrations.csv_write import write_record
from core.integrations.kept import Kept
from core.integrations.layout import Dialect, Layout
from core.integrations.mapping_types import Format
from core.integrations.plain import plain_mapping
from core.values.errors import RowError, UsageError

HEADER = ("id", "name", "mrr")


def kept(form: Format = "csv", unicode: str = "", **dialect: str) -> Kept:
    layout = Layout(form, Dialect(**dialect), HEADER, unicode)
    return Kept(plain_mapping("x", "client"), layout)


def test_csv_is_read_in_the_dialect_of_its_file() -> None:
    assert read_again(kept(), b'1,"a,b",5\r\n') == ["1", "a,b", "5"]
    told = kept(delimiter=";", quote="'", encoding="cp1252")
    assert read_again(told, "1;'Zoë;';5".encode("cp1252")) == ["1", "Zoë;", "5"]
    assert read_again(kept(newline="\r"), b"1,a\n,5\r") == ["1", "a\n", "5"]
    assert read_again(kept(unicode="utf-16-be"), "1,é,5\n".encode("utf-16-be")) == [
        "1", "é", "5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"1,2\n", "csv.columns"),
        (b'1,"open,5\n', "csv.quote"),
        (b"1,\xff,5\n", "text.encoding"),
        (b"1,\0,5\n", "text.nul"),
        (b"", "csv.quote"),
    ],
)
def test_what_was_wrong_with_its_bytes_still_is(raw: bytes, code: str) -> None:
    found = read_again(kept(), raw)
    assert isinstance(found, RowError)
    assert found.code == code


def test_a_record_that_was_cut_says_so() -> None:
    found = read_again(kept(), b"1,aaaa", cut=5)
    assert isinstance(found, RowError)
    assert found.code == "size.line"
    assert "import its file again" in found.reason


def test_json_is_read_by_the_keys_looked_for() -> None:
    line = b'\xef\xbb\xbf{"name": "a", "id": 7, "seats": [1]}\n'
    assert read_again(kept("jsonl"), line) == [7, "a", None, {"seats": [1]}]
    assert read_again(kept("parquet"), line) == [7, "a", None]
    bad = read_again(kept("jsonl"), b"[1]\n")
    assert isinstance(bad, RowError)


def test_cells_are_set_by_name_and_the_rest_stays() -> None:
    fixed = mended(kept(), b'1,"say ""hi""",12 400\r\n', {"mrr": "12400"})
    assert fixed == b'1,"say ""hi""",12400\r\n' or fixed == b'1,say "hi",12400\r\n'
    assert read_again(kept(), fixed) == ["1", 'say "hi"', "12400"]
    utf16 = kept(unicode="utf-16-le", delimiter="\t")
    fixed = mended(utf16, "1\té\t\n".encode("utf-16-le"), {"name": "a\tb"})
    assert read_again(utf16, fixed) == ["1", "a\tb", ""]


@settings(max_examples=100)
@given(
    st.lists(st.text(alphabet='ab,";\n\r\\', max_size=6), min_size=3, max_size=3),
    st.text(alphabet='ab,";\n\r\\', max_size=6),
    st.sampled_from(HEADER),
)
def test_only_the_named_cell_changes(cells: list[str], value: str, name: str) -> None:
    raw = write_record(cells, Dialect(), "\n").encode()
    found = read_again(kept(), mended(kept(), raw, {name: value}))
    assert found == [value if column == name else c for column, c in zip(HEADER, cells)]  # noqa: B905


def test_json_keeps_its_digits_and_the_kind_of_a_value() -> None:
    line = b'{"id": "7", "name": "a", "mrr": 0.10000000000000000000001, "big": 1e2}\r\n'
    fixed = mended(kept("jsonl"), line, {"id": "007", "name": "true"})
    assert b"0.10000000000000000000001" in fixed
    assert fixed.endswith(b"\r\n")
    assert json.loads(fixed)["id"] == "007"
    assert json.loads(fixed)["name"] == "true"
    assert json.loads(mended(kept("jsonl"), line, {"mrr": "12"}))["mrr"] == 12
    assert json.loads(mended(kept("jsonl"), line, {"mrr": "twelve"}))["mrr"] == "twelve"
    assert json.loads(mended(kept("jsonl"), b"{}", {"mrr": "null"}))["mrr"] is None


@pytest.mark.parametrize(
    ("raw", "changes", "told"),
    [
        (b"1,a,5\n", {"nme": "x"}, "did you mean “name”"),
        (b"1,a\n", {"name": "x"}, "quarantine export"),
        (b"1,\xff,3\n", {"name": "x"}, "quarantine export"),
    ],
)
def test_what_cannot_be_mended_says_what_helps(
    raw: bytes, changes: dict[str, str], told: str
) -> None:
    with pytest.raises(UsageError) as error:
        mended(kept(), raw, changes)
    assert told in error.value.hint


def test_a_value_must_fit_the_file() -> None:
    with pytest.raises(UsageError, match="cp1252"):
        mended(kept(encoding="cp1252"), b"1,a,5\n", {"name": "株"})
    with pytest.raises(UsageError, match="quote"):
        mended(kept(quote=""), b"1,a,5\n", {"name": "a,b"})
    with pytest.raises(UsageError, match="no JSON"):
        mended(kept("jsonl"), b"nope\n", {"name": "x"})
    with pytest.raises(UsageError, match="no column “seats”"):
        mended(kept("jsonl"), b"{}\n", {"seats": "x"})
