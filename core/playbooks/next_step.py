"""What to do about one client next: what somebody has planned, else what would help.

The same clients that Today tells of have a next step here, in words: an open task, an
outcome to be said, a playbook that fits, else what to ask about the component of the
score that costs the most points.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.desk.today import TALKED_DAYS
from core.desk.types import ClientDesk, Interaction
from core.health.components import COMPONENTS
from core.health.types import HealthExplanation
from core.playbooks.types import Followed, NextStep, Suggestion
from core.values.counting import counted
from core.values.due import day_words
from core.values.instants import day_text

_REMEDIES = {each.id: each.remedy for each in COMPONENTS}
_AT_RISK = ("critical", "at_risk")


def next_step(
    why: HealthExplanation,
    desk: ClientDesk,
    followed: Sequence[Followed],
    fits: Suggestion | None,
    now: datetime,
    today: int,
) -> NextStep:
    """The first of these that there is; the earliest task before the others. Words of
    people are in it as they were written. `today` is a local epoch day."""
    running = [each for each in followed if each.follow.running]
    planned = _task(desk, running, today) or _outcome(running)
    if planned is not None:
        return planned
    if desk.snooze is not None:
        said = f": {desk.snooze.why}" if desk.snooze.why else ""
        alone = f"left alone up to {day_text(desk.snooze.until)}{said}"
        return NextStep("Nothing now", alone, "")
    if fits is not None and fits.fits:
        best = fits.fits[0]
        what = f"Begin {best.playbook.name}: {best.playbook.title}"
        return NextStep(what, best.why, "playbook")
    if _talked(desk.interactions, now):
        return NextStep("Nothing now", "they were talked to within three days", "")
    return _remedy(why) or NextStep(
        "Nothing waits", "no task is open, and no playbook fits", ""
    )


def _task(desk: ClientDesk, running: Sequence[Followed], today: int) -> NextStep | None:
    of_steps = {step.task: each.follow.playbook for each in running for step in each.steps}
    first = next((each for each in desk.tasks if each.state == "open"), None)
    if first is None:
        return None
    due = "no day is set" if first.due is None else day_words(first.due, today)
    playbook = of_steps.get(first.key)
    when = f"{playbook}, {due}" if playbook else due
    return NextStep(first.text, f"{first.key}: {first.owner or 'nobody'}, {when}", "done")


def _outcome(running: Sequence[Followed]) -> NextStep | None:
    waiting = next((each.follow for each in running if not each.follow.open_steps), None)
    if waiting is None:
        return None
    return NextStep(
        f"Say what came of {waiting.playbook}", "all of its steps have ended", "close"
    )


def _talked(interactions: Sequence[Interaction], now: datetime) -> bool:
    since = now - timedelta(days=TALKED_DAYS)
    return any(each.kind != "note" and each.at >= since for each in interactions)


def _remedy(why: HealthExplanation) -> NextStep | None:
    """Of a client at risk, what its worst component asks for."""
    if why.tier not in _AT_RISK or not why.lost.parts:
        return None
    worst = max(why.lost.parts, key=lambda part: part.points)
    remedy = _REMEDIES.get(worst.id)
    if remedy is None or worst.points <= 0:
        return None
    cost = f"{worst.id} costs {counted(worst.points, 'point')}, and nobody has a plan"
    return NextStep(remedy.what, cost, remedy.verb)
