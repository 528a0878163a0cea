from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.commands.answer import Answer, Row
from bellbuoy.commands.columns import Column, number
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import write
from core.values.errors import CheckFailedError, UsageError
from core.values.text import cells, safe_text
from tests.bellbuoy.commands.ship import AS_OF, COLUMNS, ROWS

WHOLE = Answer("ship", ROWS, COLUMNS, as_of=AS_OF)


def written(answer: Answer, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    assert write(answer, Options(**options), out, err) == answer.exit_code
    return out.getvalue(), err.getvalue()


def test_the_json_object() -> None:
    out, _ = written(WHOLE, format="json")
    assert out.endswith("}\n")
    found = json.loads(out)
    assert list(found) == ["schema", "as_of", "rows", "next"]
    assert found["schema"] == "bellbuoy.ship/1"
    assert found["as_of"] == "2024-06-30T12:00:00.000000Z"
    assert found["rows"] == ROWS
    assert [list(row) for row in found["rows"]] == [list(row) for row in ROWS]
    assert found["next"] is None


def test_total_stands_beside_next_when_it_was_counted() -> None:
    out, _ = written(Answer("ship", [], next="abc", total=0), format="json")
    assert out == '{"schema":"bellbuoy.ship/1","as_of":null,"rows":[],"next":"abc","total":0}\n'


def test_json_leaves_stdout_empty_when_a_row_fails() -> None:
    rows = [{"n": 1.0}, {"n": float("nan")}]
    out = io.StringIO()
    with pytest.raises(ValueError, match="JSON"):
        write(Answer("ship", rows), Options(format="json"), out, io.StringIO())
    assert out.getvalue() == ""


class Flushed(io.StringIO):
    flushes = 0

    def flush(self) -> None:
        self.flushes += 1


def test_jsonl_is_a_row_a_line_flushed_as_it_comes() -> None:
    out = Flushed()
    seen = []

    def rows() -> Any:
        for n in range(3):
            seen.append((out.flushes, out.getvalue().count("\n")))
            yield {"n": n}

    write(Answer("ship", rows()), Options(format="jsonl"), out, io.StringIO())
    assert seen == [(0, 0), (1, 1), (2, 2)]
    assert out.getvalue() == '{"n":0}\n{"n":1}\n{"n":2}\n'


@given(
    st.lists(
        st.fixed_dictionaries({"key": st.text(), "name": st.text(st.characters(codec=None))})
    )
)
def test_json_is_exact_and_harmless(rows: list[dict[str, str]]) -> None:
    for form in ("json", "jsonl"):
        out, _ = written(Answer("ship", rows), format=form)
        assert [char for char in {*out} - {"\n"} if safe_text(char) != char] == []
        found = [json.loads(line) for line in out.split("\n")[:-1]]
        assert (found[0]["rows"] if form == "json" else found) == rows


def test_columns_are_picked_and_ordered() -> None:
    for form, expected in (
        ("json", '"rows":[{"calls":12345,"key":"S-1"},{"calls":-3,"key":"S-2"}]'),
        ("jsonl", '{"calls":12345,"key":"S-1"}\n{"calls":-3,"key":"S-2"}\n'),
        ("csv", "calls,key\r\n12345,S-1\r\n-3,S-2\r\n"),
        ("md", "| calls | id |\n| ---: | :--- |\n| 12,345 | S-1 |\n| -3 | S-2 |\n"),
        ("table", " calls  id\n12,345  S-1\n    -3  S-2\n"),
    ):
        out, _ = written(WHOLE, format=form, cols=("calls", "key"))
        assert expected in out


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
def test_an_unknown_column_is_refused_with_a_near_one(form: str) -> None:
    out = io.StringIO()
    with pytest.raises(UsageError) as caught:
        write(WHOLE, Options(format=form, cols=("nmae",)), out, io.StringIO())  # type: ignore[arg-type]
    assert caught.value.hint == "did you mean “name”?"
    assert out.getvalue() == ""


def test_extra_columns_are_in_csv_but_not_in_a_table() -> None:
    assert "calls" not in written(WHOLE)[0]
    assert "12345" in written(WHOLE, format="csv")[0]


def test_notes_go_to_stderr_and_may_be_silenced() -> None:
    noted = Answer("ship", ROWS, COLUMNS, next="abc", total=1234, notes=("a \x1b[2J note",))
    for form in ("table", "json", "csv"):
        _, err = written(noted, format=form)
        assert err.splitlines() == [
            "a �[2J note",
            "cut: 2 of 1,234 rows shown; more with --limit all, or --cursor abc",
        ]
    assert written(noted, quiet=True)[1] == ""
    assert written(Answer("ship", [], COLUMNS)) == ("", "no rows\n")
    assert written(Answer("ship", [], COLUMNS), format="json")[1] == ""


def test_a_failure_is_told_behind_the_rows() -> None:
    failure = CheckFailedError("1 ship is critical")
    answer = Answer("ship", ROWS, COLUMNS, notes=("note",), failure=failure)
    for form, notes in (("json", ""), ("jsonl", ""), ("table", "note\n")):
        out, err = io.StringIO(), io.StringIO()
        with pytest.raises(CheckFailedError):
            write(answer, Options(format=form), out, err)  # type: ignore[arg-type]
        assert "S-2" in out.getvalue()
        assert err.getvalue() == notes


def test_text_stands_above_the_table_and_is_made_harmless() -> None:
    answer = Answer("ship", ROWS[:1], (Column("key", "id"),), text=("one\ntw\x1bo", "three"))
    assert written(answer)[0] == "one\ntw�o\nthree\n\nid\nS-1\n"
    assert written(Answer("ship", text=("alone",))) == ("alone\n", "")


def test_a_record_is_lines_of_title_and_value() -> None:
    answer = Answer("ship", ROWS[:1], COLUMNS, single=True)
    assert written(answer)[0].splitlines() == [
        "id    S-1",
        "name  Ærø �]52;c;x�",
        "tier  !! critical",
        "ARR   $12,400",
    ]


def test_a_file_is_written_instead(tmp_path: Path) -> None:
    file = tmp_path / "ships.csv"
    out, err = written(WHOLE, format="csv", output=str(file))
    assert out == ""
    assert err == f"wrote {file}\n"
    assert file.read_bytes().decode() == written(WHOLE, format="csv")[0]


def test_a_failed_file_leaves_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "ships.json"
    file.write_text("old")
    answer = Answer("ship", [{"n": float("inf")}])
    with pytest.raises(ValueError, match="JSON"):
        write(answer, Options(format="jsonl", output=str(file)), io.StringIO(), io.StringIO())
    assert file.read_text() == "old"


def test_a_long_list_is_not_held_in_memory() -> None:
    """csv takes a row when it writes one: the source is never far ahead."""

    class Counting(io.StringIO):
        ahead = 0

        def write(self, text: str) -> int:
            self.ahead -= text.count("\r\n")
            return len(text)

    out = Counting()
    most = 0

    def rows() -> Any:
        nonlocal most
        for n in range(500):
            out.ahead += 1
            most = max(most, out.ahead)
            yield {"n": n}

    write(
        Answer("ship", rows(), (number("n", "n"),)), Options(format="csv"), out, io.StringIO()
    )
    assert most <= 1


hostile = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.lists(st.tuples(hostile, hostile), min_size=1), st.integers(1, 60))
def test_a_table_fits_its_terminal_and_stays_aligned(
    pairs: list[tuple[str, str]], width: int
) -> None:
    rows: list[Row] = [{"a": a, "n": 1234567, "b": b} for a, b in pairs]
    columns = (Column("a", "first"), number("n", "count"), Column("b", "second"))
    out, _ = written(Answer("ship", rows, columns), width=width)
    lines = out.split("\n")[:-1]
    assert len(lines) == len(rows) + 1
    assert all(cells(line) <= width for line in lines)
    if "count" in lines[0]:
        ends = {cells(line[: line.index("1,234,567") + 9]) for line in lines[1:]}
        assert ends == {cells(lines[0][: lines[0].index("count") + 5])}


@given(st.lists(st.fixed_dictionaries({"a": hostile, "b": st.none() | hostile})))
def test_csv_reads_back_as_it_was(rows: list[dict[str, str | None]]) -> None:
    columns = (Column("a", "A"), Column("b", "B"))
    out, _ = written(Answer("ship", rows, columns), format="csv", raw=True)
    found = list(csv.reader(io.StringIO(out, newline=""), strict=True))
    assert found == [["a", "b"], *([row["a"], row["b"] or ""] for row in rows)]
