from __future__ import annotations

import io
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.commands.import_files import import_files
from bellbuoy.commands.options import Options
from bellbuoy.services import worker
from bellbuoy.services.context import open_context
from tests.bellbuoy.commands.conftest import ROOT, Bell
from tests.fixtures.stores import context

PLAIN = ROOT / "examples" / "plain"
RAVENSTACK = ROOT.parent / "shared" / "data" / "ravenstack_saas"
MAPPING = ROOT / "examples" / "ravenstack.toml"
needs_ravenstack = pytest.mark.skipif(
    not RAVENSTACK.is_dir(), reason=f"RAVENSTACK IS NOT TESTED: {RAVENSTACK} is missing"
)
VALUES = {
    "map": None, "kind": None, "source_name": None, "set_clock": False,
    "delimiter": None, "quote": None, "encoding": None,
}  # fmt: skip


def counts(row: dict[str, Any]) -> tuple[int, int, int, int]:
    return row["read"], row["stored"], row["unchanged"], row["quarantined"]


def test_a_first_import_makes_the_store_and_offers_the_clock(
    bell: Bell, tmp_path: Path
) -> None:
    store = tmp_path / "new" / "team.db"
    told = bell("import", str(PLAIN), store=store)
    assert told.code == 0
    assert told.lines[0].split() == [
        "file",
        "kind",
        "read",
        "stored",
        "unchanged",
        "quarantined",
    ]
    assert told.lines[5].split() == ["total", "83", "83", "0", "0"]
    assert told.err.splitlines()[0] == f"made the store {store} (UTC, USD)"
    assert told.err.splitlines()[1].startswith("the newest fact is of 2024-06-30, ")
    assert told.err.splitlines()[1].endswith(": bellbuoy config set clock 2024-06-30")
    assert "is the clock right?" in told.out
    assert bell("config", "get", "clock", "--json", store=store).rows[0]["value"] == "live"


