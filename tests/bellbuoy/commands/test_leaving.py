"""What goes to a file, or out as CSV, never passes what a simulation made up as real."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.simulations.running import run
from core.desk.types import Selection
from tests.bellbuoy.commands.conftest import Bell, Told
from tests.fixtures.stores import DEMO_NOW, context

SIMULATED = ("C-0004", "C-0009")
LINE = "2 clients are simulated (run 1): lists leave their rows out, sums and SQL hold them"


@pytest.fixture
def store(demo_store: Path) -> Path:
    """A demo store with an outage at two clients in force."""
    run(demo(demo_store), "outage", Selection(SIMULATED), {})
    return demo_store


def demo(path: Path) -> Context:
    return context(path, DEMO_NOW)


def ids(text: str) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("words", [("client", "list"), ("radar", "status:any")])
def test_csv_leaves_simulated_clients_out_and_says_so(
    bell: Bell, store: Path, words: tuple[str, ...]
) -> None:
    told = bell(*words, "--csv", store=store)
    assert told.code == 0
    assert len(ids(told.out)) == 13
    assert not set(SIMULATED) & set(ids(told.out))
    assert told.err.startswith(LINE)


def test_they_are_kept_and_marked_where_they_are_asked_for(bell: Bell, store: Path) -> None:
    told = bell("client", "list", "--csv", "--simulated", store=store)
    rows = {row["id"]: row["simulated"] for row in csv.DictReader(io.StringIO(told.out))}
    assert len(rows) == 15
    assert {key for key, mark in rows.items() if mark in ("True", "true", "yes")} == set(
        SIMULATED
    )
    assert "lists mark their rows" in told.err


def test_a_file_of_any_format_is_without_them(bell: Bell, store: Path, tmp_path: Path) -> None:
    found = tmp_path / "clients.json"
    told = bell("client", "list", "--json", "-o", str(found), store=store)
    rows = json.loads(found.read_text())["rows"]
    assert told.code == 0
    assert len(rows) == 13
    assert not set(SIMULATED) & {row["id"] for row in rows}


def test_what_is_shown_here_shows_them(bell: Bell, store: Path) -> None:
    told = bell("client", "list", "--json", store=store)
    assert set(SIMULATED) <= {row["id"] for row in told.rows}
    assert told.err == ""


def test_incidents_that_hurt_them_stay_here(bell: Bell, store: Path) -> None:
    shown = bell("incident", "list", "--json", store=store).rows
    made_up = {row["id"] for row in shown if set(row["affects"]) & set(SIMULATED)}
    assert any(key.startswith("SIM-") for key in made_up)
    told = bell("incident", "list", "--csv", store=store)
    assert set(ids(told.out)) == {row["id"] for row in shown} - made_up
    assert told.err.startswith(LINE)


def test_an_export_of_whole_incidents_has_no_way_for_them(bell: Bell, store: Path) -> None:
    told = bell("incident", "export", store=store)
    whole = [json.loads(line) for line in told.lines]
    assert whole
    assert not any(set(each["clients"]) & set(SIMULATED) for each in whole)
    assert told.err.startswith(LINE)


def test_without_a_run_nothing_is_said_or_left_out(bell: Bell, demo_store: Path) -> None:
    told = bell("client", "list", "--csv", "--simulated", store=demo_store)
    assert (len(ids(told.out)), told.err) == (15, "")


def test_quiet_is_quiet(bell: Bell, store: Path) -> None:
    assert bell("client", "list", "--csv", "--quiet", store=store).err == ""


def test_sums_say_that_they_hold_them(bell: Bell, store: Path) -> None:
    told: Told = bell("client", "list", "by:tier", "--csv", store=store)
    assert told.code == 0
    assert told.err.startswith(LINE)


def test_a_day_before_the_run_is_as_it_was(bell: Bell, store: Path) -> None:
    told = bell("client", "list", "--csv", "--as-of", "2026-01-31", store=store)
    assert "simulated" not in told.err
    assert set(SIMULATED) <= set(ids(told.out))
