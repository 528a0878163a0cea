"""Definitions by keyboard: the states, a plan of the folder where one stands, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.definitions import applying, exporting, planning
from bellbuoy.services.definitions.files import FOLDER
from bellbuoy.services.settings import set_formula
from core.health.types import HealthConfig
from storage.health.config import current_config
from tests.fixtures.stores import DEMO_NOW, context
from tests.tui.hand import using

HERE = ("g", "o", "down", "down", "down")


@pytest.fixture
def ctx(demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A store whose definitions lie beside it, and somebody who changed one since."""
    monkeypatch.chdir(tmp_path)
    found = context(demo_store, DEMO_NOW, role="manager")
    exporting.write_files(found, FOLDER, exporting.export(found, FOLDER))
    applying.apply(found, planning.plan(found, FOLDER))
    set_formula(found, HealthConfig(weights=(50, 25, 25)))
    return found


async def test_states_then_a_plan_then_back(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*HERE)
        assert "1 changed in the store since files were applied" in hand.text
        assert hand.row(2).startswith("Settings › Definitions")
        assert " scoring weights " in hand.text
        assert "by ana" in hand.text
        await hand.press("enter")
        assert "~ scoring weights" in hand.text
        assert "0 to add, 1 to change, 0 to remove" in hand.text
        await hand.press("escape")
        assert "1 changed in the store" in hand.text
        assert "~ scoring weights" not in hand.text
        await hand.press("enter", "down", "up")
        assert "1 changed in the store" in hand.text


async def test_a_plan_is_applied_after_a_question_and_taken_back_in_one(ctx: Context) -> None:
    def in_force() -> tuple[float, ...]:
        with ctx.reader() as reader:
            return tuple(current_config(reader).weights)

    changed = in_force()
    async with using(ctx) as hand:
        await hand.press(*HERE, "ctrl+s")
        assert in_force() == changed, "there is no plan yet"
        await hand.press("enter", "ctrl+s", "n")
        assert in_force() == changed, "the answer was no"
        await hand.press("ctrl+s", "y")
        await hand.until(lambda: "definitions are applied" in hand.text)
        assert in_force() != changed
        await hand.until(lambda: "all that was applied from files stands" in hand.text)
        await hand.press("z")
        await hand.until(lambda: in_force() == changed)


async def test_files_that_do_not_hold_and_none(ctx: Context, tmp_path: Path) -> None:
    (tmp_path / FOLDER / "views.toml").write_text("[[view]]\n", "utf-8")
    (tmp_path / FOLDER / "scoring.toml").write_text("x = \n", "utf-8")
    async with using(ctx) as hand:
        await hand.press(*HERE, "enter")
        assert "views.toml, view 1.name: it is missing" in hand.text
        assert "scoring.toml line 1: " in hand.text
        for file in (tmp_path / FOLDER).iterdir():
            file.unlink()
        await hand.press("escape", "enter")
        assert "holds no definitions" in hand.text


async def test_a_role_that_may_not_see_them(demo_store: Path) -> None:
    async with using(context(demo_store, DEMO_NOW, role="rep")) as hand:
        await hand.press(*HERE)
        assert "Role rep may not see definitions" in hand.text
        await hand.press("enter")
        assert "Role rep may not see definitions" in hand.text
