"""The sections in lines: formula, tiers, store, look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services.context import Context
from core.health.presets import PRESETS
from core.health.types import HealthConfig
from core.look.types import Preferences
from core.store.types import ClockSetting
from tests.tui.charts.samples import assert_fits, plain
from tests.tui.settings.samples import BARE, FACTS, PLAIN, VERSIONS
from themes.load import names
from tui.settings.facts_pane import clock_words, store_lines
from tui.settings.formula_pane import COMPONENTS, FormulaFacts, formula_lines, tier_lines
from tui.settings.look_pane import LookFacts, look_lines
from tui.settings.sections import SECTIONS, place_of, section_lines, titles

WIDTHS = (140, 59, 40, 24)
DEFAULT = FormulaFacts(HealthConfig(), VERSIONS[1:], PRESETS[0])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("look", [PLAIN, BARE], ids=["braille", "ascii"])
def test_everything_fits(demo_ctx: Context, width: int, look: object) -> None:
    drawn = [
        formula_lines(FACTS, look, width),  # type: ignore[arg-type]
        tier_lines(FACTS, look, width),  # type: ignore[arg-type]
        store_lines(demo_ctx, look, width),  # type: ignore[arg-type]
        look_lines(LookFacts(Preferences(), names()), 1, look, width),  # type: ignore[arg-type]
        section_lines(1, look, 20, 12),  # type: ignore[arg-type]
    ]
    for lines in drawn:
        assert_fits(lines, width)
    if look is BARE:
        assert_fits([line for line in drawn[1] if "�" not in line.plain], width, BARE)
        assert_fits(drawn[3], width, BARE)


def test_the_formula_and_its_versions() -> None:
    text = plain(formula_lines(FACTS, PLAIN, 90))
    assert text.startswith(" health/2 is in force since 16 Nov 14:00 by �")
    assert " WEIGHTS  of your own, 100 % together\n usage         50 %  █" in text
    assert " calls        12,000\n logins           20\n plan �" in text
    assert "9,000 calls, 60 logins" in text
    assert " ✓ health/2   16 Nov 14:00" in text
    assert "\n     weights 40/30/30 → 50/25/25\n" in text
    assert "   health/1   with the store          10 scores" in text
    assert text.endswith(" e edit shows how many clients change tier first")


def test_the_formula_of_a_new_store() -> None:
    text = plain(formula_lines(DEFAULT, PLAIN, 70))
    assert text.startswith(" health/1 is in force, as it came with the store\n")
    assert " WEIGHTS  Default, 100 % together\n" in text


def test_a_bar_is_as_long_as_its_weight() -> None:
    lines = [line.plain for line in formula_lines(FACTS, BARE, 60)]
    longest = {name: sum(line.count("#") for line in lines if f" {name} " in line)
               for name in COMPONENTS}  # fmt: skip
    assert longest["engagement"] == longest["incidents"] > 5
    assert abs(longest["usage"] - 2 * longest["incidents"]) <= 1


def test_bounds_in_words_and_on_a_line() -> None:
    text = plain(tier_lines(FACTS, PLAIN, 70))
    assert " healthy      75 to 100\n !  at risk   45 to 74\n !! critical  0 to 44\n" in text
    strip = next(line.plain for line in tier_lines(FACTS, PLAIN, 66) if "░" in line.plain)
    assert (strip.count("░"), strip.count("▒"), strip.count("█")) == (27, 18, 15)
    none = replace(FACTS, config=HealthConfig(at_risk_from=0, healthy_from=1))
    assert "critical" not in plain(tier_lines(none, PLAIN, 70))


def test_who_may_not_change_it_is_told_why() -> None:
    only = replace(FACTS, refusal="role rep only looks: admin may change it")
    for draw in (formula_lines, tier_lines):
        assert plain(draw(only, PLAIN, 80)).endswith(
            " role rep only looks: admin may change it"
        )


def test_the_store(demo_ctx: Context) -> None:
    text = plain(store_lines(demo_ctx, PLAIN, 120))
    for said in ("time zone   UTC: bounds its days", "currency    USD",
                 "clock       stands at 2026-11-16 14:00Z", "demo        yes",
                 "access      opened read-only"):  # fmt: skip
        assert f" {said}" in text
    live = replace(demo_ctx, info=replace(demo_ctx.info, clock=ClockSetting("live")))
    assert clock_words(live) == "live"
    shifted = ClockSetting("shifted", seconds=int(timedelta(hours=-1).total_seconds()))
    moved = replace(demo_ctx, info=replace(demo_ctx.info, clock=shifted))
    assert clock_words(moved) == "shifted by -3600 s"


def test_sections_have_a_cursor_and_a_bar() -> None:
    lines = [line.plain for line in section_lines(1, PLAIN, 20, 10)]
    assert lines[1] == "►Health formula    │"
    assert lines[0] == " Look and keys     │"
    assert lines[9] == " " * 19 + "│"
    assert [place_of(section.id) for section in SECTIONS] == [0, 1, 2, 3, 4]
    assert place_of("nothing") == 0
    assert titles()[1][0] == "Health formula"
