"""Runs of simulations as lines: the list of them, and one with what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from rich.text import Text

from core.purchases.types import Purchase
from core.simulations.types import Checked, Compared, Run
from core.values.counting import counted
from core.values.text import cells, fit, safe_text
from tui.charts.bar import bar
from tui.lines import Piece, blank, line, said
from tui.look import ScreenLook
from tui.overlays.sheet import choice_line
from tui.palette import Role
from tui.simulations.feed_lines import feed_lines, feed_words
from tui.simulations.running import equal_words
from tui.spans import moment_words, span_words

HEADER = 1
"""Lines above the first run."""
_TITLE, _WHOM, _SEED, _STATE, _DONE, _AT = 18, 16, 6, 8, 9, 6
_NUMBER = 4
_NARROW = 74
_MOVING = ("running", "paused")
_HOUR, _DAY = 3_600, 86_400
_NAME = 16
_SCORE = 9
ROLES: Mapping[str, Role] = {
    "waiting": "accent", "running": "accent", "paused": "at_risk", "applied": "healthy",
    "stopped": "at_risk", "undoing": "at_risk", "undone": "muted",
}  # fmt: skip


def run_list(runs: Sequence[Run], at: int, look: ScreenLook, width: int) -> list[Text]:
    """A header and a line a run, the newest first."""
    if not runs:
        return said("Nothing has run yet: R on a scenario asks, y runs it", "", look, width)
    lines = [line([("  ", ""), *_row(_HEADS, look, width, "header")], look, width)]
    for n, run in enumerate(runs):
        pieces = _row(_cells_of(run, look), look, width, ROLES.get(run.state, ""))
        lines.append(choice_line(pieces, [], n == at, look, width))
    return lines


Seven = tuple[str, str, str, str, str, str, str]
_HEADS: Seven = ("RUN", "SCENARIO", "WHOM", "SEED", "STATE", "REACHED", "AT")


def _cells_of(run: Run, look: ScreenLook) -> Seven:
    """A feed reaches nobody: so many transactions stand in that place."""
    done = f"{run.purchases:,}" if run.feed else f"{run.done:,}/{run.clients:,}"
    return (
        str(run.number), run.title, run.whom or "all", str(run.seed), run.state,
        done, position_words(run),
    )  # fmt: skip


def _row(row: Seven, look: ScreenLook, width: int, role: Role) -> list[Piece]:
    """Of narrow screens seed and position go first: the line below tells them."""
    g = look.glyphs
    number, title, whom, seed, state, done, at = (safe_text(each) for each in row)
    wide = width >= _NARROW
    more = max(0, width - 80) // 2

    def left(text: str, room: int) -> str:
        return f"{fit(text, room, ellipsis=g.ellipsis)} "

    plain: Role = role if role == "header" else ""
    quiet: Role = plain or "muted"
    pieces: list[Piece] = [
        (f"{number:>{_NUMBER}} ", plain),
        (left(title, _TITLE + more), plain),
    ]
    if wide:
        pieces += [(left(whom, _WHOM + more), plain), (f"{seed[:_SEED]:>{_SEED}} ", quiet)]
    pieces += [(left(state, _STATE), role), (f"{done:>{_DONE}} ", plain)]
    return [*pieces, (f"{at:>{_AT}}", quiet)] if wide else pieces


def position_words(run: Run) -> str:
    """How far into it the run is: `0:00`, `1:30`, in hours and minutes; of one that waits
    `in 29m`, `in 3h`, `in 2d`."""
    if (left := run.waits_s) is not None:
        size, unit = next(
            (each for each in ((_DAY, "d"), (_HOUR, "h")) if left >= 2 * each[0]), (60, "m")
        )
        return f"in {left // size}{unit}"
    hours, minutes = divmod(run.position_s // 60, 60)
    return f"{hours}:{minutes:02}"


def run_detail(
    run: Run,
    rows: Sequence[Compared] | None,
    against: int | None,
    checked: Checked | None,
    look: ScreenLook,
    width: int,
    *,
    came: Sequence[Purchase] | None = None,
) -> list[Text]:
    """One run: how it was set, what it wrote, and its clients before and after. `rows`
    None: not read yet; `against` is the run that is predicted by; None: its own preview.
    Of a feed `came` are its latest transactions."""
    title = f" {safe_text(run.title, 40)}, run {run.number}"
    lines = [line([(title, "header"), (f"  {run.stands}", ROLES.get(run.state, ""))],
                  look, width)]  # fmt: skip
    if run.state in _MOVING and not run.feed:
        drawn = bar(run.done, max(1, run.clients), min(40, max(4, width - 30)), look.glyphs)
        told = f" {run.done:,} of {counted(run.clients, 'client')} "
        lines.append(line([(told, ""), (drawn, "accent")], look, width))
    for words in (_whom(run, look), _set(run), _wrote(run)):
        lines += said(words, "", look, width)
    if run.undone is not None:
        by = safe_text(run.undone_by, 20) if run.undone_by else "nobody"
        lines += said(f"taken back by {by}", "muted", look, width)
    if checked is not None:
        role: Role = "healthy" if checked.equal else "critical"
        words = equal_words(run.number, equal=checked.equal, differing=checked.differing)
        lines += said(words, role, look, width)
        of = "" if run.feed else f", {counted(checked.clients, 'client')}"
        lines += said(f"checksum {checked.after[:16]}{of}", "muted", look, width)
    if rows and (average := _averages(rows)):
        lines += said(average, "", look, width)
    if run.feed:
        return [*lines, blank(), *feed_lines(run, came, look, width)]
    mark = "" if run.state == "undone" else "~"
    return [*lines, blank(), *compared_lines(rows, against, look, width, mark)]


def _averages(rows: Sequence[Compared]) -> str:
    """`average health 69.0 → 63.0`, of the clients shown that have both scores; empty:
    none has."""
    both = [
        (each.before, each.measured)
        for each in rows
        if each.before is not None and each.measured is not None
    ]
    if not both:
        return ""
    was, now = (sum(side) / len(both) for side in zip(*both, strict=True))
    return f"average health {was:.1f} → {now:.1f} of {counted(len(both), 'client')}"


def _whom(run: Run, look: ScreenLook) -> str:
    whom = safe_text(run.whom, 60) or "all clients"
    by = f"{safe_text(run.who, 20)}, {moment_words(run.at, look)}"
    if run.feed:
        return f"whom {whom} · {by}"
    reached = f"{run.done:,} of {counted(run.clients, 'client')}"
    return f"whom {whom} · {reached} · {by}"


def _set(run: Run) -> str:
    told = [f"{safe_text(name)} {value:,}" for name, value in run.values.items()]
    told.append(f"seed {run.seed}")
    if run.spread_s:
        told.append(f"reached within {span_words(timedelta(seconds=run.spread_s))}")
    if run.length_s is not None:
        told.append(f"over after {span_words(timedelta(seconds=run.length_s))}")
    if run.state in _MOVING:
        told.append(f"speed {run.speed:,}x" if run.speed else "at once")
        told.append(f"now at {position_words(run)}")
    return " · ".join(told)


def _wrote(run: Run) -> str:
    if run.feed:
        return feed_words(run)
    facts = [counted(run.incidents, "incident")] if run.incidents else []
    facts += [
        f"{many:+,} {what}".replace("-", "−")
        for many, what in ((run.calls, "calls"), (run.logins, "logins"))
        if many
    ]
    if run.conflicts:
        facts.append(f"{counted(run.conflicts, 'column')} left as others wrote them")
    return f"wrote {', '.join(facts) or 'no incidents, no use'}"


def compared_lines(
    rows: Sequence[Compared] | None,
    against: int | None,
    look: ScreenLook,
    width: int,
    mark: str = "",
) -> list[Text]:
    """A client a line: its score before, predicted, measured (`mark` behind it while it
    is simulated), and without any run."""
    if rows is None:
        return said("Clients are being read", "muted", look, width)
    if not rows:
        return said("No client is reached yet", "muted", look, width)
    predicted = "PREDICTED" if against is None else f"RUN {against}"
    heads: tuple[str, ...] = (
        "CLIENT", "BEFORE", predicted, "MEASURED", "WITHOUT", "OFF",
    )  # fmt: skip
    room = min(40, width - 1 - 5 * (_SCORE + 1))
    if room < 8:
        heads, room = ("CLIENT", "BEFORE", "MEASURED"), width - 1 - 2 * (_SCORE + 1)
    lines = [_compared(heads, room, look, width, "header")]
    for each in rows:
        every = (_score(each.before), _score(each.predicted), _score(each.measured, mark),
                 _score(each.without), _off(each))  # fmt: skip
        shown = every if len(heads) > 3 else (every[0], every[2])
        lines.append(_compared((each.name, *shown), room, look, width, ""))
    return lines


def _compared(row: Sequence[str], room: int, look: ScreenLook, width: int, role: Role) -> Text:
    name = fit(safe_text(row[0]), max(1, room), ellipsis=look.glyphs.ellipsis)
    told = "".join(f" {look.glyphs.words(value):>{_SCORE}}" for value in row[1:])
    pad = " " * max(0, room - cells(name))
    return line([(f" {name}{pad}{told}", role)], look, width)


def _score(score: int | None, mark: str = "") -> str:
    return "none" if score is None else f"{score}{mark}"


def _off(each: Compared) -> str:
    """Measured less predicted, where they differ."""
    if each.measured is None or each.predicted is None or each.measured == each.predicted:
        return ""
    return f"{each.measured - each.predicted:+d}".replace("-", "−")
