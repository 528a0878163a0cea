from __future__ import annotations

from pathlib import Path

from tests.bellbuoy.commands.conftest import Bell


def test_nobody_is_blamed_for_a_store_not_made_yet(bell: Bell) -> None:
    told = bell("doctor")
    assert told.code == 0
    assert "no store at " in told.err
    assert told.lines[0].startswith("   ok    python")


def test_a_store_that_was_named_has_to_be_there(bell: Bell, tmp_path: Path) -> None:
    told = bell("doctor", "--json", store=tmp_path / "none.db")
    assert told.code == 8
    assert told.rows[-1]["name"] == "store"
    assert told.rows[-1]["state"] == "fail"


def test_a_sound_store_has_its_clock_and_worker(demo: Bell) -> None:
    told = demo("doctor", "--json")
    assert told.json["schema"] == "bellbuoy.check/1"
    found = {row["name"]: row for row in told.rows}
    assert found["scores"]["state"] == "ok"
    assert "2026-11-16" in found["clock"]["text"]
    assert found["worker"]["state"] == "warn"
    assert told.code == 0, "warnings are no failure"


def test_a_damaged_store_fails(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "text.db"
    store.write_text("no store", encoding="utf-8")
    told = bell("doctor", store=store)
    assert told.code == 8
    assert "Traceback" not in told.err
