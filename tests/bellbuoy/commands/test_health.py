from __future__ import annotations

import csv
import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.bellbuoy.commands.conftest import AS_OF, HOSTILE, Bell

CLIENTS = [f"C-{number:04}" for number in range(1, 16)]


def test_the_score_of_one_client(demo: Bell) -> None:
    told = demo("health", "score", "coral", "--json")
    assert told.json["schema"] == "bellbuoy.health/1"
    (row,) = told.rows
    assert (row["id"], row["score"], row["tier"], row["trend"]) == (
        "C-0002", 69, "at_risk", -29,
    )  # fmt: skip
    assert row["components"] == [
        {"id": "usage", "value": 91.9, "weight": 40, "points": 37},
        {"id": "engagement", "value": 86.67, "weight": 30, "points": 26},
        {"id": "incidents", "value": 20.0, "weight": 30, "points": 6},
    ]
    lines = demo("health", "score", "coral").lines
    assert lines[2].split() == ["score", "69"]
    assert [line for line in lines if "usage 91.90 × 40% = 37" in line]


@pytest.mark.parametrize("name", CLIENTS)
def test_points_add_up_for_everybody(demo: Bell, name: str) -> None:
    (found,) = demo("health", "explain", name, "--json").rows
    score = found["score"]
    for key, total in (("earned", score), ("lost", None if score is None else 100 - score)):
        assert found[key]["total"] == total
        assert sum(part["points"] for part in found[key]["parts"]) == (total or 0)
    for part in found["lost"]["parts"]:
        if part["parts"]:
            assert sum(below["points"] for below in part["parts"]) == part["points"]
    if found["change"] is not None:
        moved = sum(part["points"] for part in found["change"]["parts"])
        assert moved == score - found["score_before"]


def test_the_page_says_how_points_add_up(demo: Bell) -> None:
    lines = demo("health", "explain", "C-0002").lines
    assert lines[0] == "Health of Coral Networks (C-0002): 69, ! at risk"
    assert lines[1] == "formula health/1, scored 2026-11-16 14:00 UTC"
    assert lines[3].split() == ["contribution", "value", "weight", "points", "measured"]
    assert "Points add up exactly: 37 + 26 + 6 = 69" in lines
    assert "The change adds up exactly: −3 − 2 − 24 = −29" in lines
    assert "what if  no incidents: 69 → 93" in lines
    lost = lines.index(next(line for line in lines if line.startswith("points lost")))
    moved = lines.index(next(line for line in lines if line.startswith("moved since")))
    assert lost < moved
    inside = [line for line in lines[lost:moved] if line.startswith("  ")]
    assert len(inside) > 3, "lost points are opened into their days and incidents"


def test_a_client_without_a_score_says_why(demo: Bell) -> None:
    told = demo("health", "explain", "C-0006")
    assert told.code == 0
    assert told.lines[0] == "Health of Fieldstone Dental (C-0006): ? unknown"
    assert told.lines[-1] == "no score: usage and engagement unknown"
    (row,) = demo("health", "explain", "C-0006", "--json").rows
    assert (row["score"], row["tier"], row["earned"]["parts"]) == (None, "unknown", [])


def test_any_earlier_day_can_be_compared(demo: Bell) -> None:
    line = ("health", "explain", "C-0001", "--against", "2026-10-20", "--json")
    (row,) = demo(*line).rows
    assert row["change_from"] == "2026-10-20"
    assert row["score"] - row["score_before"] == row["change"]["total"]
    assert demo("health", "explain", "C-0001", "--against", "2026-11-16").code == 2
    assert demo("health", "explain", "C-0001", "--against", "soon").code == 2


def flat(told: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(told)))


def test_rows_of_an_explanation_sum_to_it(demo: Bell) -> None:
    rows = flat(demo("health", "explain", "C-0002", "--csv").out)
    for name, total in (("earned", 69), ("lost", 31), ("change", -29)):
        top = [row for row in rows if row["list"] == name and not row["part_of"]]
        assert sum(int(row["points"]) for row in top) == total
        assert [row["id"] for row in top] == ["usage", "engagement", "incidents"]
    lost = [row for row in rows if row["list"] == "lost"]
    below = [row for row in lost if row["part_of"] == "incidents"]
    assert [row["id"] for row in below] == ["INC-0002-3", "INC-0002-2", "INC-0002-1"]


