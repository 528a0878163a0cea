"""Views as commands, and `--view` of lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.commands import complete
from bellbuoy.commands.complete import candidates
from tests.bellbuoy.commands.conftest import Bell


def keys(told: list[dict[str, object]]) -> list[object]:
    return [row["id"] for row in told]


def test_saved_shown_opened_deleted(bell: Bell, demo_store: Path) -> None:
    line = ["view", "save", "Large", "tier:critical,at_risk", "--sort", "-arr", "--columns",
            "name,arr,spark", "--place", "radar"]  # fmt: skip
    dry = bell(*line, "-n", store=demo_store)
    assert (dry.code, dry.err) == (0, "a dry run\n")
    assert bell("view", "show", "Large", store=demo_store).code == 3
    assert bell(*line, store=demo_store).err == "saved\n"
    (row,) = bell("view", "show", "large", "--json", store=demo_store).rows
    assert row["command"] == (
        "bellbuoy radar 'tier:critical,at_risk sort:-arr' --cols name,arr,spark"
    )
    named = bell("radar", "--view", "large", "--json", store=demo_store)
    spelled = bell("radar", "tier:critical,at_risk sort:-arr", "--cols", "name,arr,spark",
                   "--json", store=demo_store)  # fmt: skip
    assert named.out == spelled.out
    assert row["rows"] == named.json["total"] == len(named.rows)
    assert list(named.rows[0]) == ["name", "arr", "spark"]
    gone = bell("view", "delete", "Large", store=demo_store)
    assert gone.err == "it is gone: bellbuoy undo brings it back\n"
    assert bell("client", "list", "--view", "Large", store=demo_store).code == 3
    assert bell("undo", store=demo_store).code == 0
    assert bell("client", "list", "--view", "Large", store=demo_store).code == 0


def test_words_behind_a_view_narrow_it(bell: Bell, demo_store: Path) -> None:
    both = bell("client", "list", "arr>10k", "--view", "At risk", "--json", store=demo_store)
    query = "tier:critical,at_risk NOT snoozed:any arr>10k"
    spelled = bell("client", "list", query, "--json",
                   store=demo_store)  # fmt: skip
    assert keys(both.rows) == keys(spelled.rows)
    assert len(both.rows) > 0
    own = bell("client", "list", "--view", "At risk", "--cols", "id", "--json",
               store=demo_store)  # fmt: skip
    assert list(own.rows[0]) == ["id"]


def test_a_grouped_view_shows_groups(bell: Bell, demo_store: Path) -> None:
    bell("view", "save", "Owners", "status:active", "--by", "owner", store=demo_store)
    told = bell("client", "list", "--view", "Owners", "--json", store=demo_store)
    assert told.json["schema"] == "bellbuoy.client_group/1"
    assert told.json["totals"]["n"] == sum(row["n"] for row in told.rows)
    (row,) = bell("view", "show", "Owners", "--json", store=demo_store).rows
    assert row["rows"] == told.json["totals"]["n"]


def test_one_that_stands_is_not_written_over_unseen(bell: Bell, demo_store: Path) -> None:
    (first,) = bell("view", "save", "Late", "arr>1k", "--json", store=demo_store).rows
    clash = bell("view", "save", "Late", "arr>2k", store=demo_store)
    assert clash.code == 6
    assert "arr>1000" in clash.err
    assert f"--rev {first['rev']}" in clash.err
    changed = bell("view", "save", "Late", "--by", "tier", "--rev", str(first["rev"]), "--json",
                   store=demo_store)  # fmt: skip
    assert [(row["query"], row["by"]) for row in changed.rows] == [("arr>1000", "tier")]
    late = bell("view", "delete", "Late", "--rev", str(first["rev"]), store=demo_store)
    assert late.code == 6


def test_shared_with_all_and_with_nobody(bell: Bell, demo_store: Path) -> None:
    bell("view", "save", "Late", "arr>1k", store=demo_store)
    assert bell("view", "share", "Late", "all", store=demo_store).err == (
        "shared with all roles\n"
    )
    denied = bell("view", "share", "Late", "nobody", "--as", "rep", store=demo_store)
    assert denied.code == 5
    assert bell("view", "share", "Late", "nobody", store=demo_store).err == (
        "it is private now\n"
    )
    assert bell("view", "share", "Late", "pirates", store=demo_store).code == 3


def test_a_view_of_incidents_is_no_list_of_clients(bell: Bell, demo_store: Path) -> None:
    bell("view", "save", "Open", "status:open", "--place", "incidents", store=demo_store)
    assert bell("incident", "list", "--view", "Open", store=demo_store).code == 0
    told = bell("client", "list", "--view", "Open", store=demo_store)
    assert told.code == 2
    assert told.err.endswith("hint: bellbuoy incident list --view Open\n")


def test_a_view_is_a_place(bell: Bell, demo_store: Path) -> None:
    bell("view", "save", "raj", "owner:raj", "--by", "tier", store=demo_store)
    told = bell("open", "view/raj", "--plain", store=demo_store)
    assert "Clients › raj › by tier" in told.out
    assert any(line.split()[0] == "total" for line in told.lines if line.strip())
    # Of another list than the one that names it: it opens there.
    assert "Radar › At risk" in bell("open", "view/at risk", "--plain", store=demo_store).out


@pytest.mark.parametrize("name", ["a/b", "late*", "x" * 41, "a\x07b"])
def test_names_that_cannot_be(bell: Bell, demo_store: Path, name: str) -> None:
    told = bell("view", "save", name, store=demo_store)
    assert told.code == 2
    assert "\x07" not in told.err


def test_names_are_completed(demo_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(complete, "_PATIENCE", 30.0)
    before = ["client", "list", "--store", str(demo_store), "--view"]
    assert candidates([*before, "n"]) == ["New this month", "No owner"]
    assert candidates(["view", "show", "--store", str(demo_store), "my"]) == ["My book"]
    assert "tier:" in candidates(["view", "save", "Late", "tie"])
