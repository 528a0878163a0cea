"""`incident export`: whole, safe, and read back by `incident add`."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.commands.formats.json_text import json_text
from bellbuoy.commands.incident_export import exported
from bellbuoy.commands.incident_lines import incidents_in
from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.incidents.exporting import export
from bellbuoy.services.incidents.linking import link
from bellbuoy.services.incidents.moves import move as act
from bellbuoy.services.incidents.moves import note, set_severity
from bellbuoy.services.undo.taking_back import undo
from core.desk.types import Selection
from core.values.errors import UsageError
from tests.bellbuoy.commands.conftest import Bell
from tests.bellbuoy.services.desk.working import HOSTILE, some_clients
from tests.bellbuoy.services.incidents.acting import stands, the
from tests.fixtures.stores import DEMO_NOW, NOW, NewStore, context, move


def lived(ctx: Context) -> None:
    """Incidents of every kind of life: over, pending, opened again, repeated, linked."""
    add(ctx, [NewIncident((f"C-{n}",), f"=trouble {n}", "high", f"m-{n}") for n in range(1, 6)])
    add(ctx, [NewIncident(("C-1",), HOSTILE, "low")])

    def after(minutes: int) -> None:
        move(ctx, NOW + timedelta(minutes=minutes))

    after(5)
    act(ctx, the("INC-N1"), "ack", note="on it")
    after(65)
    act(ctx, the("INC-N1", "INC-N2"), "pend")
    after(70)
    act(ctx, the("INC-N1"), "resume")
    set_severity(ctx, the("INC-N1"), "critical", note=HOSTILE)
    after(80)
    act(ctx, the("INC-N1"), "resolve")
    after(90)
    act(ctx, the("INC-N1"), "reopen")
    act(ctx, the("INC-N3"), "resolve", reason="no_fault")
    act(ctx, the("INC-N3"), "close")
    act(ctx, the("INC-N4"), "resolve", reason="duplicate", duplicate_of="INC-N5")
    link(ctx, the("INC-N5"), Selection(("C-2", "C-3")))
    note(ctx, the("INC-N5"), "we are on it", visible=True)
    after(100)


def written(ctx: Context, path: Path, query: str = "") -> list[dict[str, Any]]:
    """Every line of an export, kept in a file too."""
    rows = [exported(each) for each in export(ctx, query)]
    path.write_text("".join(json_text(row) + "\n" for row in rows), encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(json.dumps(rows))
    return found


def read_back(ctx: Context, path: Path) -> tuple[str, ...]:
    return add(ctx, list(incidents_in(path.read_text(encoding="utf-8")))).keys


def without_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines but for what another store numbers anew."""
    keys = {row["id"]: row["key"] for row in rows}
    return [
        {
            **{name: value for name, value in row.items() if name not in ("id", "key")},
            "duplicate_of": keys.get(row["duplicate_of"]),
        }
        for row in sorted(rows, key=lambda row: str(row["title"]))
    ]


def test_what_was_exported_is_read_back_as_it_was(new_store: NewStore, tmp_path: Path) -> None:
    ctx = some_clients(new_store, 5)
    lived(ctx)
    rows = written(ctx, tmp_path / "all.jsonl")
    assert {row["status"] for row in rows} == {"open", "pending", "closed", "resolved"}
    other = some_clients(new_store, 5)
    move(other, NOW + timedelta(minutes=100))
    before = stands(other)
    read_back(other, tmp_path / "all.jsonl")
    again = written(other, tmp_path / "again.jsonl")
    (repeats,) = (row["duplicate_of"] for row in again if row["key"] == "m-4")
    assert repeats == next(row["id"] for row in again if row["key"] == "m-5")
    assert without_ids(again) == without_ids(rows)
    undo(other)
    assert stands(other) == before


def test_read_back_where_it_comes_from_it_changes_nothing(
    new_store: NewStore, tmp_path: Path
) -> None:
    ctx = some_clients(new_store, 5)
    lived(ctx)
    rows = written(ctx, tmp_path / "all.jsonl")
    before = stands(ctx)
    assert read_back(ctx, tmp_path / "all.jsonl") == tuple(row["id"] for row in rows)
    assert stands(ctx) == before