def test_columns_of_an_explanation(demo: Bell) -> None:
    told = demo("health", "explain", "C-0002", "--cols", "id,points", "--format", "table")
    assert told.lines[:2] == ["id          points", "usage           37"]
    told = demo("health", "explain", "C-0002", "--cols", "score,tier", "--json")
    assert told.rows == [{"score": 69, "tier": "at_risk"}]
    assert demo("health", "explain", "C-0002", "--cols", "score").code == 2


def test_the_chart_is_the_page_of_the_screens(demo: Bell) -> None:
    told = demo("health", "explain", "C-0002", "--chart")
    assert "CONTRIBUTION" in told.out
    assert " Points add up exactly: 37 + 26 + 6 = 69" in told.lines
    assert max(map(len, told.lines)) <= 80
    assert demo("health", "explain", "C-0002", "--chart", "--glyphs", "ascii").out.isascii()
    assert demo("health", "explain", "C-0002", "--chart", "--csv").code == 2


def test_a_look_back_explains_that_day(demo: Bell) -> None:
    told = demo("health", "explain", "C-0001", "--as-of", "2026-11-01", "--json")
    assert told.json["as_of"] == "2026-11-01T23:59:59.999999Z"
    (row,) = told.rows
    (score,) = demo("health", "score", "C-0001", "--as-of", "2026-11-01", "--json").rows
    assert row["score"] == score["score"] == 89
    assert sum(part["points"] for part in row["earned"]["parts"]) == 89


def test_history_is_oldest_first_and_only_where_it_changed(demo: Bell) -> None:
    told = demo("health", "history", "C-0001", "--days", "10", "--json")
    assert told.json["schema"] == "bellbuoy.health_history/1"
    assert told.json["as_of"] == AS_OF
    days = [row["day"] for row in told.rows]
    assert days == sorted(days)
    assert days[0] >= "2026-11-07"
    scores = [row["score"] for row in told.rows]
    assert all(a != b for a, b in pairwise(scores))
    assert told.rows[-1]["usage"] == 46.54
    table = demo("health", "history", "C-0001", "--days", "10").lines
    assert table[0].startswith("Umber Energy (C-0001): ")
    assert len(table) == len(days) + 3


def test_the_formula_in_force(demo: Bell) -> None:
    (row,) = demo("health", "formula", "--json").rows
    assert row == {
        "version": "health/1",
        "weights": {"usage": 40, "engagement": 30, "incidents": 30},
        "baseline": {"calls": 5000, "logins": 30},
        "tiers": {"healthy": 70, "at_risk": 40, "critical": 0},
        "plans": [],
        "versions": [
            {
                "version": "health/1", "in_force": True, "created": None, "actor": None,
                "changed": [], "scores": 15,
            },
        ],
    }  # fmt: skip
    lines = demo("health", "formula").lines
    assert lines[1] == "weights               usage 40%, engagement 30%, incidents 30%"
    assert "healthy 70 to 100, at risk 40 to 69, critical 0 to 39" in lines[3]


@pytest.mark.parametrize("line", ["score C-9", "explain C-9", "history C-9"])
def test_nobody_of_that_name(demo: Bell, line: str) -> None:
    told = demo("health", *line.split(), "--json")
    assert (told.code, told.fault["error"]) == (3, "not_found")


@pytest.mark.parametrize(
    "line", ["score C-0001", "explain C-0001", "history C-0001", "formula"]
)
def test_an_auditor_is_denied(demo: Bell, line: str) -> None:
    assert demo("health", *line.split(), "--as", "auditor").code == 5


def test_a_hostile_name_stays_on_its_line(demo: Bell) -> None:
    for line in ("explain", "history"):
        told = demo("health", line, HOSTILE)
        assert told.lines[0].count("�") > 5
        assert "& Søn (C-0008)" in told.lines[0]


def test_a_newer_store_is_a_conflict(bell: Bell, newer_store: Path) -> None:
    assert bell("health", "formula", store=newer_store).code == 6
