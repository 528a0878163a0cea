"""Runs by command: let it happen, hold it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.simulations import ledger, undoing
from core.simulations.types import Run
from tests.bellbuoy.commands.conftest import Bell
from tests.fixtures.dump import dump
from tests.fixtures.stores import context


def states(store: Path) -> list[str]:
    """Of all runs, the oldest first."""
    return [run.state for run in reversed(ledger.history(context(store)))]


def test_an_outage_lowers_the_score_as_predicted_and_goes_back(
    bell: Bell, demo_store: Path
) -> None:
    (row,) = bell("sim", "preview", "outage", "C-0007", "--json", store=demo_store).rows
    (client,) = row["largest"]
    told = bell("sim", "outage", "C-0007", store=demo_store)
    assert told.lines[0].startswith("run 1 · outage · C-0007 · ")
    assert told.lines[0].endswith(" · seed 42")
    assert told.lines[1] == "applied: 1 of 1 clients reached; 4 incidents"
    score = f"score {client['score']} > {client['score_after']}"
    assert told.lines[-1] == f"C-0007  {client['name']}  {score}"
    assert "bellbuoy sim undo 1 takes it back" in told.err
    (shown,) = bell("client", "show", "C-0007", "--json", store=demo_store).rows
    assert shown["health"] == client["score_after"] < client["score"]
    undone = bell("sim", "undo", "1", store=demo_store)
    assert undone.code == 0
    assert undone.lines[1] == "undone: 1 of 1 clients reached; 4 incidents"
    (shown,) = bell("client", "show", "C-0007", "--json", store=demo_store).rows
    assert shown["health"] == client["score"]
    # Undone once more nothing changes, and it is no error.
    assert bell("sim", "undo", "1", store=demo_store).out == undone.out


@pytest.mark.parametrize("line", ["run outage C-0007", "outage C-0007", "decay", "reset C-2"])
def test_a_dry_run_is_the_preview_and_writes_nothing(
    line: str, bell: Bell, demo_store: Path
) -> None:
    line = line.replace("C-2", "C-0002")
    before = dump(demo_store)
    told = bell("sim", *line.split(), "-n", "--json", store=demo_store)
    verb, *whom = line.removeprefix("run ").split()
    what = {"decay": "decline"}.get(verb, verb)
    assert told.out == bell("sim", "preview", what, *whom, "--json", store=demo_store).out
    assert dump(demo_store) == before


def test_pulses_on_top_of_each_other_and_all_taken_back(bell: Bell, demo_store: Path) -> None:
    line = ("sim", "pulse", "C-0007", "--times", "3", "--set", "days=2", "--seed", "5")
    rows = bell(*line, "--json", store=demo_store).rows
    assert [(row["number"], row["name"], row["seed"]) for row in rows] == [
        (1, "run-0001", 5), (2, "run-0002", 5), (3, "run-0003", 5),
    ]  # fmt: skip
    assert len({row["calls"] for row in rows}) > 1
    listed = bell("sim", "history", "--json", store=demo_store).rows
    assert listed == rows[::-1]
    dry = bell("sim", "undo", "--all", "-n", "--json", store=demo_store).rows
    assert [row["number"] for row in dry] == [3, 2, 1]
    assert states(demo_store) == ["applied"] * 3
    assert bell("sim", "undo", "--all", store=demo_store).code == 0
    assert states(demo_store) == ["undone"] * 3
    told = bell("sim", "undo", "--all", store=demo_store)
    assert (told.code, told.out) == (0, "")


def test_everybody_is_meant_where_nobody_is_named(bell: Bell, demo_store: Path) -> None:
    (row,) = bell("sim", "run", "pulse", "--json", store=demo_store).rows
    assert (row["whom"], row["clients"], row["done"]) == ("", 15, 15)
    assert "all clients" in bell("sim", "history", store=demo_store).out


def test_a_run_goes_step_by_step_and_is_held(bell: Bell, demo_store: Path) -> None:
    line = ("sim", "run", "outage", "tier:healthy", "--spread", "2h", "--lasts", "4h")
    told = bell(*line, "--speed", "1", store=demo_store)
    assert told.lines[1].startswith("running: 0 of 8 clients reached; 0 min in, 1 times")
    assert "bellbuoy sim step 1 brings it to the next moment" in told.err
    (dry,) = bell("sim", "step", "1", "-n", "--json", store=demo_store).rows
    assert (dry["state"], dry["done"]) == ("running", 0)
    (first,) = bell("sim", "step", "1", "--json", store=demo_store).rows
    assert (first["state"], first["done"], first["spread_s"]) == ("paused", 1, 7200)
    (then,) = bell("sim", "step", "1", "--minutes", "120", "--json", store=demo_store).rows
    assert (then["done"], then["length_s"]) == (8, 14_400)
    assert then["position_s"] >= first["position_s"] + 7200
    (gone,) = bell("sim", "resume", "1", "--speed", "60", "--json", store=demo_store).rows
    assert (gone["state"], gone["speed"]) == ("running", 60)
    (held,) = bell("sim", "pause", "1", "--json", store=demo_store).rows
    assert held["state"] == "paused"
    told = bell("sim", "pause", "1", store=demo_store)
    assert (told.code, told.err.count("\n")) == (6, 2)
    assert bell("sim", "pause", "1", "-n", store=demo_store).code == 6
    (over,) = bell("sim", "stop", "1", "--json", store=demo_store).rows
    assert (over["state"], over["incidents"] > 8) == ("stopped", True)
    assert bell("sim", "step", "1", store=demo_store).code == 6


def test_values_that_were_left_are_told_and_make_it_partly_done(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell("sim", "outage", "C-0007", store=demo_store)
    undo = undoing.undo

    def left(ctx: Context, numbers: Sequence[int], **how: Any) -> tuple[Run, ...]:
        return tuple(replace(run, conflicts=2) for run in undo(ctx, numbers, **how))

    monkeypatch.setattr(undoing, "undo", left)
    told = bell("sim", "undo", "1", store=demo_store)
    assert told.code == 4
    assert told.lines[1].endswith("2 values left that others have written since")


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("sim run storm", 3, "no scenario"),
        ("sim outage C-9999", 3, "no client fits “C-9999”"),
        ("sim run pulse --set days=0", 2, "days takes 1 to 30d"),
        ("sim run pulse --spread 8d --speed 1", 2, "within a week"),
        ("sim run pulse --spread 30", 2, "--spread goes with --speed"),
        ("sim run pulse --lasts 0", 2, "from a minute to a week"),
        ("sim run pulse --speed 4000", 2, "3,600 times as fast"),
        ("sim run pulse --speed fast", 2, "no speed"),
        ("sim pulse --times 2 -n", 2, "a preview is of one run"),
        ("sim pulse --read-only", 2, "would change the store"),
        ("sim pulse --as analyst", 5, "may not simulation:run"),
        ("sim undo", 2, "which runs"),
        ("sim undo 1 --all", 2, "which runs"),
        ("sim undo 9", 3, "no run 9"),
        ("sim undo 9 -n", 3, "no run 9"),
        ("sim pause 9", 3, "no run 9"),
        ("sim verify 9", 3, "no run 9"),
        ("sim compare 9", 3, "no run 9"),
        ("sim step 1x", 2, "no whole number"),
        ("sim preview storm", 3, "no scenario"),
        ("sim preview pulse C-9999", 3, "no client fits “C-9999”"),
        ("sim preview pulse --set days", 2, "sets no parameter"),
        ("sim preview pulse --set days=0", 2, "days takes 1 to 30d"),
        ("sim preview pulse --set depth=1", 2, "no parameter"),
        ("sim preview pulse --seeds 5", 2, "no range of seeds"),
        ("sim preview pulse --seeds 5..1", 2, "1 to 1,000 seeds"),
        ("sim preview pulse --seeds 1..2 --seed 1", 2, "one seed, or many"),
        ("sim preview pulse nope:1", 2, "unknown field"),
        ("sim whatif", 2, "nothing is different"),
        ("sim whatif --use=-101%", 2, "-100 % to +900 %"),
        ("sim whatif --use=much", 2, "much"),
        ("sim preview pulse --as auditor", 5, "may not client:read"),
    ],
)
def test_what_is_refused_is_one_line_and_leaves_no_run(
    bell: Bell, demo_store: Path, line: str, code: int, word: str
) -> None:
    told = bell(*line.split(), store=demo_store)
    assert (told.code, told.out) == (code, "")
    assert word in told.err
    assert told.err.count("\n") <= 2
    assert states(demo_store) == []


def test_what_is_simulated_says_so_in_json_and_tables(bell: Bell, demo_store: Path) -> None:
    bell("sim", "outage", "C-0007", store=demo_store)
    for line in (
        ["client", "list"],
        ["client", "show", "C-0007"],
        ["client", "show", "C-0001"],
    ):
        for row in bell(*line, "--json", store=demo_store).rows:
            assert row["simulated"] is (row["id"] == "C-0007"), line
    for row in bell("incident", "list", "--json", store=demo_store).rows:
        assert row["simulated"] is row["id"].startswith("SIM-")
        shown = bell("incident", "show", row["id"], "--json", store=demo_store).rows[0]
        assert shown["simulated"] is row["simulated"]
    (row,) = bell("client", "show", "C-0007", "--json", store=demo_store).rows
    table = bell("client", "list", "id:C-0007", store=demo_store).out
    assert f" {row['health']}~ " in table
    assert f"{row['trend']:+,}~" in table
    assert f"{row['health']}~ of 100" in bell("client", "show", "C-0007", store=demo_store).out
    assert f"{row['health']}~" in bell("health", "score", "C-0007", store=demo_store).out
    others = bell("client", "list", "NOT id:C-0007", store=demo_store).out
    assert "~" not in others


def test_a_run_that_begins_later_waits_and_a_step_begins_it(
    bell: Bell, demo_store: Path
) -> None:
    late = ("--start", "30m")
    told = bell("sim", "run", "outage", "C-0002", *late, "-n", store=demo_store)
    assert "it begins in 30m" in told.err
    assert bell("sim", "history", "--json", store=demo_store).rows == []
    found = bell("sim", "run", "outage", "C-0002", *late, store=demo_store)
    assert "waiting, begins in 30m" in found.out
    (row,) = bell("sim", "history", "--json", store=demo_store).rows
    assert (row["state"], row["done"]) == ("waiting", 0)
    assert 0 < row["waits_s"] <= 1_800
    assert "applied" in bell("sim", "step", "1", store=demo_store).out
    past = bell("sim", "run", "outage", "C-0002", "--start", "2020-01-01", store=demo_store)
    assert past.code == 2
    assert "nothing is dated back" in past.err


def test_figures_that_a_run_moves_say_so(bell: Bell, demo_store: Path) -> None:
    assert bell("overview", "--json", store=demo_store).rows[0]["simulated"] == []
    bell("sim", "outage", "C-0002", store=demo_store)
    (row,) = bell("overview", "--json", store=demo_store).rows
    assert {"health", "incidents"} <= set(row["simulated"])
    out = bell("overview", store=demo_store).out
    assert f"{row['open_incidents']}~" in out
    (why,) = bell("client", "explain", "C-0002", "--json", store=demo_store).rows
    assert why["simulated"]
    assert why["earned"]["simulated"]
