from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import AS_OF, HOSTILE, Bell

WORST_FIRST = ["C-0011", HOSTILE, "C-0009", "C-0004", "C-0001", "C-0002"]


def test_the_list_is_worst_first_and_whole_in_a_pipe(demo: Bell) -> None:
    told = demo("client", "list", "--json")
    assert told.code == 0
    assert told.err == ""
    assert [key for key in told.json if key != "rows"] == ["schema", "as_of", "next", "total"]
    assert told.json["schema"] == "bellbuoy.client/1"
    assert told.json["as_of"] == AS_OF
    assert told.json["next"] is None
    assert told.json["total"] == len(told.rows) == 15
    assert [row["id"] for row in told.rows[:6]] == WORST_FIRST
    known = [row["health"] for row in told.rows if row["health"] is not None]
    assert known == sorted(known)
    assert told.rows[-1]["tier"] == "unknown"


def test_the_table_says_what_the_rows_say(demo: Bell) -> None:
    told = demo("client", "list", "tier:critical")
    header, row = told.lines
    assert header.split() == (
        "id client tier health Δ7d 30 days ARR renews owner plan last seen why".split()
    )
    assert row.split()[:6] == ["C-0011", "Oxbow", "Foods", "!!", "critical", "30"]
    assert "no calls in 30 days: −40" in row
    assert "$20,462" in row


def test_a_query_narrows_and_its_error_is_usage(demo: Bell) -> None:
    assert [row["id"] for row in demo("client", "list", "tier:critical", "--json").rows] == [
        "C-0011"
    ]
    told = demo("client", "list", "tierr:critical", "--json")
    assert told.code == 2
    assert told.out == ""
    assert "tierr" in told.fault["message"]


@pytest.mark.parametrize("order", ["health", "-arr", "name", "-renews", "owner"])
def test_cursors_walk_the_whole_list(demo: Bell, order: str) -> None:
    whole = [row["id"] for row in demo("client", "list", "--sort", order, "--json").rows]
    assert len(whole) == 15
    walked: list[str] = []
    cursor: str | None = None
    pages = 0
    while pages == 0 or cursor:
        more = ["--cursor", cursor] if cursor else []
        told = demo("client", "list", "--sort", order, "--limit", "4", "--json", *more)
        assert told.json["total"] == 15
        walked += [row["id"] for row in told.rows]
        cursor, pages = told.json["next"], pages + 1
    assert walked == whole
    assert pages == 4


def test_a_cursor_belongs_to_its_order(demo: Bell) -> None:
    first = demo("client", "list", "--limit", "4", "--json")
    told = demo("client", "list", "--sort", "name", "--cursor", first.json["next"])
    assert told.code == 2


def test_cut_output_says_so(demo: Bell) -> None:
    told = demo("client", "list", "--limit", "2")
    assert len(told.lines) == 3
    assert told.err.startswith("cut: 2 of 15 rows shown; more with --limit all, or --cursor ")


def test_directives_of_the_query_are_heeded(demo: Bell) -> None:
    told = demo("client", "list", "sort:-arr limit:3 cols:name,mrr,health", "--json")
    assert [list(row) for row in told.rows] == [["name", "mrr", "health"]] * 3
    assert told.json["next"] is None
    assert told.json["total"] == 15
    largest = demo("client", "list", "--sort", "-arr", "--limit", "3", "--json").rows
    assert [row["name"] for row in told.rows] == [row["name"] for row in largest]
    past = demo("client", "list", "asof:2026-11-01", "--json").json
    assert past["as_of"] == "2026-11-01T23:59:59.999999Z"
    assert past == demo("client", "list", "--as-of", "2026-11-01", "--json").json


def test_a_relative_day_is_counted_once(demo: Bell) -> None:
    """`asof:` moves the list, not the day that its own word counts from."""
    line = ("client", "list", "asof:today-7d", "--limit", "4", "--json")
    first = demo(*line)
    assert first.json["as_of"] == "2026-11-09T23:59:59.999999Z"
    rest = demo(*line, "--cursor", first.json["next"])
    assert rest.json["as_of"] == first.json["as_of"]
    every = demo("client", "list", "--as-of", "2026-11-09", "--json")
    assert first.rows + rest.rows == every.rows[:8]