def test_a_second_import_changes_nothing(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "team.db"
    (first,) = bell("import", str(PLAIN), "--set-clock", "--json", store=store).rows
    before = bell("client", "list", "--json", store=store).out
    (second,) = bell("import", str(PLAIN), "--json", store=store).rows
    assert counts(first) == (83, 83, 0, 0)
    assert counts(second) == (83, 0, 83, 0)
    assert (second["made_store"], second["changed_clients"]) == (False, 0)
    assert bell("client", "list", "--json", store=store).out == before


def test_the_clock_is_set_where_it_is_said(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "team.db"
    told = bell("import", str(PLAIN), "--set-clock", "--json", store=store)
    (row,) = told.rows
    assert row["clock_set"] == row["newest"] == row["offer_clock"] == "2024-06-30"
    assert told.json["as_of"] == "2024-06-30T23:59:59.999999Z"
    assert sum(row["tiers"].values()) == 8
    (overview,) = bell("overview", "--json", store=store).rows
    assert row["tiers"] == {tier: each["n"] for tier, each in overview["tiers"].items()}
    (busiest,) = bell("client", "list", "sort:-calls limit:1", "--json", store=store).rows
    history = bell("health", "history", busiest["id"], "--json", store=store)
    assert len(history.rows) > 5, "the history behind it is computed too"
    again = bell("import", str(PLAIN), "--set-clock", store=store)
    assert "the clock stays" in again.err


@pytest.mark.parametrize(
    ("answer", "clock"), [("y\n", "2024-06-30"), ("n\n", None), ("", None)]
)
def test_a_person_is_asked(
    answer: str,
    clock: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    options = Options(
        store=str(tmp_path / "team.db"), format="json", asks=True,
        values={**VALUES, "path": str(PLAIN)},
    )  # fmt: skip
    (row,) = import_files(options).rows
    assert row["clock_set"] == clock
    asked = capsys.readouterr().err
    assert asked.startswith("The newest fact is of 2024-06-30, ")
    assert asked.endswith("Let the store's clock stand there? [y/N] ")


def test_yes_answers_and_a_fresh_store_is_not_asked(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "team.db"
    (row,) = bell("import", str(PLAIN), "-y", "--json", store=store).rows
    assert row["clock_set"] == "2024-06-30"
    fresh = tmp_path / "client.csv"
    fresh.write_text("id,name\nx-1,New\n", encoding="utf-8")
    (row,) = bell("import", str(fresh), "-y", "--json", store=store).rows
    assert (row["stored"], row["offer_clock"], row["clock_set"]) == (1, None, None)


def test_a_dry_run_stores_nothing(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "team.db"
    told = bell("import", str(PLAIN), "-n", "--json", store=store)
    (row,) = told.rows
    assert (row["dry_run"], row["read"], row["stored"]) == (True, 83, 83)
    assert told.err == "a dry run: nothing was stored\n"
    assert not store.exists()
    bell("store", "init", store=store)
    before = store.read_bytes()
    assert bell("import", str(PLAIN), "-n", "--read-only", store=store).code == 0
    assert store.read_bytes() == before
    assert bell("import", str(PLAIN), "--read-only", store=store).code == 2


def test_refused_rows_are_told_and_kept(bell: Bell, tmp_path: Path) -> None:
    store, file = tmp_path / "team.db", tmp_path / "client.csv"
    file.write_text("id,name\nx-1,Good\n,Nameless\nx-3,\x1b[2JBad,1\n", encoding="utf-8")
    told = bell("import", str(file), store=store)
    assert told.code == 4
    assert "2 rows were refused: bellbuoy quarantine list" in told.err.splitlines()
    assert [line for line in told.lines if line.startswith("why in quarantine")]
    (row,) = bell("import", str(file), "--json", store=store).rows
    assert sum(reason["rows"] for reason in row["reasons"]) == row["quarantined"] == 2


def test_rows_of_files_in_other_formats(bell: Bell, tmp_path: Path) -> None:
    told = bell("import", str(PLAIN), "--csv", store=tmp_path / "team.db")
    assert told.out.split("\r\n")[0] == "file,kind,read,stored,unchanged,quarantined"
    assert told.out.split("\r\n")[1] == "client.csv,client,8,8,0,0"


def test_what_nobody_takes_is_named(bell: Bell, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "client.csv").write_text("id,name\nx-1,New\n", encoding="utf-8")
    (folder / "invoices.csv").write_text("id\n1\n", encoding="utf-8")
    told = bell("import", str(folder), store=tmp_path / "team.db")
    assert "takes it: invoices.csv" in told.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nowhere/"], 3),
        (["examples/plain", "--map", "none.toml"], 3),
        (["examples/plain", "--map", "examples/ravenstack.toml"], 3),
        (["examples/plain/client.csv", "--map", "pyproject.toml"], 2),
        (["examples/plain", "--map", "x.toml", "--kind", "client"], 2),
        (["examples/plain", "--kind", "clients"], 2),
        (["examples/plain", "--cols", "file"], 2),
    ],
)
def test_a_wrong_line_makes_no_store(
    bell: Bell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int
) -> None:
    monkeypatch.chdir(ROOT)
    store = tmp_path / "team.db"
    assert bell("import", *words, store=store).code == code
    assert not store.exists()


def test_a_kind_and_a_source_can_be_named(bell: Bell, tmp_path: Path) -> None:
    store, file = tmp_path / "team.db", tmp_path / "list.csv"
    file.write_text("id,name\n7,Acme\n", encoding="utf-8")
    told = bell("client", "import", str(file), "--source", "crm", "--json", store=store)
    assert told.code == 0
    assert told.rows[0]["source"] == "crm"
    (shown,) = bell("client", "show", "acme", "--json", store=store).rows
    assert shown["identities"] == [{"source": "crm", "id": "7"}]


def test_a_rep_may_not_import(bell: Bell, empty_store: Path) -> None:
    told = bell("import", str(PLAIN), "--as", "rep", "--json", store=empty_store)
    assert (told.code, told.fault["error"]) == (5, "denied")
    assert bell("client", "list", "--json", store=empty_store).json["total"] == 0


def test_a_look_back_only_reads(bell: Bell, demo_store: Path) -> None:
    told = bell("import", str(PLAIN), "--as-of", "2026-11-01", store=demo_store)
    assert told.code == 2
    assert "only reads" in told.err


def test_a_living_worker_is_left_to_score(bell: Bell, empty_store: Path) -> None:
    ctx = open_context(str(empty_store))
    worker.enlist(ctx, "test")
    (row,) = bell("import", str(PLAIN), "-y", "--json", store=empty_store).rows
    assert (row["clock_set"], row["tiers"], row["saturated"]) == ("2024-06-30", {}, [])
    told = bell("store", "check", "--json", store=empty_store)
    assert [r["state"] for r in told.rows if r["name"] == "queue"] == ["warn"]


@needs_ravenstack
def test_a_whole_export_with_its_mapping(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "team.db"
    line = ("import", str(RAVENSTACK), "--map", str(MAPPING), "--json")
    first = bell(*line, "--set-clock", store=store)
    assert first.code == 4
    (row,) = first.rows
    assert counts(row) == (33_100, 33_043, 0, 57)
    assert row["reasons"] == [
        {"code": "time.order", "rows": 36},
        {"code": "id.conflict", "rows": 21},
    ]
    assert row["clock_set"] == "2024-12-31"
    assert sum(row["tiers"].values()) == 500
    assert row["tiers"]["healthy"] > 100
    second = bell(*line, store=store)
    assert second.code == 4
    assert counts(second.rows[0]) == (33_100, 0, 33_043, 57)
    assert bell("quarantine", "list", "--json", store=store).json["total"] == 57
    worst = bell("radar", "--limit", "3", "--json", store=store).rows
    for client in worst:
        (found,) = bell("health", "explain", client["id"], "--json", store=store).rows
        assert sum(p["points"] for p in found["earned"]["parts"]) == client["health"]
        assert sum(p["points"] for p in found["lost"]["parts"]) == 100 - client["health"]
    assert bell("store", "check", "--full", store=store).code == 0


@needs_ravenstack
def test_a_live_clock_finds_nobody_in_use(bell: Bell, tmp_path: Path) -> None:
    line = ("import", str(RAVENSTACK), "--map", str(MAPPING))
    told = bell(*line, store=tmp_path / "team.db")
    assert "usage is 0 for 100 % of 500 scored clients (baseline 33 calls): " in told.out
    assert "nobody of 500 scored clients is healthy" in told.out


def stored(path: Path) -> int:
    """How many events a store holds while it is being filled."""
    try:
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=1)
        try:
            return int(db.execute("SELECT count(*) FROM event").fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return 0


@pytest.mark.process
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_import_goes_on(bell: Bell, tmp_path: Path, number: int, code: int) -> None:
    folder, store = tmp_path / "export", tmp_path / "team.db"
    folder.mkdir()
    (folder / "client.csv").write_text("id,name\nx-1,New\n", encoding="utf-8")
    rows = "".join(f"u-{n},x-1,2024-06-{n % 28 + 1:02}T09:00:00Z,1\n" for n in range(120_000))
    (folder / "usage.csv").write_text("id,client,at,value\n" + rows, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "bellbuoy", "import", str(folder)]
    with subprocess.Popen(
        [*command, "--store", str(store)], cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        end = time.monotonic() + 60
        while stored(store) == 0:
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.01)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert out == ""
    assert err.splitlines()[0].endswith("the same command goes on from there")
    assert 0 < stored(store) < 120_000
    assert bell("store", "check", "--full", store=store).code == 0
    told = bell("import", str(folder), "--json", store=store)
    (row,) = told.rows
    assert row["resumed"] is True
    assert "went on with an import that had been stopped" in told.err
    assert stored(store) == 120_000
    assert row["stored"] == row["read"] == 120_001
    assert bell("store", "check", "--full", store=store).code == 0


def test_the_store_is_opened_as_the_flags_say(demo_store: Path, bell: Bell) -> None:
    """An import into a store with a clock of its own counts days by that clock."""
    (row,) = bell("import", str(PLAIN), "-y", "--json", store=demo_store).rows
    assert (row["offer_clock"], row["clock_set"]) == (None, None)
    assert context(demo_store).info.clock.mode == "frozen"


def piped(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let bytes wait in standard input."""

    class Stdin(io.StringIO):
        buffer = io.BytesIO(data)

    monkeypatch.setattr("sys.stdin", Stdin())


def test_standard_input_of_a_kind(
    bell: Bell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "team.db"
    piped(b"id,name\nx-1,New\n", monkeypatch)
    (row,) = bell("import", "-", "--kind", "client", "--json", store=store).rows
    assert counts(row) == (1, 1, 0, 0)
    assert (row["files"][0]["file"], row["unused"]) == ("stdin", [])
    piped(b'{"id": "x-2", "name": "Lines"}\n', monkeypatch)
    (row,) = bell("client", "import", "-", "--json", store=store).rows
    assert counts(row) == (1, 1, 0, 0)
    piped(b"", monkeypatch)
    assert "nothing tells what is in it" in bell("import", "-", store=store).err


def test_what_is_piped_in_answers_no_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped(b"id,name,start\nx-1,New,2020-01-01\n", monkeypatch)
    options = Options(
        store=str(tmp_path / "team.db"), format="json", asks=True,
        values={**VALUES, "path": "-", "kind": "client"},
    )  # fmt: skip
    (row,) = import_files(options).rows
    assert (row["offer_clock"], row["clock_set"]) == ("2020-01-01", None)


def test_how_a_file_is_written_can_be_said(bell: Bell, tmp_path: Path) -> None:
    store, file = tmp_path / "team.db", tmp_path / "client.txt"
    file.write_bytes("id|name\n1|'Zoë | Co'\n".encode("cp1252"))
    line = ("import", str(file), "--kind", "client", "--json")
    assert bell(*line, "--quote", "single", store=store).code == 4
    told = ("--encoding", "cp1252", "--quote", "single", "--delimiter", "pipe")
    assert counts(bell(*line, *told, store=store).rows[0]) == (1, 1, 0, 0)
    assert bell("client", "show", "1", "--json", store=store).rows[0]["name"] == "Zoë | Co"
    for wrong in (("--delimiter", "ab"), ("--quote", "x"), ("--encoding", "klingon")):
        refused = bell("import", str(file), "--kind", "client", *wrong, store=store)
        assert refused.code == 2
        assert wrong[0] in refused.err


def test_files_that_are_as_they_were_are_named(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "team.db"
    bell("import", str(PLAIN), store=store)
    told = bell("import", str(PLAIN), store=store)
    assert "as they were, not read again: client.csv, subscription.csv" in told.err
    (row,) = bell("import", str(PLAIN), "--json", store=store).rows
    assert {file["skipped"] for file in row["files"]} == {True}
