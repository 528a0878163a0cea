from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from bellbuoy.commands import client_watch, radar
from bellbuoy.commands.options import Options
from tests.bellbuoy.commands.conftest import AS_OF, Bell


def test_the_radar_is_the_list_of_who_is_at_risk(demo: Bell) -> None:
    told = demo("radar", "--json")
    assert told.json["schema"] == "bellbuoy.client/1"
    assert {row["tier"] for row in told.rows} == {"critical", "at_risk"}
    listed = demo("client", "list", "tier:critical,at_risk NOT snoozed:any", "--json")
    assert told.out == listed.out


def test_a_query_of_ones_own_takes_its_place(demo: Bell) -> None:
    told = demo("radar", "tier:healthy", "--json")
    assert {row["tier"] for row in told.rows} == {"healthy"}
    assert demo("radar", "", "--json").json["total"] == 15


def test_what_changed_comes_with_the_score_since(demo: Bell) -> None:
    rows = demo("radar", "changed:any", "--json").rows
    assert {len(row["changed"]) for row in rows} == {27}
    since = rows[0]["changed"][:10]
    told = demo("radar", f"changed>={since}", "--json", "--cols", "id,changed,moved,health")
    assert {row["id"] for row in told.rows} == {
        row["id"] for row in rows if row["changed"] >= since
    }
    assert demo("radar", "--json").rows[0]["moved"] is None
    assert demo("radar", f"changed>={since}", "--csv").out.startswith("id,")


def test_it_watches_the_same_clients(demo: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_watch, "wait", lambda _seconds: False)
    at_risk = [row["id"] for row in demo("radar", "--json").rows]
    told = demo("radar", "--watch", "--jsonl").out.splitlines()
    assert [json.loads(line)["id"] for line in told] == at_risk
    assert {json.loads(line)["what"] for line in told} == {"stands"}
    assert demo("radar", "--watch", "--csv").code == 2


def test_the_overview_counts_everybody(demo: Bell) -> None:
    told = demo("overview", "--json")
    assert told.json["schema"] == "bellbuoy.overview/1"
    assert told.json["as_of"] == AS_OF
    (row,) = told.rows
    assert row["clients"] == sum(tier["n"] for tier in row["tiers"].values()) == 15
    rows = demo("client", "list", "--json").rows
    for tier, counter in row["tiers"].items():
        assert counter["n"] == len([r for r in rows if r["tier"] == tier])
    scores = [r["health"] for r in rows if r["health"] is not None]
    assert row["average"] == round(sum(scores) / len(scores), 1)


def test_the_overview_as_a_page(demo: Bell) -> None:
    lines = demo("overview").lines
    assert lines[0] == "clients         15, 14 scored"
    assert lines[2] == "ARR at risk     $1,386,538, 77.0% of $1,799,751"
    assert lines[5].split() == ["tier", "clients", "share", "ARR"]
    assert lines[6].split() == ["!!", "critical", "1", "6.7%", "$20,462"]


def test_the_overview_of_a_past_day(demo: Bell) -> None:
    (then,) = demo("overview", "--as-of", "2026-11-01", "--json").rows
    (now,) = demo("overview", "--json").rows
    assert then["as_of"] == "2026-11-01T23:59:59.999999Z"
    assert then["average"] != now["average"]


def test_the_first_screen_as_lines(demo: Bell) -> None:
    told = demo("--plain")
    assert told.code == 0
    assert told.lines[0].startswith("Risk radar")
    assert [line for line in told.lines if line.startswith("Oxbow Foods")]
    assert max(map(len, told.lines)) <= 80
    assert demo("--plain", "--glyphs", "ascii").code == 0


def test_a_demo_is_told_and_gone(
    bell: Bell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    told = bell("--demo")
    assert told.code == 0
    assert [line for line in told.lines if line.startswith("Oxbow Foods")]
    assert list((tmp_path / "temporary").iterdir()) == []
    assert bell("--demo").out == told.out
    assert bell("--demo", store=tmp_path / "x.db").code == 2


@pytest.mark.parametrize("line", ["radar", "overview"])
def test_an_auditor_is_denied(demo: Bell, line: str) -> None:
    assert demo(line, "--as", "auditor", "--json").fault["error"] == "denied"


def test_plain_lines_have_the_width_of_the_terminal(demo_master: Path) -> None:
    options = Options(store=str(demo_master), width=120, tty=True)
    (*_, widest) = sorted(map(len, radar.plain_radar(options).text))
    assert 80 < widest <= 120
