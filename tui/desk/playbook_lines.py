"""A playbook as a line of a list, and all of it below: steps, outcomes, who follows."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from core.playbooks.types import COMPARED, Counts, Follow, Playbook, Results
from core.values.instants import day_text
from core.values.text import fit, safe_text
from tui.charts.words import wrap
from tui.lines import Piece, blank, ends, line
from tui.look import ScreenLook
from tui.overlays.sheet import choice_line

_NAME = 12


def playbook_line(
    found: Playbook, counts: Counts, chosen: bool, width: int, look: ScreenLook
) -> Text:
    """Its name, title, and how many follow it."""
    mark = look.glyphs.ellipsis
    name = fit(found.name, _NAME, ellipsis=mark)
    left: list[Piece] = [(f"{name} ", "accent"), (safe_text(found.title), "")]
    right: list[Piece] = [
        (f"{counts.running:,} running", "" if counts.running else "muted"),
        (f"  {counts.ended:,} ended", "muted"),
        (f"  {found.origin:<7}", "muted"),
    ]
    return choice_line(left, right, chosen, look, width)


def detail_lines(
    found: Playbook,
    follows: Sequence[Follow],
    came: Results,
    width: int,
    look: ScreenLook,
) -> list[Text]:
    """For whom, the steps, what came of it, and who follows it."""
    facts = [
        ("for", safe_text(found.when)),
        ("who", safe_text(found.owner or "the owner of each client")),
        ("expected", safe_text(found.expected)),
    ]
    lines = [_fact(label, told, width, look) for label, told in facts if told]
    lines += [_step(step.days, step.kind, step.text, width, look) for step in found.steps]
    lines += _came(came, width, look)
    if follows:
        lines += [blank(), line([(" Clients", "header")], look, width)]
        lines += [_follow(each, width, look) for each in follows]
    return lines


def _fact(label: str, told: str, width: int, look: ScreenLook) -> Text:
    return line([(f" {label:<9}", "muted"), (look.glyphs.words(told), "")], look, width)


def _step(days: int, kind: str, text: str, width: int, look: ScreenLook) -> Text:
    pieces: list[Piece] = [(f" day {days:<5}", "muted"), (f"{kind:<8}", "muted")]
    return line([*pieces, (safe_text(text), "")], look, width)


def _came(found: Results, width: int, look: ScreenLook) -> list[Text]:
    if not found.counts.ended:
        return []
    said = ", ".join(f"{outcome} {n:,}" for outcome, n in found.outcomes)
    lines = [blank(), _fact("outcomes", said, width, look)]
    if not found.followers.n:
        return lines
    lines.append(_fact("followed", found.followers.words, width, look))
    lines.append(_fact("did not", found.others.words, width, look))
    lines += [
        line([(f" {part}", "muted")], look, width)
        for part in wrap(COMPARED, max(20, width - 2))
    ]
    return lines


def _follow(found: Follow, width: int, look: ScreenLook) -> Text:
    left: list[Piece] = [
        (f" {found.key:<6} ", "muted"),
        (safe_text(found.client_name), ""),
    ]
    if found.outcome is None:
        told = f"{found.done_steps} of {found.all_steps} done"
        right: list[Piece] = [(told, "accent"), (f" since {day_text(found.start)} ", "muted")]
    else:
        day = "" if found.end is None else day_text(found.end)
        right = [(found.outcome, "accent"), (f" {day} ", "muted")]
    return ends(left, [(" ", ""), *right], look, width)
