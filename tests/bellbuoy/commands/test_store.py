from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bellbuoy.services import making
from storage.engine.migrate import create
from storage.engine.version import SCHEMA
from tests.bellbuoy.commands.conftest import AS_OF, Bell


def test_an_empty_store(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "deep" / "acme.db"
    line = ("store", "init", str(store), "--timezone", "Europe/Berlin", "--currency", "EUR")
    told = bell(*line, "--json")
    assert told.json["schema"] == "bellbuoy.store/1"
    assert told.rows == [
        {"store": str(store), "timezone": "Europe/Berlin", "currency": "EUR", "demo": False,
         "clients": 0},
    ]  # fmt: skip
    found = bell("config", "get", "--json", store=store).rows
    assert [row["value"] for row in found][:4] == ["live", "Europe/Berlin", "EUR", "health/1"]
    assert bell(*line).code == 2, "it is there already"


@pytest.mark.parametrize(
    "wrong",
    [["--timezone", "Mars/Olympus"], ["--currency", "euro"], ["-n", "--currency", "euro"]],
)
def test_wrong_settings_make_nothing(bell: Bell, tmp_path: Path, wrong: list[str]) -> None:
    assert bell("store", "init", *wrong, store=tmp_path / "acme.db").code == 2
    assert list(tmp_path.glob("acme*")) == []


def test_a_dry_run_makes_nothing(bell: Bell, tmp_path: Path, demo_store: Path) -> None:
    for verb in ("init", "demo"):
        told = bell("store", verb, "-n", store=tmp_path / "acme.db")
        assert (told.code, told.err) == (0, "a dry run: nothing was made\n")
        assert not (tmp_path / "acme.db").exists()
        assert bell("store", verb, "-n", store=demo_store).code == 2


def test_the_store_is_named_once(bell: Bell, tmp_path: Path) -> None:
    told = bell("store", "init", "a.db", store=tmp_path / "b.db")
    assert told.code == 2
    assert "twice" in told.err


def test_without_a_name_it_is_the_usual_one(
    bell: Bell, away: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bell("store", "init").code == 0
    assert (away / ".local/share/bellbuoy/bellbuoy.db").is_file()
    monkeypatch.setenv("BELLBUOY_STORE", str(tmp_path / "named.db"))
    assert bell("store", "init").code == 0
    assert (tmp_path / "named.db").is_file()


def test_the_same_seed_gives_the_same_bytes(bell: Bell, tmp_path: Path) -> None:
    stores = [tmp_path / f"{name}.db" for name in "abc"]
    made = tmp_path / "made.db"
    making.demo(str(made), customers=making.usual_customers(15))
    assert bell("store", "demo", str(stores[0])).code == 0
    assert bell("store", "demo", "--seed", "7", store=stores[1]).code == 0
    assert bell("store", "demo", "--seed", "8", store=stores[2]).code == 0
    assert stores[0].read_bytes() == stores[1].read_bytes() == made.read_bytes()
    assert stores[2].read_bytes() != stores[0].read_bytes()


def test_a_demo_of_another_size(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "big.db"
    line = ("store", "demo", "--clients", "40", "--days", "10", "--seed", "0", "--json")
    assert bell(*line, store=store).rows[0]["clients"] == 40
    assert bell("client", "list", "--json", store=store).json["total"] == 40
    assert bell("store", "demo", "--clients", "0", store=tmp_path / "x.db").code == 2


def test_an_older_store_is_migrated_after_a_copy(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "old.db"
    create(store, SCHEMA - 1)
    planned = bell("store", "migrate", "-n", "--json", store=store)
    assert planned.rows == [
        {"store": str(store), "found": SCHEMA - 1, "current": SCHEMA, "copy": None}
    ]
    assert planned.err == "a dry run: it would be migrated\n"
    assert bell("client", "list", "--read-only", store=store).code == 2
    told = bell("store", "migrate", "--json", store=store)
    copy = Path(told.rows[0]["copy"])
    assert copy.is_file()
    assert told.err == "migrated\n"
    assert bell("store", "migrate", store=store).err == "it is up to date\n"
    assert bell("client", "list", "--read-only", store=store).code == 0


@pytest.mark.parametrize("line", ["migrate -n", "migrate", "check", "stats"])
def test_a_newer_store_is_a_conflict(bell: Bell, newer_store: Path, line: str) -> None:
    assert bell("store", *line.split(), store=newer_store).code == 6


def test_a_whole_store_is_sound(demo: Bell) -> None:
    told = demo("store", "check", "--full", "--json")
    assert told.code == 0
    assert {row["state"] for row in told.rows} == {"ok"}
    assert {"file", "scores", "rollups", "standings"} <= {row["name"] for row in told.rows}
    assert len(demo("store", "check").lines) < len(told.rows)


def test_a_wrong_score_fails_the_check(bell: Bell, demo_store: Path) -> None:
    with sqlite3.connect(demo_store) as connection:
        connection.execute("UPDATE client SET score = 12 WHERE key = 'C-0002'")
    connection.close()
    told = bell("store", "check", "--json", store=demo_store)
    assert told.code == 8
    assert [row["name"] for row in told.rows if row["state"] == "fail"] == ["scores"]
    assert told.fault["error"] == "check_failed"
    lines = bell("store", "check", store=demo_store).lines
    assert [line for line in lines if line.startswith("!! fail  scores")]


def test_sizes(demo: Bell) -> None:
    told = demo("store", "stats", "--json")
    assert told.json["as_of"] == AS_OF
    (row,) = told.rows
    tables = {table["table"]: table["rows"] for table in row["tables"]}
    assert (tables["client"], tables["incident"]) == (15, 14)
    assert row["clock"] == {"mode": "frozen", "instant": AS_OF, "seconds": 0}
    assert (row["demo"], row["last_day"], row["schema"]) == (True, "2026-11-16", SCHEMA)
    lines = demo("store", "stats").lines
    assert [line for line in lines if line.split()[:2] == ["client", "15"]]
    assert f"clock           {AS_OF}" in lines


def test_bytes_by_table_and_index(demo: Bell) -> None:
    (row,) = demo("store", "stats", "--json").rows
    tables = {table["table"]: table for table in row["tables"]}
    assert all(table["bytes"] > 0 for table in tables.values())
    named: dict[str, int] = {}
    for index in row["indexes"]:
        named[index["table"]] = named.get(index["table"], 0) + index["bytes"]
    assert {table: named.get(table, 0) for table in tables} == {
        table: each["index_bytes"] for table, each in tables.items()
    }
    assert row["indexes"] == sorted(
        row["indexes"], key=lambda each: (-each["bytes"], each["table"], each["index"])
    )
    assert sum(each["bytes"] + each["index_bytes"] for each in tables.values()) < row["bytes"]
    days = tables["usage_day"]
    assert row["client_day_bytes"] == round(days["bytes"] / days["rows"], 1)
    assert row["estimated"] is False
    lines = demo("store", "stats").lines
    assert f"a client's day  {row['client_day_bytes']} bytes in the rollup" in lines


def test_who_may(demo: Bell) -> None:
    assert demo("store", "stats", "--as", "rep").code == 0
    assert demo("store", "stats", "--as", "nobody").code == 5
    assert demo("store", "check", "--as", "nobody").code == 5
