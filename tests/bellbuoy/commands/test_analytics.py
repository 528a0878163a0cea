"""Trends, revenue at risk and incident counts as commands."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import AS_OF, Bell
from tests.fixtures.ravenstack import DATA, MAPPING, arr_on, need_ravenstack


def test_health_a_day(demo: Bell) -> None:
    told = demo("analytics", "trend", "health", "--days", "3", "--json")
    assert told.json["schema"] == "bellbuoy.health_trend/1"
    assert told.json["as_of"] == AS_OF
    assert [row["day"] for row in told.rows] == ["2026-11-14", "2026-11-15", "2026-11-16"]
    today = told.rows[-1]
    overview = demo("overview", "--json").rows[0]
    assert round(today["mean"], 1) == overview["average"]
    assert (today["clients"], today["scored"]) == (overview["clients"], overview["scored"])
    assert [today[t] for t in ("critical", "at_risk", "healthy", "unknown")] == [1, 5, 8, 1]
    assert [today["arr"]] == overview["arr"]
    lines = demo("analytics", "trend", "health", "--days", "3").lines
    assert lines[0].split()[:4] == ["day", "mean", "median", "by"]
    assert lines[-1].split()[:3] == ["2026-11-16", "73.1", "79.5"]


def test_a_day_before_anything_was_kept_is_null(demo: Bell) -> None:
    rows = demo("analytics", "trend", "health", "--days", "3000", "--json").rows
    assert len(rows) == 3000
    assert set(rows[0].values()) == {rows[0]["day"], None}
    told = demo("analytics", "trend", "health", "--days", "3000", "--csv")
    assert told.out.splitlines()[1] == f"{rows[0]['day']}" + "," * 11


def test_use_a_day(demo: Bell) -> None:
    told = demo("analytics", "trend", "usage", "--days", "9", "--json")
    assert told.json["schema"] == "bellbuoy.usage_trend/1"
    assert [row["partial"] for row in told.rows] == [*[False] * 8, True]
    moved = told.json["calls"]
    assert moved["total"] == sum(row["calls"] for row in told.rows)
    before = demo("analytics", "trend", "usage", "--days", "18", "--json").rows[:9]
    assert moved["previous"] == sum(row["calls"] for row in before)
    assert moved["growth"] == (moved["total"] - moved["previous"]) / moved["previous"]
    assert moved["n"] == 8
    assert [row["average_calls"] for row in told.rows[:6]] == [None] * 6
    assert told.rows[-1]["average_calls"] is None
    text = demo("analytics", "trend", "usage", "--days", "9").out
    grown = round(100 * moved["growth"], 1)
    assert text.startswith(f"calls {moved['total']:,}, {grown:+}% on the 9 d before, ")
    assert text.splitlines()[-1].endswith("so far")


@pytest.mark.parametrize("what", ["health", "usage"])
def test_a_trend_as_a_chart(demo: Bell, what: str) -> None:
    told = demo("analytics", "trend", what, "--chart", "--glyphs", "ascii")
    assert told.code == 0
    assert "clients" in told.lines[0]
    assert "*" in told.out
    assert all(len(line) <= 80 for line in told.lines)
    assert demo("analytics", "trend", what, "--chart", "--json").code == 2


def test_trends_of_a_past_day(demo: Bell) -> None:
    for what in ("health", "usage"):
        past = demo(
            "analytics", "trend", what, "--days", "5", "--as-of", "2026-11-10", "--json"
        )
        now = demo("analytics", "trend", what, "--days", "11", "--json")
        assert past.rows[:4] == now.rows[:4]
        assert [row["day"] for row in past.rows] == [row["day"] for row in now.rows[:5]]
    assert demo("analytics", "trend", "health", "--days", "0").code == 2
    assert demo("analytics", "trend", "weather").code == 2


def test_revenue_at_risk_by_owner(demo: Bell) -> None:
    told = demo("analytics", "revenue", "--by", "owner", "--json")
    assert told.json["schema"] == "bellbuoy.revenue/1"
    overview = demo("overview", "--json").rows[0]
    totals = told.json["totals"]
    assert totals["revenue_at_risk"] == overview["at_risk_arr"]
    assert totals["arr"] == overview["arr"]
    assert totals["share"] == {"USD": overview["at_risk_share"]}
    for key in ("arr", "revenue_at_risk", "critical_arr", "at_risk_arr", "unknown_arr"):
        parts = [money["minor"] for row in told.rows for money in row[key]]
        assert sum(parts) == sum(money["minor"] for money in totals[key])
    for row in told.rows:
        risky = [m["minor"] for t in ("critical", "at_risk") for m in row[f"{t}_arr"]]
        assert sum(risky) == row["revenue_at_risk"][0]["minor"]
    lines = demo("analytics", "revenue", "--by", "owner").lines
    assert lines[1].split()[0] == "ana"
    assert lines[-1].split()[0] == "total"


def test_revenue_by_tier_shows_the_share_of_all(demo: Bell) -> None:
    lines = demo("analytics", "revenue").lines
    assert lines[0].split() == "tier clients ARR of all ARR ARR at risk".split()
    assert lines[1].split() == ["!!", "critical", "1", "$20,462", "1.1%", "$20,462"]
    assert lines[-1].split() == ["total", "15", "$1,799,751", "100.0%", "$1,386,538"]


def test_revenue_of_a_query_in_csv(demo: Bell) -> None:
    told = demo("analytics", "revenue", "owner:ana", "--by", "renews", "--csv")
    rows = list(csv.DictReader(io.StringIO(told.out)))
    listed = demo("client", "list", "owner:ana", "--json").rows
    assert {row["renews"] for row in rows} == {row["renews"][:7] for row in listed}
    assert sum(int(row["arr_minor"]) for row in rows) == sum(r["arr"]["minor"] for r in listed)
    assert demo("analytics", "revenue", "--by", "name").code == 2
    assert demo("analytics", "revenue", "by:owner").code == 2


def test_revenue_as_bars_and_on_a_past_day(demo: Bell) -> None:
    told = demo("analytics", "revenue", "--by", "plan", "--chart", "--glyphs", "ascii")
    assert told.lines[0] == "ARR at risk by plan   $1,386,538 of $1,799,751, 77.0%"
    past = demo("analytics", "revenue", "--as-of", "2026-11-01", "--json").json
    overview = demo("overview", "--as-of", "2026-11-01", "--json").rows[0]
    assert past["totals"]["revenue_at_risk"] == overview["at_risk_arr"]


def test_incidents_by_severity_and_status(demo: Bell) -> None:
    told = demo("incident", "stats", "--json")
    assert told.json["schema"] == "bellbuoy.incident_stats/1"
    assert [row["severity"] for row in told.rows] == ["critical", "high", "medium", "low"]
    assert told.json["totals"]["n"] == sum(row["n"] for row in told.rows) == 14
    open_now = demo("overview", "--json").rows[0]["open_incidents"]
    stands = ("open", "acknowledged", "pending")
    assert sum(told.json["totals"][status] for status in stands) == open_now
    lines = demo("incident", "stats").lines
    assert lines[-1].split() == ["total", "14", "5", "1", "1", "3", "4"]
    chart = demo("incident", "stats", "client:coral", "--chart", "--glyphs", "ascii")
    assert chart.lines[0] == "Incidents by severity   3"
    past = demo("incident", "stats", "--as-of", "2026-11-01", "--json").json
    assert past["totals"]["n"] < 14


def test_incidents_in_groups(demo: Bell) -> None:
    told = demo("incident", "list", "by:severity", "--json")
    assert told.json["schema"] == "bellbuoy.incident_group/1"
    assert [(row["severity"], row["n"]) for row in told.rows] == [
        ("critical", 1), ("high", 5), ("medium", 4), ("low", 4),
    ]  # fmt: skip
    lines = demo("incident", "list", "by:client", "--limit", "1", "--max", "opened").lines
    assert lines[0].split()[:2] == ["client", "incidents"]
    assert "Coral Networks" in lines[1]


def test_a_role_without_the_right_reads_nothing(demo: Bell) -> None:
    for words in (
        ("analytics", "trend", "health"), ("analytics", "trend", "usage"),
        ("analytics", "revenue"), ("incident", "stats"), ("client", "list", "by:owner"),
    ):  # fmt: skip
        assert demo(*words, "--as", "auditor").code == 5


def test_groups_of_real_files_sum_to_what_the_files_say(bell: Bell, tmp_path: Path) -> None:
    """Every split of the base, on the last day of the data: ARR 121,915,296."""
    store = tmp_path / "ravenstack.db"
    bell("import", str(need_ravenstack()), "--map", str(MAPPING), "-q", store=store)
    assert bell("config", "set", "clock", "2024-12-31", "-y", store=store).code == 0
    arr = arr_on("2024-12-31")
    whole = [{"minor": sum(arr.values()), "currency": "USD"}]
    assert sum(arr.values()) == 121_915_296_00
    with (DATA / "ravenstack_accounts.csv").open(newline="") as file:
        accounts = {row["account_id"]: row for row in csv.DictReader(file)}
    for field, column in (("industry", "industry"), ("country", "country")):
        told = bell("client", "list", f"by:{field}", "--sum", "arr", "--json", store=store)
        by_value: Counter[str] = Counter()
        for account, minor in arr.items():
            by_value[accounts[account][column]] += minor
        assert {row[field]: row["sum_arr"][0]["minor"] for row in told.rows} == by_value
        assert told.json["totals"] == {"n": 500, "sum_arr": whole}
        revenue = bell("analytics", "revenue", "--by", field, "--json", store=store).json
        assert revenue["totals"]["arr"] == whole
    for words in (("by:tier",), ("by:renews",), ("by:owner,plan",), ("id:any",)):
        told = bell("client", "list", *words, "--sum", "arr", "--json", store=store)
        assert told.json["totals"]["sum_arr"] == whole