def test_groups_of_the_whole_base(demo: Bell) -> None:
    told = demo("client", "list", "by:industry", "--sum", "arr", "--avg", "health")
    assert told.lines[0].split() == ["industry", "clients", "sum", "ARR", "avg", "health"]
    assert told.lines[1].split() == ["Food", "4", "$571,915", "69.2"]
    assert told.lines[-1].split() == ["total", "15", "$1,799,751", "73.1"]
    found = demo("client", "list", "by:industry", "--sum", "arr", "--sort", "-arr", "--json")
    assert found.json["schema"] == "bellbuoy.client_group/1"
    assert found.json["as_of"] == AS_OF
    sums = [row["sum_arr"][0]["minor"] for row in found.rows]
    assert sums == sorted(sums, reverse=True)
    assert found.json["totals"]["sum_arr"] == [{"minor": sum(sums), "currency": "USD"}]
    assert found.json["totals"]["n"] == sum(row["n"] for row in found.rows) == 15
    assert found.json["total"] == len(found.rows) == 9


def test_groups_of_a_query_on_a_past_day(demo: Bell) -> None:
    line = ("by:owner", "--sum", "arr", "--json")
    past = demo("client", "list", "tier:critical,at_risk", *line, "--as-of", "2026-11-01")
    rows = demo(
        "client", "list", "tier:critical,at_risk", "--as-of", "2026-11-01", "--json"
    ).rows
    owners = {row["owner"] for row in rows}
    assert {row["owner"]: row["n"] for row in past.rows} == {
        owner: sum(row["owner"] == owner for row in rows) for owner in owners
    }
    assert past.json["totals"]["sum_arr"][0]["minor"] == sum(r["arr"]["minor"] for r in rows)
    assert past.json["as_of"] == "2026-11-01T23:59:59.999999Z"
    assert demo("radar", "by:owner asof:2026-11-01", "--json").rows


def test_groups_are_cut_with_what_is_left_as_a_line(demo: Bell) -> None:
    told = demo("client", "list", "by:industry", "--limit", "2", "--sum", "arr,mrr")
    assert told.lines[3].split()[:3] == ["7", "more", "9"]
    assert "cut: 2 of 9 groups shown" in told.err
    assert "rows rounded" in told.err
    assert [row["industry"] for row in demo(
        "client", "list", "by:industry limit:2", "--json"
    ).rows] == ["Food", "Finance"]  # fmt: skip


def test_sums_without_groups_are_of_all_rows(demo: Bell) -> None:
    (row,) = demo("client", "list", "tier:critical", "--sum", "arr", "--json").rows
    assert row == {"n": 1, "sum_arr": [{"minor": 2_046_240, "currency": "USD"}]}


def test_groups_as_bars(demo: Bell) -> None:
    told = demo("client", "list", "by:tier", "--chart", "--glyphs", "ascii")
    assert told.lines[0] == "clients by tier   total 15"
    assert told.lines[1].split()[-2:] == ["1", "6.7%"]
    assert told.lines[3].startswith("healthy")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("by:owner", "--sum", "owner"), "there is no sum of owner"),
        (("by:owner", "--cursor", "x"), "groups have no pages"),
        (("by:owner", "--sort", "-arr"), "groups are not sorted by “arr”"),
        (("by:owner", "--chart", "--json"), "a chart is text"),
        (("--chart",), "a chart of a list needs by:"),
        (("by:owner", "--cols", "name"), "no column “name”"),
        (("by:nobody",), "unknown field `nobody` at 4"),
    ],
)
def test_what_groups_do_not_have(demo: Bell, words: tuple[str, ...], said: str) -> None:
    told = demo("client", "list", *words)
    assert told.code == 2
    assert said in told.err


