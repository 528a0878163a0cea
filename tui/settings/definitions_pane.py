"""Definitions in lines: how each stands beside what was applied, and a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from bellbuoy.services.definitions.wording import (
    counts_words,
    difference_lines,
    drift_text,
    left_words,
)
from core.definitions.types import DefinitionPlan, DefinitionState, Fault
from core.values.text import cells, fit, safe_text
from tui.lines import blank, line
from tui.look import ScreenLook
from tui.palette import Role
from tui.settings.preview_pane import preview_lines
from tui.settings.words import told

_ROLES: dict[str, Role] = {"changed": "at_risk", "gone": "critical", "not applied": "muted"}
_STATE = 12
_LEAST = 12


@dataclass(frozen=True, slots=True)
class Planned:
    """What a look at a folder found: its plan, or all that is wrong with its files;
    neither while it is read."""

    folder: str
    plan: DefinitionPlan | None = None
    faults: tuple[Fault, ...] = ()


def definition_lines(
    found: Sequence[DefinitionState], look: ScreenLook, width: int
) -> list[Text]:
    """Each definition with its state; what was changed names the change and who."""
    drifted = sum(each.state in ("changed", "gone") for each in found)
    if not any(each.applied for each in found):
        words = "No files were applied to this store yet."
    elif drifted:
        words = f"{drifted:,} changed in the store since files were applied"
    else:
        words = "all that was applied from files stands as it was applied"
    lines = [*told(words, "at_risk" if drifted else "header", look, width), blank()]
    names = [
        safe_text(f"{each.subject} {each.kind} {each.name}".rstrip(), 80) for each in found
    ]
    room = max(_LEAST, min(max(map(cells, names), default=0), width - _STATE - 24))
    for each, name in zip(found, names, strict=True):
        by = "" if each.change is None else f"change {each.change} by {each.who}"
        lines.append(
            line(
                [
                    (f" {fit(name, room, ellipsis=look.glyphs.ellipsis)}  ", ""),
                    (f"{each.state:<{_STATE}}", _ROLES.get(each.state, "healthy")),
                    (safe_text(by, 60), "muted"),
                ],
                look,
                width,
            )
        )
    how = look.keys.told("open", "shows what ./bellbuoy.d would change")
    shell = "on the shell: bellbuoy definition export, plan, apply"
    return [
        *lines,
        blank(),
        *told(how, "muted", look, width),
        *told(shell, "muted", look, width),
    ]


def planned_lines(found: Planned, look: ScreenLook, width: int) -> list[Text]:
    """A plan: what has drifted, each difference, what it comes to, who moves."""
    if found.faults:
        head = f"{found.folder} does not hold; nothing was compared"
        lines = [*told(safe_text(head), "error", look, width), blank()]
        for fault in found.faults:
            lines += told(safe_text(fault.words), "", look, width)
        return lines
    if found.plan is None:
        return told(
            safe_text(f"{found.folder} is compared with the store"), "muted", look, width
        )
    plan, lines = found.plan, []
    if drift := drift_text(plan):
        for words in drift.split("\n"):
            lines += told(words.strip(), "at_risk", look, width)
        lines.append(blank())
    for each in plan.differences:
        head, *fields = difference_lines(plan, each)
        lines += told(head, "header", look, width)
        for words in fields:
            lines += told(words.strip(), "", look, width, indent=" " * 5)
    lines += told(counts_words(plan), "accent" if plan.differences else "", look, width)
    if left := left_words(plan):
        lines += told(left, "muted", look, width)
    if plan.preview is not None:
        lines += [blank(), *preview_lines(plan.preview, look, width)]
    shell = f"bellbuoy apply {found.folder} on the shell"
    how = f"{look.keys.told('save', 'makes it so, after a question')}; {shell}"
    return [*lines, blank(), *told(safe_text(how), "muted", look, width)]
