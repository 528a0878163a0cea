"""Everything that opens a health score, as one page of lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from rich.text import Text

from core.health.types import HealthExplanation
from core.values.text import cells, fit, safe_text
from tui.charts.steps import Path
from tui.charts.waterfall import Drawn, Table, note_words, sum_line, waterfall
from tui.charts.words import day_month, wrap
from tui.palette import ROLE_OF, Look, Role

EARNED = "earned"
CHANGE = "change"
LOST = "lost"
_WHAT_IF = "what if"
# The words before a case, and the scores behind it.
_BESIDE_CASE = len(_WHAT_IF) + 3 + 12


def health_tables(
    data: HealthExplanation, opened: frozenset[Path] = frozenset()
) -> list[Table]:
    """The tables of a page in order: earned, what moved it, lost."""
    tables = [Table(data.earned, of=100, root=EARNED, opened=opened)]
    if data.change is not None:
        since = "" if data.change_from is None else f"  since {day_month(data.change_from)}"
        tables.append(
            Table(
                data.change,
                title=f"WHY IT MOVED{since}",
                value_title="BEFORE → NOW",
                total_value=_moved(data),
                change=True,
                root=CHANGE,
                opened=opened,
            )
        )
    if data.lost.total:
        tables.append(Table(data.lost, "POINTS LOST", root=LOST, opened=opened))
    return tables


def health_page(
    data: HealthExplanation,
    look: Look,
    width: int,
    zone: tzinfo,
    *,
    opened: frozenset[Path] = frozenset(),
    cursor: int | None = None,
) -> Drawn:
    """The page in lines of at most `width` cells; `cursor` counts through all tables.

    A score always stands above the lines that sum to it, and the sum is
    written out below. Times are printed in `zone`.
    """
    page = _Page(look, width)
    page.add(_heading(data, look, width, zone))
    page.add(_said(data.flags, "muted", look, width))
    for table in health_tables(data, opened):
        page.add([Text("", end="")])
        page.add_table(table, cursor)
    page.add([Text("", end="")])
    page.add(_what_if(data, look, width))
    page.add(_sums(data, look, width))
    return page.drawn()


class _Page:
    """Lines put together, and where each step came to stand."""

    def __init__(self, look: Look, width: int) -> None:
        self._look = look
        self._width = width
        self._lines: list[Text] = []
        self._steps: list[Drawn] = []
        self._at: list[int] = []

    def add(self, lines: Iterable[Text]) -> None:
        self._lines.extend(lines)

    def add_table(self, table: Table, cursor: int | None) -> None:
        before = len(self._at)
        inside = None if cursor is None else cursor - before
        drawn = waterfall(table, self._look, self._width, inside)
        self._at.extend(len(self._lines) + line for line in drawn.at)
        self._lines.extend(drawn.lines)
        self._steps.append(drawn)
        if inside is not None and 0 <= inside < len(drawn.steps):
            words = note_words(drawn.steps[inside].part)
            self.add(_said([words] if words else [], "muted", self._look, self._width))

    def drawn(self) -> Drawn:
        found = tuple(step for drawn in self._steps for step in drawn.steps)
        return Drawn(tuple(self._lines), found, tuple(self._at))


def _moved(data: HealthExplanation) -> str:
    if data.score_before is None or data.score is None:
        return ""
    return f"{data.score_before} → {data.score}{'~' if data.simulated else ''}"


def _heading(data: HealthExplanation, look: Look, width: int, zone: tzinfo) -> list[Text]:
    name = safe_text(data.client_name)
    mark = "~" if data.simulated else ""
    score = "unknown" if data.score is None else f"{data.score}{mark}"
    partial = ", partial" if data.partial else ""
    clock = data.scored_at.astimezone(zone).strftime("%H:%M:%S")
    run = "" if data.run is None else f" by run {data.run}"
    first = f" Health of {name}, {score}{partial}"
    second = f"formula {safe_text(data.earned.config)}, scored {clock}{run}"
    g = look.glyphs
    whole = f"{first}   {second}"
    if cells(whole) <= width:
        return [_headed(g.words(whole), len(first), data, look)]
    return [
        _headed(fit(first, width, ellipsis=g.ellipsis).rstrip(), width, data, look),
        Text(fit(f" {second}", width, ellipsis=g.ellipsis).rstrip(), end=""),
    ]


def _headed(line: str, until: int, data: HealthExplanation, look: Look) -> Text:
    text = Text(line, end="")
    text.stylize(look.style(ROLE_OF[data.tier]), 0, until)
    return text


def _said(lines: Iterable[str], role: Role, look: Look, width: int) -> list[Text]:
    return [
        Text(" " + piece, look.style(role), end="")
        for line in lines
        for piece in wrap(look.glyphs.words(safe_text(line)), width - 1)
    ]


def _what_if(data: HealthExplanation, look: Look, width: int) -> list[Text]:
    """A line a case, the scores below each other."""
    g = look.glyphs
    texts = [g.words(safe_text(case.text)) for case in data.what_if]
    longest = min(max(map(cells, texts), default=0), max(10, width - _BESIDE_CASE))
    drawn = []
    for place, (text, case) in enumerate(zip(texts, data.what_if, strict=True)):
        head = f" {'' if place else _WHAT_IF:<{len(_WHAT_IF)}}  "
        line = Text(head, look.style("muted"), end="")
        line.append(fit(text, longest, ellipsis=g.ellipsis))
        line.append(g.words(f"  {case.before} → {case.after}"), look.style(ROLE_OF[case.tier]))
        line.truncate(width)
        drawn.append(line)
    return drawn


def _sums(data: HealthExplanation, look: Look, width: int) -> list[Text]:
    explained = [data.earned] if data.change is None else [data.earned, data.change]
    said = [sum_line(explanation, look).plain for explanation in explained]
    return _said(said, "muted", look, width)
