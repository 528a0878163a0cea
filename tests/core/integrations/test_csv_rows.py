"""CSV from bytes: exact cells, exact bytes, exact lines, and nothing swallowed."""

import csv
import io
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.integrations import csv_records
from core.integrations.csv_rows import CsvReader, physical_lines
from core.integrations.feed import split_lines
from core.integrations.layout import Dialect, Watermark
from core.integrations.records import BLOCK, LIMIT, Record, each
from core.values.errors import RowError, UsageError


def read(data: bytes, **options: str) -> list[Record]:
    dialect = Dialect(**options)
    lines = split_lines([data], dialect.ending)
    return list(each(CsvReader(lines, "t.csv", dialect)))


def seen(records: list[Record]) -> list[tuple[int, list[str] | str]]:
    """Line and cells, or line and code."""
    return [
        (r.line, r.cells.code if isinstance(r.cells, RowError) else r.cells) for r in records
    ]


def test_plain_rows_with_bom_crlf_and_blank_lines() -> None:
    data = b"\xef\xbb\xbfa,b\r\n1,2\r\n\r\n3,4\r\n\n5,6"
    assert seen(read(data)) == [(2, ["1", "2"]), (4, ["3", "4"]), (6, ["5", "6"])]


def test_a_quoted_newline_keeps_the_lines_and_the_bytes() -> None:
    data = b'a,b\n1,"x\r\ny\rz"\n3,4\n'
    records = read(data)
    assert seen(records) == [(2, ["1", "x\r\ny\rz"]), (5, ["3", "4"])]
    assert records[0].raw == b'1,"x\r\ny\rz"\n'


def test_a_lone_carriage_return_in_a_cell_is_text_and_counts_as_a_line() -> None:
    assert seen(read(b"a\nPAID\rVOID\nx\n")) == [(2, ["PAID\rVOID"]), (4, ["x"])]


def test_ragged_rows_are_refused_one_by_one() -> None:
    found = seen(read(b"a,b\n1\n1,2\n1,2,3\n"))
    assert found == [(2, "csv.columns"), (3, ["1", "2"]), (4, "csv.columns")]


def test_a_ragged_record_over_lines_is_one_record() -> None:
    records = read(b'a,b\n"x\n1,2\n"\n3,4\n')
    assert seen(records) == [(2, "csv.columns"), (5, ["3", "4"])]
    assert records[0].raw == b'"x\n1,2\n"\n'


def test_an_unclosed_quote_costs_its_own_line_alone() -> None:
    data = b'a,b\n1,"never closed\n3,4\n5,6\n'
    assert seen(read(data)) == [(2, "csv.quote"), (3, ["3", "4"]), (4, ["5", "6"])]


def test_an_unclosed_quote_is_noticed_at_the_next_quoted_cell() -> None:
    data = b'a,b\n1,"never closed\n3,4\n5,"over\nlines"\n7,8\n'
    assert seen(read(data)) == [
        (2, "csv.quote"),
        (3, ["3", "4"]),
        (4, ["5", "over\nlines"]),
        (6, ["7", "8"]),
    ]


