"""The record of incidents, similar ones and texts as commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import AS_OF, Bell


def test_the_record_by_month(demo: Bell) -> None:
    told = demo("incident", "stats", "--by", "month", "--json")
    assert told.json["schema"] == "bellbuoy.incident_record/1"
    assert told.json["as_of"] == AS_OF
    assert (told.json["first"], told.json["last"]) == ("2026-08-19", "2026-11-16")
    assert [row["key"] for row in told.rows] == ["2026-08", "2026-09", "2026-10", "2026-11"]
    totals = told.json["totals"]
    for count in ("opened", "resolved", "met", "breached"):
        assert sum(row[count] for row in told.rows) == totals[count]
    listed = demo("incident", "list", "opened:2026-11", "--json")
    assert listed.json["total"] == told.rows[-1]["opened"]
    assert told.rows[-1]["query"] == "opened:2026-11"


def test_the_record_as_a_table_has_a_total(demo: Bell) -> None:
    told = demo("incident", "stats", "--by", "severity", "--days", "90")
    assert told.lines[0].split()[:4] == ["severity", "opened", "resolved", "backlog"]
    assert any(line.startswith("total") for line in told.lines)
    assert "2026-08-19 to 2026-11-16" in told.err
    narrow = demo("incident", "stats", "client:coral", "--days", "30", "--json").json
    assert narrow["rows"] == []
    assert narrow["totals"]["opened"] < 12


def test_the_record_as_a_chart(demo: Bell) -> None:
    told = demo("incident", "stats", "--by", "client", "--chart", "--glyphs", "ascii")
    assert "Incidents opened" in told.out
    assert "Mean time to resolve, hours" in told.out


def test_what_moved_the_time_to_resolve(demo: Bell) -> None:
    told = demo("incident", "stats", "--against", "--days", "30", "--json").json
    means = [told[when]["mttr_s"] for when in ("now", "before")]
    assert sum(row["amount"] for row in told["rows"]) == means[0] - means[1]
    assert [row["id"] for row in told["rows"]] == ["severities", "components", "speed"]
    assert "MTTR" in demo("incident", "stats", "--against", "--days", "30").err
    refused = demo("incident", "stats", "--against", "--by", "client")
    assert (refused.code, "drop --by" in refused.err) == (2, True)


@pytest.mark.parametrize("days", ["0", "9999"])
def test_a_record_of_no_days_is_refused(demo: Bell, days: str) -> None:
    assert demo("incident", "stats", "--days", days).code == 2


def test_similar_ones_by_id_and_by_words(demo: Bell) -> None:
    told = demo("incident", "similar", "INC-0002-1", "--json")
    assert told.json["schema"] == "bellbuoy.similar/1"
    for row in told.rows:
        assert row["points"] == sum(part["points"] for part in row["why"])
    listed = demo("incident", "list", "status:resolved,closed", "--json").rows
    title = listed[0]["title"]
    found = demo("incident", "similar", *title.split(), "--limit", "1", "--json").rows
    assert [(row["title"], row["points"]) for row in found] == [(title, 100)]
    assert demo("incident", "similar", "INC-9").code == 3
    assert demo("incident", "similar", "it", "is").code == 2


def test_a_draft_is_printed_and_sent_nowhere(demo: Bell, tmp_path: Path) -> None:
    told = demo("incident", "draft", "INC-0002-1")
    assert told.lines[:2] == ["To: C-0002", "Subject: Nobody can sign in (INC-0002-1)"]
    assert "nothing was sent" in told.err
    own = tmp_path / "own.toml"
    own.write_text('[notice.open]\nsubject = "S {id}"\nbody = ["{due}", "B {components}!"]\n')
    told = demo(
        "incident", "draft", "INC-0002-1", "--kind", "notice", "--template", str(own), "--json"
    )
    assert told.json["schema"] == "bellbuoy.draft/1"
    (row,) = told.rows
    assert (row["subject"], row["body"], row["missing"]) == ("S INC-0002-1", "", [])
    assert demo("incident", "draft", "INC-0002-1", "--template", str(tmp_path / "no")).code == 3
    own.write_bytes(b"\xff")
    assert demo("incident", "draft", "INC-0002-1", "--template", str(own)).code == 2


def test_a_post_mortem_goes_into_a_file(demo: Bell, tmp_path: Path) -> None:
    file = tmp_path / "INC-0002-1.md"
    told = demo("incident", "post-mortem", "INC-0002-1", "-o", str(file))
    assert (told.code, told.out) == (0, "")
    text = file.read_text()
    assert text.startswith("# Post-mortem: Nobody can sign in (INC-0002-1)\n")
    (row,) = demo("incident", "post-mortem", "INC-0002-1", "--json").rows
    assert row["markdown"] == text
    assert demo("incident", "post-mortem", "INC-9").code == 3


def test_a_figure_opens_into_the_incidents_behind_it(demo: Bell) -> None:
    totals = demo("incident", "stats", "--days", "90", "--json").json["totals"]
    told = demo("incident", "stats", "--why", "mttr", "--json")
    assert told.json["schema"] == "bellbuoy.figure/1"
    (total,) = told.json["totals"]
    assert (total["unit"], total["total"]) == ("seconds", totals["mttr_s"])
    assert sum(row["amount"] for row in told.rows) == totals["mttr_s"]
    first = told.rows[0]
    assert demo(*first["command"].split(), "--json").rows[0]["id"] == first["id"]
    page = demo("incident", "stats", "--why", "mttr")
    assert "which add up to" in page.out
    met = demo("incident", "stats", "--why", "sla", "--json")
    assert met.rows[0]["amount"] == totals["met"]
    assert sum(row["amount"] for row in met.rows[1:]) == totals["breached"]


@pytest.mark.parametrize("words", ["--why no", "--why mttr --by owner", "--why sla --chart"])
def test_what_does_not_open(demo: Bell, words: str) -> None:
    assert demo("incident", "stats", *words.split()).code == 2
