"""Owners, tags and snoozes of clients by command: shown, made, counted, exported."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import HOSTILE, Bell


def test_a_dry_run_tells_what_is_then_done(bell: Bell, demo_store: Path) -> None:
    line = ("client", "assign", "owner:raj", "--owner", "mei", "--json")
    shown = bell(*line, "-n", store=demo_store)
    summary = shown.json["summary"]
    assert (summary["dry_run"], summary["change"]) == (True, None)
    assert summary["found"] == summary["changing"] == len(shown.rows) > 1
    nobody_yet = bell(*line, "-n", store=demo_store)
    assert nobody_yet.rows == shown.rows
    done = bell(*line, store=demo_store)
    assert done.code == 0
    assert done.rows == shown.rows
    number = done.json["summary"]["change"]
    assert f"bellbuoy undo {number} takes it back" in done.err
    assert bell("client", "list", "owner:raj", "--json", store=demo_store).json["total"] == 0
    again = bell(*line, store=demo_store)
    assert (again.code, again.rows) == (0, [])
    assert "no client fits" in again.err
    assert bell("undo", str(number), store=demo_store).code == 0
    assert bell(*line, "-n", store=demo_store).rows == shown.rows


def test_lists_counts_and_exports_are_one(bell: Bell, demo_store: Path) -> None:
    told = bell("client", "tag", "tier:critical", "+vip", "+q1/2026", store=demo_store)
    assert told.code == 0
    assert (
        bell("client", "tag", HOSTILE, "+vip", "--drop", "q1/2026", store=demo_store).code == 0
    )
    listed = bell("client", "list", "tag:vip", "--json", store=demo_store)
    rows = csv.DictReader(
        io.StringIO(
            bell("client", "list", "tag:vip", "--csv", "--cols", "id,tag", store=demo_store).out
        )
    )
    exported = {row["id"]: row["tag"] for row in rows}
    assert list(exported) == [row["id"] for row in listed.rows]
    assert listed.json["total"] == len(exported)
    assert all("vip" in row["tag"] for row in listed.rows)
    critical = bell("client", "list", "tier:critical OR id:C-0008", "--json", store=demo_store)
    assert {row["id"] for row in critical.rows} == set(exported)


def test_the_radar_leaves_snoozed_clients_out(bell: Bell, demo_store: Path) -> None:
    before = [row["id"] for row in bell("radar", "--json", store=demo_store).rows]
    line = ("client", "snooze", before[0], "--until", "7d", "--why", "on holiday")
    told = bell(*line, store=demo_store)
    assert told.code == 0
    assert "changed 1 of 1 clients to snoozed up to " in told.err
    assert [row["id"] for row in bell("radar", "--json", store=demo_store).rows] == before[1:]
    (row,) = bell("client", "list", "snoozed:any", "--json", store=demo_store).rows
    assert row["snoozed"] is not None
    assert bell(*line, store=demo_store).err.startswith("nothing changes: all 1 are so already")
    bell("client", "snooze", "snoozed:any", "--until", "none", store=demo_store)
    assert [row["id"] for row in bell("radar", "--json", store=demo_store).rows] == before


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("client assign C-0001", 2, "who is to look after"),
        ("client assign C-0001 --owner a --as-imported", 2, "who is to look after"),
        ("client tag C-0001", 2, "no tag"),
        ("client tag C-0001 +x/y! ", 2, "no tag"),
        ("client snooze C-0001", 2, "which day"),
        ("client snooze C-0001 --until 7d", 2, "reason is empty"),
        ("client snooze C-0001 --until soon --why x", 2, "no day"),
        ("client tag nope:1 +vip", 2, "unknown field"),
        ("client tag asof:2026-11-01 +vip", 2, "past day"),
        ("client assign C-0001 --owner mei --as rep", 5, "assign"),
        ("client tag C-0001 +vip --as-of 2026-11-01", 2, "no past"),
    ],
)
def test_what_is_refused_is_one_line(
    bell: Bell, demo_store: Path, line: str, code: int, word: str
) -> None:
    told = bell(*line.split(), store=demo_store)
    assert (told.code, told.out) == (code, "")
    assert word in told.err
    assert bell("change", "list", "action~client", "--json", store=demo_store).rows == []


def test_an_empty_query_is_not_everybody(bell: Bell, demo_store: Path) -> None:
    told = bell("client", "tag", " ", "+vip", store=demo_store)
    assert (told.code, told.out) == (2, "")
    assert "no client is named" in told.err