def test_an_unclosed_quote_before_a_megabyte_of_good_rows_loses_none_of_them() -> None:
    rows = b"".join(b"%d,%s\n" % (n, b"x" * 90) for n in range(LIMIT // 90 + 50))
    records = read(b'a,b\n1,"open\n' + rows)
    assert seen(records)[0] == (2, "csv.quote")
    assert all(not isinstance(record.cells, RowError) for record in records[1:])
    assert b"".join(record.raw for record in records[1:]) == rows


def test_lines_that_all_open_a_quote_are_read_in_linear_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each line closes the quote of the one before and opens its own."""
    fed = 0
    feed = csv_records.CellSplitter.feed

    def counting(self: csv_records.CellSplitter, text: str, ending: str) -> bool:
        nonlocal fed
        fed += len(text)
        return feed(self, text, ending)

    monkeypatch.setattr(csv_records.CellSplitter, "feed", counting)
    data = b"a,b\n" + b'x",y,"z\n' * 4000
    records = read(data)
    assert b"".join(r.raw for r in records) == data[4:]
    assert fed <= 3 * len(data)


def test_text_behind_a_closing_quote_is_refused() -> None:
    assert seen(read(b'a,b\n"x" y,2\n3,4\n')) == [(2, "csv.quote"), (3, ["3", "4"])]


def test_bad_utf8_and_nul_are_refused_with_their_bytes() -> None:
    records = read(b'a\nZo\xc3\n"\xff\n"\na\x00b\nok\n')
    assert seen(records) == [
        (2, "text.encoding"),
        (3, "text.encoding"),
        (5, "text.nul"),
        (6, ["ok"]),
    ]
    assert records[0].raw == b"Zo\xc3\n"
    assert isinstance(records[0].cells, RowError)
    assert "0xc3" in records[0].cells.reason


def test_another_encoding_is_read_as_it_says() -> None:
    text = "name,city\nZoë,“Köln”\n"
    records = read(text.encode("cp1252"), encoding="cp1252")
    assert seen(records) == [(2, ["Zoë", "“Köln”"])]
    sjis = 'name,city\n表計算,"ソ,ｶ"\n'
    assert seen(read(sjis.encode("shift_jis"), encoding="shift_jis")) == [
        (2, ["表計算", "ソ,ｶ"])
    ]


def test_an_overlong_line_is_refused_cut_and_passed() -> None:
    data = b"a\n" + b"x" * (3 * LIMIT) + b"\nok\n"
    records = read(data)
    assert seen(records) == [(2, "size.line"), (3, ["ok"])]
    assert len(records[0].raw) == LIMIT
    assert records[0].cut == 2 * LIMIT + 1


def test_an_overlong_line_in_pieces_is_one_record() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"a\n"
        yield b"x" * (LIMIT + 1)
        yield b"y" * (LIMIT + 5) + b"\r"
        yield b"\n"
        yield b"ok\n"

    records = list(each(CsvReader(pieces(), "t.csv")))
    assert seen(records) == [(2, "size.line"), (3, ["ok"])]
    assert len(records[0].raw) + records[0].cut == 2 * LIMIT + 8


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"\n", "empty"),
        (b"a,a\n1,2\n", "two columns are called “a”"),
        (b"a,,c\n1,2,3\n", "column 2 has no name"),
        (b"a,b\r1,2\r", "lone carriage return"),
        (b"\xff\xfea\x00", "UTF-16"),
        (b"\x1f\x8b\x08", "gzip"),
        (b'"a,b\n1,2\n', "line 1"),
        (b"a" * (LIMIT + 1), "line 1"),
    ],
)
def test_a_file_without_a_usable_header_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(UsageError) as error:
        CsvReader(io.BytesIO(data), "t.csv")
    assert error.value.message.startswith("t.csv: ")
    assert told in error.value.message


def test_a_header_may_be_quoted_and_span_lines() -> None:
    reader = CsvReader(io.BytesIO(b'"a\nb","c"\n1,2\n'), "t.csv")
    assert reader.header == ("a\nb", "c")
    assert seen(list(each(reader))) == [(3, ["1", "2"])]


def test_a_header_alone_has_no_records() -> None:
    assert read(b"a,b\n") == []
    assert read(b"a,b") == []


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
WIDTH = st.integers(1, 4)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(WIDTH)
    rows = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=12))
    return [[f"c{n}" for n in range(width)], *rows]


@settings(max_examples=200)
@given(tables(), st.sampled_from(["\n", "\r\n"]), st.sampled_from([",", ";", "\t", "|"]))
def test_what_csv_writes_is_read_back_exactly(
    table: list[list[str]], ending: str, delimiter: str
) -> None:
    written: list[bytes] = []
    for row in table:
        buffer = io.StringIO()
        quoting = csv.QUOTE_ALL if any("\r" in cell for cell in row) else csv.QUOTE_MINIMAL
        csv.writer(
            buffer, lineterminator=ending, delimiter=delimiter, quoting=quoting
        ).writerow(row)
        written.append(buffer.getvalue().encode())
    records = read(b"".join(written), delimiter=delimiter)
    line = 1
    lines = []
    for raw in written:
        lines.append(line)
        line += physical_lines(raw)
    assert [record.cells for record in records] == table[1:]
    assert [record.raw for record in records] == written[1:]
    assert [record.line for record in records] == lines[1:]


LINE = st.sampled_from(
    [
        b"",
        b"a,b",
        b'"',
        b'a,"b',
        b'"a"x,b',
        b'a""b,"c"',
        b"\xff,b",
        b"\0,b",
        b"a\rb,c",
        b'""',
        b"x",
    ]
) | st.binary(max_size=20)


@settings(max_examples=200)
@given(st.lists(LINE, max_size=25), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_no_byte_is_lost_whatever_the_file_holds(
    lines: list[bytes], ending: bytes, closed: bool
) -> None:
    body = ending.join(lines) + (ending if closed else b"")
    records = read(b"h1,h2\n" + body)
    kept = b"".join(record.raw for record in records)
    # What is not in a record is a blank line, in its place.
    at = 0
    for record in records:
        start = body.index(record.raw, at)
        assert body[at:start].strip(b"\r\n") == b""
        assert record.line == 2 + physical_lines(body[:start])
        at = start + len(record.raw)
    assert body[at:].strip(b"\r\n") == b""
    assert len(kept) <= len(body)


def test_blocks_stay_small_so_that_memory_does() -> None:
    reader = CsvReader(io.BytesIO(b"a\n" + (b"x" * 40 + b"\n") * 10_000), "t.csv")
    sizes = [sum(map(len, block.raws)) for block in reader.blocks() if hasattr(block, "raws")]
    assert sum(sizes) == 410_000
    assert max(sizes) <= BLOCK + 41


def test_a_blank_line_in_a_file_of_one_column_is_no_record() -> None:
    assert seen(read(b'a\n1\n\n2\n""\n')) == [(2, ["1"]), (4, ["2"]), (5, [""])]
    assert seen(read(b"a\n1\n\n2\n")) == [(2, ["1"]), (4, ["2"])]


def test_other_quotes_escapes_and_line_ends() -> None:
    assert seen(read(b"a;b\n'x;''y';2\n", delimiter=";", quote="'")) == [(2, ["x;'y", "2"])]
    escaped = b'a,b\n"say \\"hi\\", \\\\ \\n",2\n"\\\\",3\n'
    assert seen(read(escaped, escape="\\")) == [
        (2, ['say "hi", \\ \\n', "2"]),
        (3, ["\\", "3"]),
    ]
    assert seen(read(b'a,b\n"1",2\n', quote="")) == [(2, ['"1"', "2"])]
    lone = b'a,b\r1,2\r\r"3\r4",5\r6\n,7'
    assert seen(read(lone, newline="\r")) == [
        (2, ["1", "2"]),
        (4, ["3\r4", "5"]),
        (6, ["6\n", "7"]),
    ]


def test_a_line_for_spreadsheets_is_no_header() -> None:
    assert seen(read(b"\xef\xbb\xbfsep=;\r\na;b\r\n1;2\r\n", delimiter=";")) == [
        (3, ["1", "2"])
    ]


PIECE = st.sampled_from(
    [b"a,b", b'"a,b",c', b'"a\nb",c', b'"x""y",', b'a"b,c', b"", b"1,2,3", b'"open,b',
     b'"c"d,e', b"\xff,b", b"\0,b", b"a\rb,c", b'"a\r\nb",""', b"x"]
)  # fmt: skip


def shown(records: Iterable[Record]) -> list[tuple[object, ...]]:
    """Every record with its place; errors by their words."""
    return [
        (
            r.line,
            r.raw,
            r.cells if isinstance(r.cells, list) else str(r.cells),
            r.start,
            r.after,
        )
        for r in records
    ]


@settings(max_examples=150)
@given(
    st.lists(PIECE, max_size=30), st.sampled_from([b"\n", b"\r\n"]), st.booleans(),
    st.sampled_from([1, 20, 200]),
)  # fmt: skip
def test_blocks_say_what_single_records_say(
    pieces: list[bytes], ending: bytes, closed: bool, block: int
) -> None:
    """The quick ways and the slow one agree in every place, cell and reason."""
    data = b"h1,h2\n" + ending.join(pieces) + (ending if closed else b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_records, "BLOCK", block)
        quick = shown(each(CsvReader(split_lines([data]), "t.csv")))
        patch.setattr(CsvReader, "_split", lambda self, lines: ([], ()))
        slow = shown(each(CsvReader(split_lines([data]), "t.csv")))
    assert quick == slow


@settings(max_examples=100)
@given(st.lists(PIECE, max_size=20), st.sampled_from([b"\n", b"\r\n"]))
def test_reading_goes_on_behind_any_firm_record(pieces: list[bytes], ending: bytes) -> None:
    data = b"h1,h2\n" + ending.join(pieces)
    reader = CsvReader(split_lines([data]), "t.csv")
    whole = list(each(reader))
    for at, record in enumerate(whole, 1):
        mark = Watermark(record.start + len(record.raw) + record.cut, record.after)
        rest = CsvReader(split_lines([data[mark.offset :]]), "t.csv", None, reader.header, mark)
        if record.firm:
            assert shown(each(rest)) == shown(whole[at:])
    # Only lines that an open quote had looked at in vain are not firm.
    assert all(record.firm for record in whole) or any(
        isinstance(r.cells, RowError) and "looked at" in str(r.cells) for r in whole
    )
