"""`undo` and `redo`, and what the list of changes says of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bellbuoy.services.alerts.rules import edit
from core.access.types import Viewer
from tests.bellbuoy.commands.conftest import Bell
from tests.fixtures.stores import DEMO_NOW, context


def value(bell: Bell, store: Path, key: str = "cache.days") -> object:
    (row,) = bell("config", "get", key, "--json", store=store).rows
    return row["value"]


def test_a_change_is_taken_back_and_done_again(bell: Bell, demo_store: Path) -> None:
    before = value(bell, demo_store)
    bell("config", "set", "cache.days", "30", store=demo_store)
    tried = bell("undo", "-n", "--json", store=demo_store)
    assert (tried.code, tried.rows[0]["number"], tried.rows[0]["dry_run"]) == (0, None, True)
    assert "a dry run: change " in bell("undo", "-n", store=demo_store).err
    told = bell("undo", store=demo_store)
    assert (told.code, value(bell, demo_store)) == (0, before)
    assert told.err.startswith("taken back: change ")
    assert "cache.days cache.days; bellbuoy redo does it again" in told.err
    listed = bell("change", "list", "--json", store=demo_store).rows
    assert [row["action"] for row in listed[:2]] == ["undo:cache.days", "cache.days"]
    assert listed[1]["undo"] == f"undone by {listed[0]['id']}"
    assert bell("redo", store=demo_store).err.startswith("done again: change ")
    assert value(bell, demo_store) == "30"
    nothing = bell("redo", store=demo_store)
    assert nothing.code == 0
    assert nothing.err.startswith("nothing to do again\n")


def test_what_is_taken_back_already_is_one_line(bell: Bell, demo_store: Path) -> None:
    bell("config", "set", "cache.days", "30", store=demo_store)
    number = str(bell("change", "list", "--json", store=demo_store).rows[0]["id"])
    bell("undo", number, store=demo_store)
    ledger = bell("change", "list", "--json", store=demo_store).rows
    told = bell("undo", number, store=demo_store)
    by = ledger[0]["id"]
    words = f"change {number} is taken back already, by {by}: nothing changed\n"
    assert (told.code, told.err) == (0, words)
    assert bell("change", "list", "--json", store=demo_store).rows == ledger


def test_a_conflict_is_exit_code_6_and_names_the_row(bell: Bell, demo_store: Path) -> None:
    edit_as = ("alert", "rules", "edit", "tier-critical", "--severity")
    bell(*edit_as, "low", store=demo_store)
    mei = replace(context(demo_store, DEMO_NOW), viewer=Viewer("mei", "admin"))
    edit(mei, "tier-critical", {"severity": "high"})
    told = bell("undo", store=demo_store)
    assert (told.code, told.out) == (6, "")
    for words in ("alert_rule tier-critical", "was critical", "made it low", "now it is high",
                  "by mei"):  # fmt: skip
        assert words in told.err
    fault = bell("undo", "--json", store=demo_store).fault
    assert "tier-critical" in str(fault)


def test_what_cannot_be_is_marked_with_what_helps(bell: Bell, demo_store: Path) -> None:
    rows = bell("change", "list", "--json", store=demo_store).rows
    demo = rows[-1]
    assert (demo["action"], demo["undo"]) == ("store.demo", "cannot")
    page = bell("change", "show", str(demo["id"]), store=demo_store).out
    assert "cannot: a demo store is made as a whole; bellbuoy store demo" in page
    told = bell("undo", str(demo["id"]), store=demo_store)
    assert told.code == 6
    assert "cannot be taken back: a demo store is made as a whole" in told.err
    assert bell("undo", "99999", store=demo_store).code == 3
    nothing = bell("undo", store=demo_store)
    assert nothing.code == 0
    assert nothing.err.startswith("nothing of yours to take back")


def test_who_may_not_is_told(bell: Bell, demo_store: Path) -> None:
    bell("config", "set", "cache.days", "30", store=demo_store)
    for role, lacks in (("analyst", "change:undo"), ("rep", "cache:clear")):
        told = bell("undo", "--as", role, store=demo_store)
        assert told.code == 5
        assert lacks in told.err
