"""`bellbuoy sql` in every format, its notes, faults and limits."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bellbuoy.commands import sql
from bellbuoy.commands.options import Options
from tests.bellbuoy.commands.conftest import Bell

WORST = "select key, score from client where score is not null order by score, key limit 2"


def test_a_table_with_its_titles(demo: Bell) -> None:
    told = demo("sql", WORST)
    assert told.code == 0
    assert told.lines[0].split() == ["key", "score"]
    assert len(told.lines) == 3
    assert told.err == ""


def test_words_need_no_quotes(demo: Bell) -> None:
    assert demo("sql", *WORST.split()).out == demo("sql", WORST).out
    assert demo("sql", "--query", WORST).out == demo("sql", WORST).out


def test_json_has_a_schema_and_rows_by_name(demo: Bell) -> None:
    told = demo("sql", WORST, "--json")
    assert told.json["schema"] == "bellbuoy.sql/1"
    assert told.json["next"] is None
    assert [list(row) for row in told.rows] == [["key", "score"]] * 2
    lines = [json.loads(line) for line in demo("sql", WORST, "--jsonl").out.splitlines()]
    assert lines == told.rows


def test_names_that_come_twice_are_told_apart(demo: Bell) -> None:
    told = demo("sql", "select a.id, b.id, 1 as id from client a join client b on a.id = b.id",
                "--limit", "1", "--json")  # fmt: skip
    assert list(told.rows[0]) == ["id", "id_2", "id_3"]


def test_values_of_every_kind(demo: Bell) -> None:
    asked = "select null as n, 1.5 as f, x'00ff' as b, 'é' || char(27) as t, 9e999 as i"
    (row,) = demo("sql", asked, "--json").rows
    assert row == {"n": None, "f": 1.5, "b": {"base64": "AP8="}, "t": "é\x1b", "i": None}


@pytest.mark.parametrize("form", ["table", "csv", "md", "json", "jsonl"])
def test_no_byte_of_an_answer_reaches_the_terminal_raw(demo: Bell, form: str) -> None:
    asked = "select name, 'a' || char(27) || '[2J' as \"\x1b]0;t\x07\" from client"
    hostile = f"{asked} where key = 'C-0008'"
    told = demo("sql", hostile, "--format", form)
    assert told.code == 0
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(told.out)


def test_a_csv_cell_never_begins_a_formula_not_even_a_title(demo: Bell) -> None:
    told = demo("sql", """select '=1+1' as "=2+2", '@a' as b""", "--csv")
    assert told.out == "'=2+2,b\r\n'=1+1,'@a\r\n"
    told = demo("sql", """select '=1+1' as "=2+2" """, "--csv", "--raw")
    assert told.out == "=2+2\r\n=1+1\r\n"


def test_numbers_stand_to_the_right(demo: Bell) -> None:
    told = demo("sql", "select 'a' as word, 5 as n union all select 'bb', 123")
    assert told.lines == ["word    n", "a       5", "bb    123"]


def test_a_cut_answer_says_so_on_stderr(demo: Bell) -> None:
    told = demo("sql", "select id from client", "--limit", "3", "--csv")
    assert len(told.lines) == 4
    assert told.err == "cut: 3 rows shown; more with --limit all, or --limit N\n"
    assert demo("sql", "select id from client", "--limit", "15").err == ""
    assert len(demo("sql", "select id from client", "--limit", "all").lines) == 16
    assert demo("sql", "select id from client", "--limit", "3", "-q").err == ""


def test_nothing_found_is_no_fault(demo: Bell) -> None:
    told = demo("sql", "select id from client where 1 = 0")
    assert (told.code, told.out, told.err) == (0, "", "no rows\n")
    assert demo("sql", "select id from client where 1 = 0", "--csv").out == "id\r\n"


@pytest.mark.parametrize(
    ("statement", "told", "hint"),
    [
        ("select nme from client", "1, column 8: no column nme", "did you mean “name”?"),
        ("select name from\nclent", "2, column 1: no table clent", "did you mean “client”?"),
        ("select a frm client x", "1, column 14: not understood from “client” on", "--tables"),
        ("delete from client", "1, column 1: DELETE is not for reading", "begin with select"),
        ("select 1; select 2", "1, column 9: one statement at a time", "drop what follows"),
        ("select * from sqlite_schema", "1, column 15: no table sqlite_schema", "--tables"),
        ("select load_extension('a')", "1, column 8: no function load_extension", ""),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_its_place(
    demo: Bell, statement: str, told: str, hint: str
) -> None:
    found = demo("sql", statement)
    assert (found.code, found.out) == (2, "")
    lines = found.err.splitlines()
    assert lines[0] == f"error: line {told}"
    assert len(lines) == 2
    assert hint in lines[1]
    assert demo("sql", statement, "--json").fault["code"] == 2


def test_time_runs_out_in_one_line(demo: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bellbuoy.services.sql.SECONDS", 0.05)
    endless = (
        "with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) from n"
    )
    told = demo("sql", endless)
    assert (told.code, told.out) == (1, "")
    assert told.err.splitlines()[0] == "error: stopped: the statement took longer than 0.05 s"
    told = demo("sql", endless, "--timeout", "0.2")
    assert (told.code, told.out) == (1, "")
    assert len(told.err.splitlines()) == 2


def test_from_a_file_or_stdin(
    demo: Bell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "worst.sql"
    file.write_text(f"\ufeff-- the worst\n{WORST};\n", encoding="utf-8")
    assert demo("sql", "--file", str(file)).out == demo("sql", WORST).out
    monkeypatch.setattr("sys.stdin", io.StringIO(WORST))
    assert demo("sql", "--file", "-").out == demo("sql", WORST).out
    assert demo("sql", "--file", str(tmp_path / "none.sql")).code == 3
    assert demo("sql", "--file", str(tmp_path)).code == 2
    file.write_bytes(b"\xff\xfe")
    assert demo("sql", "--file", str(file)).code == 2


def test_what_is_said_twice_or_not_at_all(demo: Bell, tmp_path: Path) -> None:
    file = tmp_path / "a.sql"
    file.write_text("select 1", encoding="utf-8")
    assert demo("sql", "select 1", "--file", str(file)).code == 2
    assert "no statement" in demo("sql").err
    assert demo("sql", "select 1", "--tables").code == 2
    assert demo("sql", "select 1", "--as-of", "2026-11-01").code == 2


def test_the_tables_that_a_role_sees(demo: Bell) -> None:
    rows = demo("sql", "--tables", "--json").rows
    assert {"table": "client", "column": "name", "type": "text", "key": False} in rows
    assert {row["table"] for row in rows} >= {"audit", "client", "quarantine", "usage_day"}
    tables = {row["table"] for row in demo("sql", "--tables", "--json", "--as", "analyst").rows}
    assert {"client", "incident", "score"} <= tables
    assert not {"audit", "change_row", "quarantine", "worker"} & tables
    told = demo("sql", "select * from audit", "--as", "analyst")
    assert told.err.splitlines()[0] == "error: line 1, column 15: no table audit"
    assert demo("sql", "select 1", "--as", "rep").code == 5


def test_the_plan_in_words(demo: Bell) -> None:
    told = demo("sql", "select name from client order by arr_minor", "--explain")
    assert "reads every row of client" in told.out
    assert "sorts what it has found" in told.out
    (step,) = demo("sql", "--explain", "select name from client where id = 1", "--json").rows
    assert step == {
        "depth": 0, "access": "key", "does": "seeks in client by its key", "table": "client",
        "index": None,
    }  # fmt: skip
    assert demo("sql", "--explain", "select nme from client").code == 2


def test_columns_are_chosen(demo: Bell) -> None:
    assert demo("sql", WORST, "--cols", "score,key", "--csv").out.startswith("score,key\r\n")
    told = demo("sql", WORST, "--cols", "scor")
    assert (told.code, told.err.splitlines()[1]) == (2, "hint: did you mean “score”?")


def test_keys_of_rows_stay_distinct_whatever_they_are_called() -> None:
    assert sql._unique(["a", "a_2", "a", "", "a"]) == ["a", "a_2", "a_3", "column_4", "a_4"]


def test_its_options_have_a_default_limit_of_nobody() -> None:
    assert Options().limit is None