def test_looking_back_changes_the_scores(demo: Bell) -> None:
    now = {row["id"]: row["health"] for row in demo("client", "list", "--json").rows}
    told = demo("client", "list", "--as-of", "2026-11-01", "--json")
    then = {row["id"]: row["health"] for row in told.rows}
    assert then["C-0001"] == 89
    assert now["C-0001"] == 62
    assert demo("client", "list", "--as-of", "2030-01-01").code == 2


def test_csv_has_every_column_and_whole_money(demo: Bell) -> None:
    told = demo("client", "list", "tier:critical", "--csv")
    (row,) = csv.DictReader(io.StringIO(told.out))
    assert row["arr_minor"] == "2046240"
    assert row["arr_currency"] == "USD"
    assert row["calls"] == "0"
    assert row["spark"].startswith("[30,30")


def test_columns_are_chosen_and_checked(demo: Bell) -> None:
    told = demo("client", "list", "tier:critical", "--cols", "health,name", "--csv")
    assert told.out == "health,name\r\n30,Oxbow Foods\r\n"
    told = demo("client", "list", "--cols", "scope")
    assert told.code == 2
    assert "no column “scope”" in told.err


def test_a_hostile_name_is_harmless_in_tables_and_exact_in_json(demo: Bell) -> None:
    exact = demo("client", "show", HOSTILE, "--json").rows[0]["name"]
    assert "\x1b]52;c;" in exact
    assert "\r\n" in exact
    for form in ("table", "md", "csv", "json", "jsonl"):
        for line in (("list",), ("show", HOSTILE), ("explain", HOSTILE), ("usage", HOSTILE)):
            told = demo("client", *line, "--format", form)
            assert told.code == 0
            assert not [char for char in told.out if ord(char) < 32 and char not in "\r\n"]
            assert "\x9b" not in told.out
            assert "\u202e" not in told.out
    rows = [json.loads(line) for line in demo("client", "list", "--jsonl").lines]
    assert exact in [row["name"] for row in rows]
    assert demo("client", "show", HOSTILE).lines[0].startswith("[bold red]Hartmann[/] �")


def test_the_answer_may_go_to_a_file_and_is_the_same_each_time(
    demo: Bell, tmp_path: Path
) -> None:
    for form in ("table", "json", "jsonl", "csv", "md"):
        file = tmp_path / f"clients.{form}"
        written = demo("client", "list", "--format", form, "-o", str(file))
        assert written.out == ""
        assert written.err == f"wrote {file}\n"
        shown = demo("client", "list", "--format", form)
        with file.open(encoding="utf-8", newline="") as handle:
            assert handle.read() == shown.out


def test_show_is_the_list_row_and_more(demo: Bell) -> None:
    (listed,) = demo("client", "list", "coral", "--json").rows
    (shown,) = demo("client", "show", "coral", "--json").rows
    assert {key: shown[key] for key in listed} == listed
    points = [part["points"] for part in shown["components"]]
    assert [part["id"] for part in shown["components"]] == ["usage", "engagement", "incidents"]
    assert sum(points) == shown["health"] == 69
    assert len(shown["usage_days"]) == 30
    assert len(shown["heatmap"]["weeks"]) == 13
    assert shown["incidents"] == len(
        [row for row in shown["incident_rows"] if row["status"] in ("open", "acknowledged")]
    )


def test_show_reads_as_a_page(demo: Bell) -> None:
    lines = demo("client", "show", "C-0002").lines
    assert lines[0] == "Coral Networks (C-0002)"
    assert "health      69 of 100, ! at risk, -29 in 7 days" in lines
    assert "total                          69" in lines
    assert "Open incidents" in lines
    unknown = demo("client", "show", "C-0006").lines
    assert "health      unknown" in unknown
    assert "risk        45 of 100" in unknown
    assert not [line for line in unknown if line.startswith("total")]


def test_show_takes_columns_too(demo: Bell) -> None:
    told = demo("client", "show", "C-0002", "--cols", "id,baseline", "--json")
    assert told.rows == [
        {"id": "C-0002", "baseline": {"calls": 5000, "logins": 30, "from": "default"}}
    ]


