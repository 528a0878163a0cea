"""One record into cells, judged by Python's own csv module where it is strict too."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.integrations.csv_cells import CellSplitter, UnclosedQuoteError, line_end
from core.integrations.layout import Dialect


def split(text: str, delimiter: str = ",", **more: str) -> list[str] | None:
    """The cells of whole lines; None while a quote is open."""
    splitter = CellSplitter(Dialect(delimiter, **more))
    for line in text.splitlines(keepends=True) or [""]:
        ending = line_end(line)
        if splitter.feed(line[: len(line) - len(ending)], ending):
            return splitter.cells
    return None


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a,b", ["a", "b"]),
        ("", [""]),
        (",", ["", ""]),
        ('"a,b",c', ["a,b", "c"]),
        ('"say ""hi""",""', ['say "hi"', ""]),
        ('"two\r\nlines",x\r\n', ["two\r\nlines", "x"]),
        ('5" pipe,x', ['5" pipe', "x"]),
        ('"a"\n', ["a"]),
        ('""""', ['"']),
    ],
)
def test_cells_are_split_as_rfc_4180_has_it(text: str, cells: list[str]) -> None:
    assert split(text) == cells


def test_an_open_quote_waits_for_more() -> None:
    assert split('a,"open') is None
    assert split('a,"even ""') is None


def test_text_behind_a_closing_quote_is_refused() -> None:
    with pytest.raises(UnclosedQuoteError):
        split('"text" after,x')


@given(st.lists(st.text(alphabet='a",;\n x', max_size=8), min_size=1, max_size=5))
def test_splitting_agrees_with_the_standard_library(cells: list[str]) -> None:
    row = ";".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    assert split(row, ";") == cells
    assert next(csv.reader([row], delimiter=";", strict=True)) == cells


@given(st.text(alphabet='a",', max_size=12))
def test_a_line_is_accepted_exactly_when_the_strict_library_accepts_it(line: str) -> None:
    try:
        expected = next(csv.reader([line], strict=True), [""]) or [""]
    except csv.Error:
        expected = None
    try:
        found = split(line)
    except UnclosedQuoteError:
        found = None
    assert found == expected