def test_the_key_of_another_incident_is_refused(new_store: NewStore, tmp_path: Path) -> None:
    ctx = some_clients(new_store, 5)
    add(ctx, [NewIncident(("C-1",), "one")])
    written(ctx, tmp_path / "one.jsonl")
    other = some_clients(new_store, 5)
    move(other, NOW + timedelta(minutes=1))
    add(other, [NewIncident(("C-2",), "two")])
    with pytest.raises(UsageError, match="line 1: “INC-N1” is another incident here"):
        read_back(other, tmp_path / "one.jsonl")


def test_a_look_back_exports_what_was_then(new_store: NewStore) -> None:
    ctx = some_clients(new_store, 5)
    lived(ctx)
    then = ctx.looking_at(NOW + timedelta(minutes=68))
    first = next(each for each in export(then, "id:INC-N1"))
    assert [span.until for span in first.spans] == [None]
    assert [step.kind for step in first.steps] == ["opened", "acknowledged", "pended"]


@pytest.mark.parametrize(
    "told",
    [
        {"status": "resolved"}, {"resolved": "2026-03-15T18:31:00Z"},
        {"acknowledged": "2026-03-15T18:29:00Z"}, {"status": "no"}, {"reopened": -1},
        {"steps": [{"at": "2026-03-15T18:30:00Z"}]}, {"clients": "C-1"}, {"opened": "now"},
        {"spans": [{"from": "2026-03-15T18:30:00Z", "until": None}]}, {"status": "pending"},
        {"respond_breached": "2030-01-01T00:00:00Z"}, {"severity": 5},
    ],
)  # fmt: skip
def test_what_cannot_have_been_is_refused(
    new_sqlite: NewStore, tmp_path: Path, told: dict[str, Any]
) -> None:
    ctx = some_clients(new_sqlite, 5)
    add(ctx, [NewIncident(("C-1",), "one", key="m")])
    path = tmp_path / "one.jsonl"
    (row,) = written(ctx, path)
    if told == {"status": "resolved"}:
        told = {"status": "resolved", "closed": row["opened"]}
    path.write_text(json.dumps({**row, "key": "other", **told}), encoding="utf-8")
    before = stands(ctx)
    with pytest.raises(UsageError, match="line 1: "):
        read_back(ctx, path)
    assert stands(ctx) == before


def test_csv_starts_no_formula_and_the_list_is_whole(bell: Bell, demo_store: Path) -> None:
    ctx = context(demo_store, DEMO_NOW)
    add(ctx, [NewIncident(("C-0001",), "=1+1", key="@m")])
    told = bell("incident", "export", "id:INC-N1", "--csv", store=demo_store)
    (row,) = csv.DictReader(io.StringIO(told.out))
    assert (row["title"], row["key"]) == ("'=1+1", "'@m")
    lines = bell("incident", "export", store=demo_store).lines
    assert len(lines) == len(incidents.page(ctx, limit=1000).rows) == 15
    assert {json.loads(line)["schema"] for line in lines} == {"bellbuoy.incident_export/1"}
    assert bell("incident", "export", "by:owner", store=demo_store).code == 2


def test_a_pipe_of_both(bell: Bell, demo_store: Path, tmp_path: Path) -> None:
    """As a shell would do it: out of one store into another one, again without change."""
    ctx = context(demo_store, DEMO_NOW)
    add(ctx, [NewIncident(("C-0001", "C-0002"), "one\u2028line", key="m")])
    file = tmp_path / "all.jsonl"
    assert bell("incident", "export", "-o", str(file), store=demo_store).code == 0
    told = bell("incident", "add", "--from", str(file), "--json", store=demo_store)
    assert (told.code, told.json["summary"]["changing"]) == (0, 0)
    assert {row["id"] for row in told.rows} >= {"INC-N1", "INC-0002-2"}