@pytest.mark.parametrize("verb", ["show", "usage", "heatmap", "explain"])
def test_whom_a_name_means(demo: Bell, verb: str) -> None:
    assert demo("client", verb, "C-9999", "--json").fault["error"] == "not_found"
    assert demo("client", verb, "C-9999").code == 3
    told = demo("client", verb, "")
    assert told.code == 2
    assert "fits several clients" in told.err


def test_usage_is_a_row_a_day(demo: Bell) -> None:
    told = demo("client", "usage", "C-0001", "--days", "7", "--json")
    assert told.json["schema"] == "bellbuoy.usage/1"
    assert told.json["total"] == 7
    assert [row["day"] for row in told.rows] == [f"2026-11-{day}" for day in range(10, 17)]
    table = demo("client", "usage", "C-0001", "--days", "7")
    total = sum(row["calls"] for row in told.rows)
    assert table.lines[0].startswith(f"Umber Energy, 7 days: calls {total:,}, logins ")
    assert table.lines[2].split() == ["day", "calls", "logins"]
    assert demo("client", "usage", "C-0001", "--days", "0").code == 2


def test_usage_is_a_chart_where_it_is_wanted(demo: Bell) -> None:
    told = demo("client", "usage", "C-0001", "--chart")
    assert told.lines[2] == (
        "API calls a day, 30 d   total 2,327 · baseline 5,000 a month · 46.5% of it"
    )
    assert told.lines[-1].startswith("highest ")
    assert max(map(len, told.lines)) <= 80
    plain = demo("client", "usage", "C-0001", "--chart", "--glyphs", "ascii")
    assert plain.out.isascii()
    assert demo("client", "usage", "C-0001", "--chart", "--json").code == 2


def test_the_heatmap_is_a_row_a_day_with_its_week(demo: Bell) -> None:
    told = demo("client", "heatmap", "C-0001", "--weeks", "2", "--json")
    assert [row["weekday"] for row in told.rows[:7]] == "Mon Tue Wed Thu Fri Sat Sun".split()
    assert told.rows[0]["day"] == "2026-11-09"
    assert told.rows[0]["week"] == "2026-W46"
    assert told.rows[8] == {
        "day": "2026-11-17",
        "week": "2026-W47",
        "weekday": "Tue",
        "logins": None,
        "level": None,
    }
    chart = demo("client", "heatmap", "C-0001", "--chart")
    assert [line[:3] for line in chart.lines[1:8]] == "Mon Tue Wed Thu Fri Sat Sun".split()


def test_explain_is_health_explain(demo: Bell) -> None:
    for form in ("table", "json", "csv"):
        mine = demo("client", "explain", "C-0002", "--format", form)
        assert mine.out == demo("health", "explain", "C-0002", "--format", form).out
        assert mine.out == demo("client", "explain", "C-0002", "health", "--format", form).out
    assert demo("client", "explain", "C-0002", "churn").code == 2


@pytest.mark.parametrize("verb", ["list", "show C-0001", "usage C-0001", "explain C-0001"])
def test_a_role_that_may_not_is_denied(demo: Bell, verb: str) -> None:
    told = demo("client", *verb.split(), "--as", "auditor", "--json")
    assert told.code == 5
    assert told.out == ""
    assert told.fault["error"] == "denied"
    assert demo("client", *verb.split(), "--as", "rep").code == 0


def test_a_newer_store_is_refused_in_one_line(bell: Bell, newer_store: Path) -> None:
    told = bell("client", "list", store=newer_store)
    assert told.code == 6
    assert told.out == ""
    assert len(told.err.splitlines()) == 2


def test_no_store_is_not_found(bell: Bell, tmp_path: Path) -> None:
    told = bell("client", "list", "--json", store=tmp_path / "none.db")
    assert told.code == 3
    assert "store demo" in told.fault["hint"]


def test_an_empty_list_is_no_fault(demo: Bell) -> None:
    told = demo("client", "list", "tier:critical owner:none")
    assert (told.code, told.out, told.err) == (0, "", "no rows\n")
    found = demo("client", "list", "tier:critical owner:none", "--json").json
    assert (found["rows"], found["total"]) == ([], 0)
