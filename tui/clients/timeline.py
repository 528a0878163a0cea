"""What people have done about a client, in lines: what is to do, then what was said."""

from __future__ import annotations

from rich.text import Text

from core.desk.types import ClientDesk, Interaction, Task
from core.values.due import day_words
from core.values.text import safe_text
from tui.charts.words import wrap
from tui.lines import Piece, blank, ends, indented, line, said
from tui.look import ScreenLook
from tui.spans import moment_words

_TEXT_LINES = 6
_KEY = 7
_ENDED = 5


def timeline_lines(desk: ClientDesk | None, width: int, look: ScreenLook) -> list[Text]:
    """Tags and a snooze, tasks, and interactions with their texts, the newest first;
    what is longer than a few lines says where the rest is."""
    if desk is None:
        return said("it is being read", "muted", look, width)
    inner = max(20, width - 1)
    blocks = [_standing(desk, inner, look), _tasks(desk, inner, look)]
    blocks.append(_said(desk, inner, look))
    lines: list[Text] = []
    for block in blocks:
        if block:
            lines += [blank()] if lines else []
            lines += block
    return indented(lines, look, width)


def _standing(desk: ClientDesk, width: int, look: ScreenLook) -> list[Text]:
    pairs: list[tuple[str, str]] = []
    if desk.tags:
        pairs.append(("tags", " ".join(desk.tags)))
    if desk.snooze is not None:
        until = day_words(desk.snooze.until, look.today)
        why, who = safe_text(desk.snooze.why, 200), safe_text(desk.snooze.who)
        pairs.append(("snoozed", f"up to {until} by {who}: {why}"))
    if desk.owned is not None:
        told = safe_text(desk.owned.imported or "nobody")
        who = safe_text(desk.owned.who)
        pairs.append(("owner", f"set by {who}; the sources say {told}"))
    return [line([(f"{label:<9}", "muted"), (safe_text(told), "")], look, width)
            for label, told in pairs]  # fmt: skip


def _tasks(desk: ClientDesk, width: int, look: ScreenLook) -> list[Text]:
    still = [task for task in desk.tasks if task.state == "open"]
    ended = [task for task in desk.tasks if task.state != "open"][:_ENDED]
    if not desk.tasks:
        return [line([("No tasks", ""), (_helps(look, "act", " adds one"), "muted")],
                     look, width)]  # fmt: skip
    lines = [line([(f"To do ({desk.open_tasks:,})", "header")], look, width)]
    lines += [_task(task, width, look) for task in still]
    if ended:
        lines.append(line([("Done", "header")], look, width))
        lines += [_ended(task, width, look) for task in ended]
    return lines


def _task(task: Task, width: int, look: ScreenLook) -> Text:
    late = task.due is not None and task.due < look.today
    due = "" if task.due is None else day_words(task.due, look.today)
    left: list[Piece] = [(f"{task.key:<{_KEY}}", "muted"), (safe_text(task.text), "")]
    right: list[Piece] = [
        (f" {safe_text(task.owner or 'nobody')} ", "muted"),
        (due, "error" if late else "accent"),
    ]
    return ends(left, right, look, width)


def _ended(task: Task, width: int, look: ScreenLook) -> Text:
    came = "" if task.outcome is None else f": {safe_text(task.outcome)}"
    left: list[Piece] = [
        (f"{task.key:<{_KEY}}", "muted"),
        (f"{safe_text(task.text)}{came}", "muted"),
    ]
    return ends(left, [(f" {task.state}", "muted")], look, width)


def _said(desk: ClientDesk, width: int, look: ScreenLook) -> list[Text]:
    if not desk.interactions:
        return [line([("Nothing was written down", ""),
                      (_helps(look, "note", " writes a note"), "muted")],
                     look, width)]  # fmt: skip
    lines = [line([(f"Calls and notes ({desk.interaction_count:,})", "header")], look, width)]
    for each in desk.interactions:
        lines += _interaction(each, width, look)
    more = desk.interaction_count - len(desk.interactions)
    if more > 0:
        key = safe_text(desk.interactions[0].client)
        lines += said(f"and {more:,} older: bellbuoy interaction list client:{key}", "muted",
                      look, width, "")  # fmt: skip
    return lines


def _interaction(found: Interaction, width: int, look: ScreenLook) -> list[Text]:
    when = f"{moment_words(found.at, look)}"
    edited = f", edited {found.rev - 1}x" if found.rev > 1 else ""
    head: list[Piece] = [
        (f"{found.key:<{_KEY}}", "muted"),
        (f"{found.kind} ", "accent"),
        (safe_text(found.who), ""),
        (edited, "muted"),
    ]
    lines = [ends(head, [(f" {when}", "muted")], look, width)]
    body, hidden = _wrapped(found.text, width - 2)
    lines += [Text(f"  {part}", end="") for part in body]
    if hidden:
        words = f"{hidden:,} more lines: bellbuoy interaction show {found.key}"
        lines += said(words, "muted", look, width, "  ")
    return lines


def _wrapped(text: str, width: int) -> tuple[list[str], int]:
    """The first lines of a text, harmless, and how many are left out."""
    parts: list[str] = []
    for each in text.splitlines() or [""]:
        parts += wrap(safe_text(each, max(1, len(each))), max(8, width))
    if len(parts) <= _TEXT_LINES:
        return parts, 0
    return parts[: _TEXT_LINES - 1], len(parts) - _TEXT_LINES + 1


def _helps(look: ScreenLook, key: str, words: str) -> str:
    label = look.keys.label(key)
    return f"; {label}{words}" if label else ""
