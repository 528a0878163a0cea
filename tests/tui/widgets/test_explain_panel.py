"""Walking through an explanation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.charts.samples import EARNED, HEALTH, LOST, PLAIN, UNKNOWN, plain
from tui.charts.waterfall import Table
from tui.widgets.explain_panel import ExplainPanel, page_of_health, page_of_table


def panel() -> ExplainPanel:
    return ExplainPanel(page_of_health(HEALTH, PLAIN, UTC))


def path(shown: ExplainPanel) -> tuple[str, ...]:
    assert shown.step is not None
    return shown.step.path


def test_the_cursor_starts_on_the_first_step_and_walks_over_all_tables() -> None:
    shown = panel()
    assert path(shown) == ("earned", "usage")
    shown.move_by(3)
    assert path(shown) == ("change", "usage")
    shown.move_by(100)
    assert path(shown) == ("lost", "incidents")
    shown.move_by(-100)
    assert path(shown) == ("earned", "usage")


def test_the_line_of_the_cursor_is_the_marked_one_at_every_width() -> None:
    shown = panel()
    for width in (120, 80, 40):
        for index in range(9):
            shown.move_to(index)
            lines = shown.draw(width)
            assert lines[shown.line].plain.startswith("►")
            assert sum(line.plain.startswith("►") for line in lines) == 1


def test_a_step_with_parts_opens_and_closes() -> None:
    shown = panel()
    assert not shown.toggle(), "what it earned has no parts"
    shown.move_to(8)
    closed = len(shown.draw(80))
    assert shown.toggle()
    assert len(shown.draw(80)) == closed + 2
    assert path(shown) == ("lost", "incidents")
    shown.move_by(1)
    assert path(shown) == ("lost", "incidents", "INC-2231")
    assert "high, open" in plain(shown.draw(80))
    shown.move_by(-1)
    assert shown.toggle()
    assert len(shown.draw(80)) == closed
    assert shown.opened == frozenset()


def test_newer_figures_keep_the_cursor_on_its_step() -> None:
    shown = panel()
    shown.move_to(7)
    assert path(shown) == ("lost", "engagement")
    shown.show(page_of_health(replace(HEALTH, change=None), PLAIN, UTC))
    assert path(shown) == ("lost", "engagement")
    full = replace(HEALTH.lost, total=0, parts=())
    shown.show(page_of_health(replace(HEALTH, change=None, lost=full), PLAIN, UTC))
    assert path(shown) == ("earned", "incidents")


def test_a_click_on_a_step_moves_there_and_elsewhere_does_nothing() -> None:
    shown = panel()
    shown.move_to(2)
    line = shown.line
    shown.move_to(0)
    shown.move_to_line(line)
    assert path(shown) == ("earned", "incidents")
    shown.move_to_line(0)
    assert path(shown) == ("earned", "incidents")


def test_any_explanation_has_its_table_its_note_and_its_sum() -> None:
    shown = ExplainPanel(page_of_table(Table(EARNED, of=100), PLAIN))
    text = plain(shown.draw(80))
    assert "1,200 calls in 30 days · 212 rows" in text
    assert text.endswith("Points add up exactly: 10 + 10 + 18 = 38")
    shown = ExplainPanel(page_of_table(Table(LOST, root="lost"), PLAIN))
    shown.move_to(2)
    assert shown.toggle()
    assert "INC" not in plain(shown.draw(40))
    assert "API 5xx" in plain(shown.draw(40))


def test_nothing_known_has_no_step() -> None:
    shown = ExplainPanel(page_of_table(Table(UNKNOWN), PLAIN))
    shown.move_by(1)
    assert shown.step is None
    assert shown.line == 0
    assert not shown.toggle()
    assert "usage unknown" in plain(shown.draw(60))


@given(st.lists(st.sampled_from(("down", "up", "toggle", "narrow", "wide")), max_size=25))
def test_whatever_is_pressed_one_line_is_marked(keys: list[str]) -> None:
    shown, width = panel(), 80
    for key in keys:
        if key in {"narrow", "wide"}:
            width = 40 if key == "narrow" else 120
        elif key == "toggle":
            shown.toggle()
        else:
            shown.move_by(1 if key == "down" else -1)
        lines = shown.draw(width)
        assert [i for i, line in enumerate(lines) if line.plain.startswith("►")] == [shown.line]
