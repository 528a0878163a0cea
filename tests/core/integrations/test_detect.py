"""How a file is written is found out from its header and first rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.integrations.csv_rows import CsvReader
from core.integrations.csv_write import write_record
from core.integrations.detect import DELIMITERS, QUOTES, Told, detect
from core.integrations.feed import split_lines
from core.integrations.layout import Dialect
from core.integrations.records import each
from core.values.errors import RowError

WANTED = ("id", "name", "plan")
NOTHING = Told()


def told(data: str, wanted: tuple[str, ...] = WANTED) -> Dialect:
    return detect(data.encode(), NOTHING, wanted)


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_that_finds_the_columns_is_it(delimiter: str) -> None:
    rows = ["id,name,plan", "1,Acme; and | sons,Pro", "2,x\ty,Basic"]
    data = "\n".join(row.replace(",", delimiter) for row in rows)
    assert told(data) == Dialect(delimiter)


def test_commas_in_a_file_of_semicolons_decide_nothing() -> None:
    assert told("id;name, full;plan\n1;a,b,c;d\n2;e,f;g\n").delimiter == ";"
    # Nothing is found under any: then the one that makes a table.
    assert told("a;b;c\n1;2;3\n").delimiter == ";"
    assert told("a\n1\n") == Dialect()


def test_a_file_that_speaks_of_tabs_is_asked_for_tabs_first() -> None:
    assert detect(b"a\n1\n", NOTHING, (), tabs=True).delimiter == "\t"
    assert detect(b"id,name\n", NOTHING, WANTED, tabs=True).delimiter == ","


def test_single_quotes_need_a_sign_that_they_are_meant() -> None:
    assert told("'id','name','plan'\n'1','a,b','c'\n").quote == "'"
    assert told("id,name,plan\n1,'a,b','c'\n2,'d','e'\n").quote == "'"
    # Apostrophes in text are text.
    assert told("id,name,plan\n1,'tis,a\n2,rock 'n' roll,b\n").quote == '"'
    assert told("id,name,plan\n1,'Acme',Pro\n2,'Bell',Pro\n").quote == '"'
    assert told("id,name,plan\n1,\"'a', b\",c\n2,x,'y,z'\n").quote == '"'


def test_an_escape_needs_a_sign_that_it_is_meant() -> None:
    assert told('id,name,plan\n1,"say \\"hi\\", please",c\n').escape == "\\"
    assert told('id,name,plan\n1,"C:\\dir\\",c\n2,"D:\\",d\n').escape == ""
    assert told('id,name,plan\n1,"say ""hi"" \\",c\n').escape == ""


def test_line_ends_may_be_lone_returns() -> None:
    assert told("id,name\r1,a\r").newline == "\r"
    assert told("id,name\r\n1,a\r\n").newline == "\n"
    assert told('id,name\n1,"a\rb"\n').newline == "\n"
    assert told('id,name\r1,"a\nb"\r2,c\r').newline == "\r"
    assert told("id,name\r1,2\n3,4\n5,6\n").newline == "\n"
    assert told("id,name\n\r\r\r\r").newline == "\n"


def test_a_line_for_spreadsheets_names_the_delimiter() -> None:
    assert told("sep=;\nid;name\n").delimiter == ";"
    assert told('"sep=|"\r\nid,x|name\r\n').delimiter == "|"
    assert detect(b"sep=;\nid,name\n", Told(delimiter=","), WANTED).delimiter == ","


def test_what_is_told_stands() -> None:
    data = b"id;name;plan\n'1';'a;b';c\n"
    found = detect(data, Told(delimiter="|", quote="", escape=""), WANTED)
    assert found == Dialect("|", "")
    assert detect(data, Told(quote='"'), WANTED) == Dialect(";")


def test_a_broken_row_changes_nothing() -> None:
    rows = "".join(f"{n},name {n},Pro\n" for n in range(100))
    assert told("id,name,plan\n1,2\n" + rows + '3,"never closed,x\n' + rows) == Dialect()


DIALECTS = st.builds(
    Dialect,
    st.sampled_from(DELIMITERS),
    st.sampled_from(QUOTES),
    st.sampled_from(["", "\\"]),
)
CELL = st.text(
    st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=8
) | st.sampled_from(["a,b", 'say "hi"', "it's", "x;y", "a\nb", "\\", '\\"', "|", "\t"])


@settings(max_examples=150)
@given(DIALECTS, st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=20))
def test_whatever_was_written_is_read_back_by_what_was_found(
    dialect: Dialect, rows: list[tuple[str, str, str]]
) -> None:
    """Where an unusual quote or escape shows too little of itself, the usual one
    reads the text as it stands: then cells hold the signs, but no row is lost."""
    head = dialect.quote + f"{dialect.quote}{dialect.delimiter}{dialect.quote}".join(WANTED)
    text = f"{head}{dialect.quote}\n" + "".join(
        write_record(row, dialect, "\n") for row in rows
    )
    found = detect(text.encode(), NOTHING, WANTED)
    assert (found.delimiter, found.quote) == (dialect.delimiter, dialect.quote)
    if found.escape != dialect.escape:
        return
    reader = CsvReader(split_lines([text.encode()]), "t.csv", found)
    assert [record.cells for record in each(reader)] == [list(row) for row in rows]


@settings(max_examples=100)
@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=20), st.sampled_from(["\n", "\r\n"]))
def test_a_usual_file_is_read_as_usual(rows: list[tuple[str, str, str]], ending: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=ending).writerows([WANTED, *rows])
    data = buffer.getvalue().encode()
    found = detect(data, NOTHING, WANTED)
    records = list(each(CsvReader(split_lines([data]), "t.csv", found)))
    assert [record.cells for record in records] == [list(row) for row in rows]
    assert not any(isinstance(record.cells, RowError) for record in records)
