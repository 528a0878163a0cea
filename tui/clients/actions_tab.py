"""What to do about one client next, in lines: the best action, tasks, playbooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from core.desk.types import ClientDesk, Task
from core.playbooks.types import Follow, Followed, NextStep, StepTask, Suggestion
from core.values.due import day_words
from core.values.instants import day_text
from core.values.text import safe_text
from tui.charts.words import wrap
from tui.clients.row_words import LETTERS
from tui.lines import Piece, blank, line
from tui.look import ScreenLook
from tui.overlays.sheet import choice_line

_KEY = 7
_ENDED = 5
_FITS = 3


@dataclass(frozen=True, slots=True)
class Acts:
    """What the tab shows: `fits` says which playbooks fit the client now, `step` what to
    do next."""

    desk: ClientDesk
    followed: tuple[Followed, ...]
    fits: Suggestion | None
    step: NextStep | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tab. A row that the cursor stops at is about a task, or about the
    way through a playbook; others are about neither."""

    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()
    task: tuple[str, str] | None = None
    follow: Follow | None = None

    @property
    def stops(self) -> bool:
        return self.task is not None or self.follow is not None


def action_lines(found: Acts, width: int, look: ScreenLook) -> list[Line]:
    """Everything, in its order."""
    running = [each for each in found.followed if each.follow.running]
    ended = [each.follow for each in found.followed if not each.follow.running]
    of_steps = {step.task for each in found.followed for step in each.steps}
    tasks = [each for each in found.desk.tasks if each.state == "open"]
    loose = [each for each in tasks if each.key not in of_steps]
    lines = _next(found, running, loose, width, look)
    for each in running:
        lines += [Line(), *_running(each, look)]
    lines += _others(loose, look)
    lines += _over(ended, look)
    return lines


def _next(
    found: Acts,
    running: Sequence[Followed],
    loose: Sequence[Task],
    width: int,
    look: ScreenLook,
) -> list[Line]:
    step = found.step
    if step is None:
        return []
    words, why = look.glyphs.words, safe_text(step.why)
    act, letter = look.keys.label("act"), LETTERS.get(step.verb, "")
    if act and letter:
        why += f"; {act} then {letter}{' begins it' if letter == 'b' else ''}"
    lines = [Line((("Next  ", "muted"), (words(safe_text(step.what)), "header")))]
    lines += [
        Line(((f"      {words(part)}", "muted"),)) for part in wrap(why, max(20, width - 8))
    ]
    fits = () if found.fits is None else found.fits.fits
    if fits and (running or loose):
        names = ", ".join(fit.playbook.name for fit in fits[:_FITS])
        lines.append(Line(((f"      {words('fits too')}: {safe_text(names)}", "muted"),)))
    return lines


def _running(found: Followed, look: ScreenLook) -> list[Line]:
    follow = found.follow
    since = f" since {day_text(follow.start)}"
    head = Line(
        ((f"{follow.playbook}", "header"), (since, "muted")),
        (
            (f" {follow.done_steps} of {follow.all_steps} done ", "accent"),
            (follow.key, "muted"),
        ),
        follow=follow,
    )
    return [head, *(_step(step, look) for step in found.steps)]


def _step(step: StepTask, look: ScreenLook) -> Line:
    mark = {"done": "✓", "dropped": "-"}.get(step.state, " ")
    ended = step.state != "open"
    came = f": {safe_text(step.outcome)}" if step.outcome else ""
    sign: Piece = (f" {look.glyphs.words(mark)} ", "healthy" if mark == "✓" else "muted")
    left: tuple[Piece, ...] = (
        sign,
        (f"{step.kind:<8}", "muted"),
        (f"{safe_text(step.text)}{came}", "muted" if ended else ""),
    )
    if ended:
        return Line(left, ((f" {step.state}", "muted"),))
    return Line(left, _when(step.owner, step.due, look), task=(step.task, step.text))


def _when(owner: str | None, due: int | None, look: ScreenLook) -> tuple[Piece, ...]:
    late = due is not None and due < look.today
    told = "" if due is None else day_words(due, look.today)
    return (
        (f" {safe_text(owner or 'nobody')} ", "muted"),
        (told, "error" if late else "accent"),
    )


def _others(tasks: Sequence[Task], look: ScreenLook) -> list[Line]:
    if not tasks:
        return []
    lines = [Line(), Line(((f"Other tasks ({len(tasks):,})", "header"),))]
    for task in tasks:
        left: tuple[Piece, ...] = (
            (f"   {task.key:<{_KEY}} ", "muted"),
            (safe_text(task.text), ""),
        )
        right = _when(task.owner, task.due, look)
        lines.append(Line(left, right, task=(task.key, task.text)))
    return lines


def _over(ended: Sequence[Follow], look: ScreenLook) -> list[Line]:
    if not ended:
        return []
    lines = [Line(), Line((("Ended", "header"),))]
    for each in ended[:_ENDED]:
        came = f": {safe_text(each.said)}" if each.said else ""
        left: tuple[Piece, ...] = (
            (f"   {each.playbook} ", "muted"),
            (f"{each.outcome}", "accent"),
            (came, "muted"),
        )
        day = "" if each.end is None else day_text(each.end)
        lines.append(Line(left, ((f" {day}", "muted"),)))
    if len(ended) > _ENDED:
        lines.append(Line(((f"   and {len(ended) - _ENDED:,} more", "muted"),)))
    return lines


def drawn(lines: Sequence[Line], at: int, width: int, look: ScreenLook) -> list[Text]:
    """The lines as they stand on the screen; the one `at` is pointed out."""
    found: list[Text] = []
    for n, each in enumerate(lines):
        if each.right or each.stops:
            found.append(choice_line(each.left, each.right, n == at, look, width))
        elif each.left:
            found.append(line([("  ", ""), *each.left], look, width))
        else:
            found.append(blank())
    return found
