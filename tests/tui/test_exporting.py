"""`x`: the rows on the screen in a file, as the command writes them."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest

from bellbuoy.services import clients, worker
from bellbuoy.services.context import Context
from bellbuoy.services.simulations.running import run
from bellbuoy.services.supervision.schedule import make_known
from core.desk.types import Selection
from core.values.errors import BellbuoyError
from jobs.registry import JOBS
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import Hand, using
from tui.exporting import export, file_fault, file_told, write_picture


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    """A store with a worker of this process, so that none is started."""
    found = context(demo_store, DEMO_NOW)
    make_known(found, [job.plan for job in JOBS])
    worker.enlist(found, "w")
    worker.beat(found, "w", None)
    return found


def names(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [row["id"] for row in csv.DictReader(lines)]


async def name_it(hand: Hand, file: Path) -> None:
    await hand.press("x", "end", *["backspace"] * 40)
    await hand.type(str(file))
    await hand.press("enter")
    await hand.until(lambda: "written: " in hand.row(23), 30)


async def test_the_file_holds_the_rows_of_the_screen(ctx: Context, tmp_path: Path) -> None:
    expected = [row.key for row in clients.page(ctx, "tier:critical,at_risk").rows]
    async with using(ctx) as hand:
        await name_it(hand, tmp_path / "risk.csv")
        assert names(tmp_path / "risk.csv") == expected
        await name_it(hand, tmp_path / "risk.json")
    told = json.loads((tmp_path / "risk.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in told["rows"]] == expected


async def test_marked_rows_alone_are_written(ctx: Context, tmp_path: Path) -> None:
    async with using(ctx) as hand:
        await hand.press("space", "down", "space")
        marked = {row.key for row in clients.page(ctx, clients.RADAR_QUERY).rows[:2]}
        await name_it(hand, tmp_path / "two.csv")
        assert set(names(tmp_path / "two.csv")) == marked


async def test_groups_and_opened_figures_are_written_too(ctx: Context, tmp_path: Path) -> None:
    async with using(ctx) as hand:
        await hand.press("2", "b", "t")
        await name_it(hand, tmp_path / "tiers.jsonl")
        await hand.press("w")
        await name_it(hand, tmp_path / "figures.jsonl")
    lines = (tmp_path / "tiers.jsonl").read_text(encoding="utf-8").splitlines()
    assert sum(json.loads(line)["n"] for line in lines) == 15
    lines = (tmp_path / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["measure"] for line in lines} >= {"clients", "ARR"}


async def test_a_picture_is_of_the_screen_without_the_box(ctx: Context, tmp_path: Path) -> None:
    file = tmp_path / "risk.svg"
    async with using(ctx) as hand:
        await hand.press("down")
        first = hand.list.list.cursor_row
        assert first is not None
        await name_it(hand, file)
    drawn = file.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    said = drawn.replace("&#160;", " ")
    assert first.name.split()[0] in said
    assert "Write the rows to a file" not in said
    with pytest.raises(BellbuoyError, match="cannot be written"):
        write_picture(drawn, str(tmp_path / "none" / "risk.svg"))


async def test_a_name_that_fits_no_form_is_refused(ctx: Context, tmp_path: Path) -> None:
    async with using(ctx) as hand:
        await hand.press("x", "end", *["backspace"] * 40)
        await hand.type(str(tmp_path / "risk.xls"))
        await hand.press("enter")
        assert "a file that ends in .csv, .json, .jsonl, .md, .svg" in hand.text
        assert not list(tmp_path.glob("risk*"))


def test_what_stands_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    assert (file_fault(str(file)), file_told(str(file))) == ("", "")
    file.write_text("old", encoding="utf-8")
    assert file_told(str(file)) == "it is there already: it will be written over"
    assert "no folder" in file_fault(str(tmp_path / "none" / "a.csv"))
    (tmp_path / "folder.csv").mkdir()
    assert file_fault(str(tmp_path / "folder.csv")) == "that is a folder"


def test_what_the_command_refuses_is_said(ctx: Context, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with pytest.raises(BellbuoyError, match="unknown field"):
        export(ctx, "bellbuoy client list nope:1", str(file), lambda: False)
    assert not file.exists()


def test_stopped_it_leaves_no_file(ctx: Context, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    began = time.monotonic()
    with pytest.raises(BellbuoyError, match="stopped"):
        export(ctx, "bellbuoy client list", str(file), lambda: time.monotonic() > began)
    assert not file.exists()


def test_simulated_clients_stay_out_of_a_file_and_it_says_so(
    ctx: Context, tmp_path: Path
) -> None:
    run(ctx, "outage", Selection(("C-0004",)), {})
    told = export(ctx, "bellbuoy client list", str(tmp_path / "all.csv"), lambda: False)
    assert "C-0004" not in names(tmp_path / "all.csv")
    assert len(names(tmp_path / "all.csv")) == 14
    path, note = told.split("; ")
    assert path == str(tmp_path / "all.csv")
    assert note.startswith("1 client is simulated (run 1): lists leave their rows out")
