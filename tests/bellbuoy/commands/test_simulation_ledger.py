"""The ledger by command: what was run, whether it adds up, and why it differs."""

from __future__ import annotations

from pathlib import Path

from tests.bellbuoy.commands.conftest import HOSTILE, Bell


def test_history_names_each_run_and_its_makers(bell: Bell, demo_store: Path) -> None:
    assert bell("sim", "history", store=demo_store).err == "no rows\n"
    bell("sim", "outage", "C-0007", store=demo_store)
    bell("sim", "pulse", "--seed", "3", store=demo_store)
    told = bell("sim", "history", "--limit", "1", store=demo_store)
    assert len(told.lines) == 2
    assert "older runs are not shown" in told.err
    rows = bell("sim", "history", "--json", store=demo_store).rows
    assert [(row["number"], row["scenario"], row["whom"], row["seed"]) for row in rows] == [
        (2, "pulse", "", 3), (1, "outage", "C-0007", 42),
    ]  # fmt: skip
    assert rows[1]["incidents"] == 4
    assert rows[0]["calls"] > 50 * 10


def test_a_run_is_verified_in_force_and_undone(bell: Bell, demo_store: Path) -> None:
    bell("sim", "outage", "C-0007", store=demo_store)
    told = bell("sim", "verify", "1", store=demo_store)
    assert told.code == 0
    assert told.lines[-1] == "the store without it would equal the state before run 1: yes"
    (row,) = bell("sim", "verify", "1", "--json", store=demo_store).rows
    assert (row["run"], row["equal"], row["differing"]) == (1, True, [])
    assert row["before"] == row["after"] != ""
    bell("sim", "undo", "1", store=demo_store)
    told = bell("sim", "verify", "1", store=demo_store)
    assert told.lines[-1] == "the store equals the state before run 1: yes"
    assert [line.split()[-1] for line in told.lines[2:4]] == [row["before"]] * 2


def test_facts_that_came_in_meanwhile_are_told(bell: Bell, demo_store: Path) -> None:
    bell("sim", "outage", "tier:healthy", store=demo_store)
    bell("incident", "add", "trouble", "--client", "C-0010", "--severity", "critical",
         store=demo_store)  # fmt: skip
    told = bell("sim", "verify", "1", store=demo_store)
    assert told.code == 8
    assert "the state before run 1: no" in told.out
    assert "of these facts came in meanwhile, or values were left: C-0010" in told.out
    assert "error: without run 1 the store is not as before it\n" in told.err
    told = bell("sim", "verify", "1", "--json", store=demo_store)
    assert (told.code, told.rows[0]["differing"]) == (8, ["C-0010"])


def test_another_run_and_a_step_not_reached_are_told(bell: Bell, demo_store: Path) -> None:
    bell("sim", "outage", "C-0007", store=demo_store)
    bell("sim", "decay", "C-0007", "--set", "percent=90", store=demo_store)
    (row,) = bell("sim", "compare", "1", "--json", store=demo_store).rows
    assert row["why"] == "another run is in force"
    assert row["measured"] < row["predicted"] < row["without"] == row["before"]
    assert "as predicted: 0 of 1 clients" in bell("sim", "compare", "1", store=demo_store).lines
    line = ("sim", "run", "outage", "tier:healthy", "--spread", "60", "--speed", "1")
    assert bell(*line, store=demo_store).code == 0
    assert bell("sim", "step", "3", store=demo_store).code == 0
    lines = bell("sim", "compare", "3", store=demo_store).lines
    assert {"as predicted: 1 of 1 clients", "6 clients are not reached yet"} <= set(lines)


def test_a_feed_has_no_clients_and_is_told_once_it_is_gone(
    bell: Bell, demo_store: Path
) -> None:
    bell("sim", "run", "live", store=demo_store)
    (row,) = bell("sim", "step", "1", "--minutes", "1", "--json", store=demo_store).rows
    assert row["purchases"] >= 30
    told = bell("sim", "compare", "1", store=demo_store)
    assert "a feed reaches no clients: bellbuoy txn list has what it added" in told.lines
    assert "as predicted" not in told.out
    told = bell("sim", "undo", "1", store=demo_store)
    assert f"undone: {row['purchases']:,} transactions" in told.out


def test_two_runs_side_by_side(bell: Bell, demo_store: Path) -> None:
    bell("sim", "outage", "tier:healthy", store=demo_store)
    bell("sim", "undo", "1", store=demo_store)
    bell("sim", "outage", "C-0007", "--seed", "3", store=demo_store)
    found = bell("sim", "compare", "2", "1", "--json", store=demo_store).json
    assert found["other"] == 1
    assert found["run"]["number"] == 2
    assert found["apart"] == [
        "whom C-0007 and tier:healthy", "seed 3 and 42", "state applied and undone",
    ]  # fmt: skip
    (row,) = found["rows"]
    (first,) = (r for r in bell("sim", "compare", "1", "--json", store=demo_store).rows
                if r["id"] == "C-0007")  # fmt: skip
    assert row["predicted"] == first["measured"] == first["predicted"]
    told = bell("sim", "compare", "2", "1", store=demo_store)
    assert "the runs differ: seed 3 and 42" in told.lines
    assert "  run 1  measured  " in told.out


def test_a_hostile_name_harms_no_terminal(bell: Bell, demo_store: Path) -> None:
    told = bell("sim", "outage", HOSTILE, store=demo_store)
    beside = bell("sim", "compare", "1", store=demo_store)
    assert "score " in told.out
    for text in (told.out, told.err, beside.out):
        assert not set(text) & set("\x1b\x07\x9b\u202e\r")
