"""Why a score is what it is: what it earned, what moved it, what it lost, what if."""

from __future__ import annotations

from dataclasses import replace

from rich.text import Text

from core.health.types import HealthExplanation
from core.values.contribution import Contribution, Explanation
from core.values.text import cells, fit
from tui.charts.health import LOST, health_page
from tui.charts.steps import Path
from tui.charts.waterfall import Drawn, note_words
from tui.clients.fold_days import fold_days
from tui.clients.row_words import part_name
from tui.lines import line
from tui.look import ScreenLook

_ROWS = "rows behind"
# As many cells as the value column of a table shows.
_VALUE = 24


def explain_lines(explanation: HealthExplanation, width: int, look: ScreenLook) -> list[Text]:
    """The whole page in lines of at most `width` cells, lost points opened into
    incidents and days, equal days folded. Every table stands with its sum."""
    return list(explain_page(explanation, width, look).lines)


def explain_page(
    explanation: HealthExplanation,
    width: int,
    look: ScreenLook,
    *,
    since: int | None = None,
    opened: frozenset[Path] | None = None,
    cursor: int | None = None,
) -> Drawn:
    """The same with the steps and where each stands, for a screen that moves a
    `cursor` over them. `opened` (None: all lost points) are the steps unfolded;
    `since` days ago is what the score was compared with."""
    told = replace(explanation, lost=_with_notes(fold_days(explanation.lost)))
    paths = lost_paths(explanation) if opened is None else opened
    page = health_page(told, look, width, look.zone, opened=paths, cursor=cursor)
    behind = (*_uncompared(told, since, look, width), *_rows_behind(told, look, width))
    return Drawn((*page.lines, *behind), page.steps, page.at)


def lost_paths(explanation: HealthExplanation) -> frozenset[Path]:
    """The steps of lost points that have days or incidents below them."""
    return frozenset((LOST, part.id) for part in explanation.lost.parts if part.parts)


def _with_notes(lost: Explanation) -> Explanation:
    """Incidents say what they are beside their penalty: `high, open  20`."""
    return replace(
        lost,
        parts=tuple(
            replace(part, parts=tuple(map(_with_note, part.parts))) for part in lost.parts
        ),
    )


def _with_note(part: Contribution) -> Contribution:
    told = f"{part.note}  {part.value}"
    return replace(part, value=told) if part.note and len(told) <= _VALUE else part


def _uncompared(
    explanation: HealthExplanation, since: int | None, look: ScreenLook, width: int
) -> list[Text]:
    """Why no table tells what moved the score."""
    if since is None or explanation.change is not None or explanation.score is None:
        return []
    said = f" no score {since} days ago: nothing to compare with"
    return [line([(look.glyphs.words(said), "muted")], look, width)]


def _rows_behind(explanation: HealthExplanation, look: ScreenLook, width: int) -> list[Text]:
    """`rows behind  usage  1,200 calls in 30 days · 212 rows`, a line a component."""
    behind = [(part_name(part), note_words(part)) for part in explanation.earned.parts]
    behind = [(name, note) for name, note in behind if note]
    longest = max((cells(name) for name, _ in behind), default=0)
    words = look.glyphs.words
    return [
        line(
            [
                (f" {'' if index else _ROWS:<{len(_ROWS)}}  ", "muted"),
                (f"{fit(name, longest)}  {words(note)}", ""),
            ],
            look,
            width,
        )
        for index, (name, note) in enumerate(behind)
    ]
