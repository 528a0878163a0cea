from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.commands.answer import Row
from bellbuoy.commands.columns import Column, Json, money
from bellbuoy.commands.formats.csv import write_csv


def cell(value: Json, *, raw: bool = False) -> str:
    out = io.StringIO()
    assert write_csv([{"a": value}], (Column("a", "A"), Column("b", "B")), out, raw=raw) == 1
    return next(csv.DictReader(io.StringIO(out.getvalue(), newline="")))["a"]


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_what_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert cell(text) == "'" + text
    assert cell(text, raw=True) == text


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_cell_starts_a_formula(text: str) -> None:
    assert cell(text)[:1] not in tuple("=+-@\t\r")
    assert cell(text, raw=True) == text


def test_numbers_and_truths_are_as_they_are() -> None:
    found = [cell(value) for value in (-3, -0.5, True, False, None, 12345)]
    assert found == ["-3", "-0.5", "true", "false", "", "12345"]


def test_controls_go_and_line_breaks_stay() -> None:
    assert cell("a\x1b[2J\u202eb\r\nc\td") == "a�[2J�b\r\nc\td"
    assert cell("x" * 5000) == "x" * 5000


def test_rfc_4180() -> None:
    out = io.StringIO()
    rows = [{"a": 'say "hi", now', "b": "x\ny"}]
    write_csv(rows, (Column("a", "A"), Column("b", "B")), out, raw=False)
    assert out.getvalue() == 'a,b\r\n"say ""hi"", now","x\ny"\r\n'


def test_money_is_two_columns_also_where_there_is_none() -> None:
    out = io.StringIO()
    rows: list[Row] = [{"arr": {"minor": -5, "currency": "USD"}}, {"arr": None}, {}]
    write_csv(rows, (money("arr", "ARR"),), out, raw=False)
    assert out.getvalue() == "arr_minor,arr_currency\r\n-5,USD\r\n,\r\n,\r\n"


def test_lists_and_objects_are_json() -> None:
    assert cell([1, None, "é\x9b"]) == '[1,null,"é\\u009b"]'
    assert cell({"k": [1]}) == '{"k":[1]}'
