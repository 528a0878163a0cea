"""The settings by keyboard: look, edit, apply, take back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.screen import ModalScreen

from bellbuoy.services import formula, overview
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from core.access.types import Viewer
from core.health.types import FormulaPreview, HealthConfig
from core.values.errors import BellbuoyError, ConflictError
from tests.fixtures.facts import client, store
from tests.fixtures.stores import DEMO_NOW, NewStore, context
from tests.tui.hand import Hand, using
from tests.tui.running import app_on, press, sees, shown, until
from tui.actions import problems
from tui.key_table import MEANINGS
from tui.settings.draft import Draft
from tui.settings.editing import Editing
from tui.settings.page import SettingsPage

FORMULA = ("g", "o", "down")


@pytest.fixture
def ctx(demo_store: Path) -> Context:
    """A manager, who may change the formula and starts no worker."""
    return context(demo_store, DEMO_NOW, role="manager")


def page(hand: Hand) -> SettingsPage:
    assert isinstance(hand.page, SettingsPage)
    return hand.page


def draft(hand: Hand) -> Draft:
    found = page(hand).form.draft
    assert found is not None
    return found


async def test_sections_one_by_one(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("g", "o")
        assert hand.row(2).startswith("Settings › Look")
        assert "[auto: no colour]" in hand.text
        await hand.press("down")
        assert hand.row(2).startswith("Settings › Health formula")
        assert "usage         40 %" in hand.text
        assert "✓ health/1   with the store          15 scores" in hand.text
        await hand.press("j")
        assert "!! critical  0 to 39" in hand.text
        await hand.press("G")
        assert "time zone   UTC" in hand.text
        await hand.press("home")
        assert hand.row(2).startswith("Settings › Look")
        await hand.press("escape")
        assert "[1 Radar]" in hand.row(1)


@pytest.mark.parametrize(
    ("line", "title"),
    [("settings tiers", "Health tiers"), ("settings", "Look and keys"),
     ("config get scoring", "Health formula")],
)  # fmt: skip
async def test_the_colon_line_leads_there(demo_ctx: Context, line: str, title: str) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("colon")
        await hand.type(line)
        await hand.press("enter")
        assert hand.row(2).startswith(f"Settings › {title}")
        await hand.press("1", "minus")
        assert hand.row(2).startswith(f"Settings › {title}")


async def test_a_preset_is_seen_asked_for_applied_and_taken_back(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "e")
        assert "►preset ←  Default →" in hand.text
        assert " 0 of 15 clients change tier" in hand.text
        await hand.press("right", "right")
        assert "►preset ←  Daily use →" in hand.text
        found = page(hand).preview
        assert found is not None
        assert found.proposed.weights == (20, 60, 20)
        assert f" {found.moved} of 15 clients" in hand.text
        await hand.press("enter")
        assert f"{found.moved} of 15 clients change" in hand.text
        assert "► n  keep health/1" in hand.text
        await hand.press("enter")
        assert formula.current(ctx) == HealthConfig(), "the safe line is the first"
        await hand.press("enter", "y")
        assert formula.current(ctx).version == "health/2"
        assert hand.row(23).startswith("health/2 is in force, scores follow")
        assert hand.row(23).endswith("z undo")
        assert "usage         20 %" in hand.text
        assert "weights 40/30/30 → 20/60/20" in hand.text
        recompute(ctx)
        told = overview.overview(ctx)
        assert {t: c.n for t, c in told.tiers.items()} == {
            t: found.tier(t, after=True).clients for t in told.tiers
        }
        await hand.press("z")
        assert formula.current(ctx).weights == (40, 30, 30)
        assert hand.row(23).startswith("taken back: health.configure health/2, health/3 is in")
        assert hand.row(23).endswith("Z redo")
        await hand.press("z")
        assert "nothing of yours to take back" in hand.row(23)
        await hand.press("Z")
        assert formula.current(ctx).version == "health/4"
        assert formula.current(ctx).weights == (20, 60, 20)


async def test_typing_is_read_as_it_comes(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "e", "tab", "7", "0")
        assert "WEIGHTS  = 54/23/23 %" in hand.text
        found = page(hand).preview
        assert found is not None
        assert found.proposed.weights == (54, 23, 23)
        assert "preset    your own" in hand.text
        # Letters are no figures, and no keys either.
        await hand.press("q", "g", "z", "x")
        assert draft(hand).texts["usage"] == "70"
        await hand.press("down", "down", "down", "1", "comma", "0", "0", "0")
        assert draft(hand).read()[0] == replace(
            found.proposed, version="health/1",
            baseline=replace(found.proposed.baseline, calls=1000),
        )  # fmt: skip
        await hand.press("up", "backspace", "backspace")
        assert "weight of incidents: “” is no number" in hand.text
        await hand.press("enter")
        assert "weight of incidents" in hand.row(23)
        assert page(hand).editing
        await hand.press("escape")
        assert not page(hand).editing
        assert "usage         40 %" in hand.text
        assert formula.current(ctx) == HealthConfig()


async def test_bounds_start_at_their_own_box(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "down", "e")
        assert "►healthy from  70" in hand.text
        await hand.type("90")
        await hand.press("ctrl+s", "y")
        assert formula.current(ctx).healthy_from == 90
        assert "healthy      90 to 100" in hand.text


async def test_nothing_changed_is_nothing_to_apply(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "e", "enter")
        assert "nothing differs from health/1" in hand.row(23)
        assert page(hand).editing


async def test_the_form_goes_round_and_keeps_other_keys_out(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "e", "shift+tab")
        assert "►at risk from" in hand.text
        await hand.press("tab")
        assert "►preset" in hand.text
        for key in ("1", "q", "colon", "z", "R", "T"):
            await hand.press(key)
            assert page(hand).editing
            assert "esc leaves the form" in hand.row(23)
        await hand.press("tab", "left", "right")
        assert "►usage" in hand.text
        await hand.press("question_mark")
        assert page(hand).form.draft is not None
        assert hand.row(24).endswith("? help")


async def test_a_long_preview_scrolls(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "e", "right")
        assert "ARR USD" not in hand.text
        await hand.press("pagedown", "pagedown")
        assert "ARR USD" in hand.text
        await hand.press("pageup", "pageup")
        assert "instead of health/1" in hand.text


async def test_somebody_else_was_faster(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "e", "right", "enter")
        formula.apply(ctx, HealthConfig(weights=(1, 1, 1)), expect="health/1")
        await hand.press("y")
        assert "the formula is health/2 by now" in hand.row(23)
        assert formula.current(ctx).weights == (34, 33, 33)
        assert page(hand).editing


async def test_what_others_did_is_not_taken_back(ctx: Context) -> None:
    raj = replace(ctx, viewer=Viewer("raj", "manager"))
    formula.apply(raj, HealthConfig(weights=(1, 1, 1)), expect="health/1")
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "z")
        assert hand.row(23) == "nothing of yours to take back"
        assert formula.current(ctx).version == "health/2"


async def test_changes_of_others_come_in(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA)
        formula.apply(ctx, HealthConfig(weights=(1, 1, 1)), expect="health/1")
        await hand.until(lambda: "usage         34 %" in hand.text)


@pytest.mark.parametrize(
    ("role", "why"),
    [("rep", "role rep only looks: admin, manager may change it"),
     ("analyst", "role analyst only looks: admin, manager may change it")],
)  # fmt: skip
async def test_other_roles_look(ctx: Context, role: str, why: str) -> None:
    async with using(replace(ctx, viewer=Viewer("eve", role))) as hand:
        await hand.press(*FORMULA)
        assert why in hand.text
        await hand.press("e")
        assert hand.row(23) == f"e edit: {why}"
        await hand.press("z")
        nothing = "nothing of yours" if role == "rep" else "may not take changes back"
        assert nothing in hand.row(23)
        assert not page(hand).editing


async def test_an_auditor_does_not_see_it_and_nothing_is_recorded(ctx: Context) -> None:
    async with using(replace(ctx, viewer=Viewer("eve", "auditor"))) as hand:
        await hand.press(*FORMULA)
        assert "Role auditor may not see the health formula" in hand.text
        await hand.press("e")
        assert "nothing of this section is changed here" in hand.row(23)
    with ctx.reader() as reader:
        assert not reader.value("SELECT count(*) FROM audit WHERE action LIKE 'health:%'")


async def test_a_look_back_and_a_read_only_store_only_show(
    ctx: Context, demo_ctx: Context
) -> None:
    async with using(ctx.looking_at(DEMO_NOW.replace(day=10))) as hand:
        await hand.press(*FORMULA, "e")
        assert "a look at a past day only reads" in hand.row(23)
    async with using(demo_ctx) as hand:
        await hand.press(*FORMULA, "e")
        assert hand.row(23) == "e edit: the store was opened read-only"
        await hand.press("down", "down", "down", "e")
        assert "nothing of this section is changed here" in hand.row(23)


async def test_a_theme_is_chosen_from_a_menu(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("g", "o", "e")
        assert "e  high-contrast" in hand.text
        await hand.press("e")
        assert "[high-contrast]" in hand.text


async def test_an_empty_store_and_one_without_scores(new_store: NewStore) -> None:
    ctx = replace(new_store(at=DEMO_NOW), viewer=Viewer("ana", "manager"))
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "e")
        assert "No clients yet: nobody moves." in hand.text
        await hand.press("right", "enter")
        assert "no clients yet: nobody moves" in hand.text
        await hand.press("y")
        assert formula.current(ctx).version == "health/2"
        store(ctx, "client", [client("a", ctx.today - 90)])
        await hand.press("e")
        assert "1 client wait for a score: figures may differ" in hand.text


async def test_a_preview_that_fails_is_told(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> FormulaPreview:
        raise ConflictError("locked for 5 s by \x1b run 8813", "try again")

    async with using(ctx) as hand:
        monkeypatch.setattr("tui.settings.editing.formula.preview", broken)
        await hand.press(*FORMULA, "e")
        assert "locked for 5 s by � run 8813 (try again)" in hand.text
        await hand.press("right", "enter")
        assert "the question follows" in hand.row(23)
        assert page(hand).editing, "no question without a preview"


async def test_reading_that_fails_is_a_state(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_ctx: Context) -> HealthConfig:
        raise BellbuoyError("the disk is gone")

    monkeypatch.setattr("tui.settings.data.formula.current", broken)
    async with using(ctx) as hand:
        await hand.press(*FORMULA)
        assert "Could not read the settings: the disk is gone." in hand.text


async def test_a_newer_preview_stops_the_older(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = formula.preview, []

    def slow(*args: object, **kwargs: object) -> FormulaPreview:
        asked.append(args[1])
        return real(*args, **kwargs)  # type: ignore[arg-type]

    async with using(ctx) as hand:
        await hand.press(*FORMULA, "e")
        monkeypatch.setattr("tui.settings.editing.formula.preview", slow)
        for key in ("right", "right", "right"):
            hand.app.simulate_key(key)  # at once: none waits for the one before
        await hand.settle()
        assert "Support-heavy" in hand.text
        assert page(hand).preview is not None
        assert page(hand).preview.proposed.weights == (25, 25, 50)  # type: ignore[union-attr]
        assert len(asked) < 3


async def test_progress_is_shown_while_it_is_computed(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA, "e")
        view = page(hand)
        assert isinstance(view, Editing)
        view._counting(240_000, 1_000_000)
        await hand.settle()
        assert "who moves is computed: 240,000 of 1,000,000" in hand.text


@pytest.mark.parametrize("size", [(160, 48), (59, 20), (40, 12)])
async def test_other_sizes_work(ctx: Context, size: tuple[int, int]) -> None:
    async with using(ctx, size) as hand:
        await hand.press(*FORMULA)
        assert "health/1" in hand.text
        await hand.press("e", "right")
        assert ("►Health formula" in hand.text) == (size[0] >= 120)
        assert "Usage-focused" in hand.text
        await hand.press("enter", "y")
        assert formula.current(ctx).version == "health/2"


async def test_keys_of_the_place_have_one_meaning_each(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press(*FORMULA)
        assert problems(page(hand).actions) == ()
        await hand.press("Y")
        assert "bellbuoy config get scoring" in hand.app.clipboard
        await hand.press("y")
        assert hand.app.clipboard == "health/1"
        await hand.press("e")
        assert problems(page(hand).actions) == ()


async def test_each_key_has_one_meaning_or_one_line_of_refusal(demo_master: Path) -> None:
    ends = {"quit", "cancel", "suspend"}
    keys = [key for each in MEANINGS if each.id not in ends for key in each.keys[:1]]
    async with app_on(demo_master).run_test(size=(80, 24)) as pilot:
        await until(pilot, sees(pilot, "Coral Networks"))
        await press(pilot, "g", "o")
        await until(pilot, sees(pilot, "Health formula"))
        for key in keys:
            await press(pilot, *key.split(" "))
            assert pilot.app.return_code is None
            if isinstance(pilot.app.screen, ModalScreen):
                await press(pilot, "escape")
            if not isinstance(pilot.app.screen, SettingsPage):
                await press(pilot, "g", "o")
                assert isinstance(pilot.app.screen, SettingsPage)
        assert "? help" in shown(pilot)
