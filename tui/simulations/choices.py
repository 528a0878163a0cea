"""The list of scenarios with their last runs, and below it how the chosen one is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from rich.text import Text

from bellbuoy.services.simulations.paced import Paced
from core.simulations.types import Run, ScenarioTold
from core.values.instants import day_of
from core.values.text import safe_text
from tui.charts.words import day_month
from tui.lines import line, rule, said
from tui.look import ScreenLook
from tui.overlays.sheet import choice_line
from tui.spans import span_words

ROOM_FOR_LAST = 26
"""Cells from which on a title and the day of its last run stand side by side."""


def last_runs(runs: Sequence[Run]) -> dict[str, datetime]:
    """When each scenario ran last, of runs with the newest first; taken back or not."""
    found: dict[str, datetime] = {}
    for run in runs:
        found.setdefault(run.scenario, run.at)
    return found


def last_words(at: datetime | None, look: ScreenLook) -> str:
    """`never`, `today`, `12 Oct`."""
    if at is None:
        return "never"
    day = day_of(at.astimezone(look.zone).date())
    return "today" if day == look.today else day_month(day)


def choice_lines(
    scenarios: Sequence[ScenarioTold],
    chosen: int,
    paced: Paced,
    last: Mapping[str, datetime],
    look: ScreenLook,
    width: int,
) -> list[Text]:
    """A line a scenario first, so that the number of a line is that of its scenario."""
    one = scenarios[chosen]
    wide = width >= ROOM_FOR_LAST
    lines = [
        choice_line(
            [(each.title, "")],
            [(last_words(last.get(each.id), look), "muted")] if wide else [],
            n == chosen, look, width,
        )
        for n, each in enumerate(scenarios)
    ]  # fmt: skip
    lines.append(rule(look, width))
    for each in one.parameters:
        words = f" {each.name:<8} {paced.values[each.name]:,}{each.unit}"
        lines.append(line([(words, "accent")], look, width))
    lines += said(_pace(paced), "accent", look, width)
    lines += said(one.about, "", look, width)
    lines += said(f"writes: {one.says}", "muted", look, width)
    for each in one.parameters:
        lines += said(f"{each.name}: {each.meaning}", "muted", look, width)
    return lines


def _pace(paced: Paced) -> str:
    """`seed 42, all at once, until taken back`."""
    told = [f"seed {paced.seed}"]
    if paced.spread:
        told.append(f"reached within {span_words(timedelta(minutes=paced.spread))}")
    if paced.length is not None:
        told.append(f"lasts {span_words(timedelta(minutes=paced.length))}")
    if paced.start:
        told.append(f"starts {safe_text(paced.start, 20)}")
    return ", ".join([*told, f"speed {paced.speed:,}x" if paced.speed else "all at once"])
