"""Sending what waits in the outbox: at least once, each under its own id.

A delivery is claimed by one conditional statement, sent outside of any
transaction, and closed by another. A kill in between leaves it claimed; after a
while it goes back and is sent again under the same id. Every receiver has a lane
of its own: one that hangs holds up nobody else, and one in trouble is left in
peace until its next try.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bellbuoy.services.alerts.allowed import allowed_here
from bellbuoy.services.alerts.holding import hold, with_held
from bellbuoy.services.alerts.sending import SHOWN, Means, send
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.alerts.retry import Outcome, wait_after
from core.alerts.types import Delivery
from core.values.errors import NotFoundError
from core.values.instants import from_micros
from storage.alerts import deliveries
from storage.alerts.deliveries import Claimed
from storage.alerts.rules import channels

if TYPE_CHECKING:
    from storage.engine.unit import Unit

LEASE = "worker"
CUT_OFF = timedelta(minutes=2)
"""So long after its claim a delivery that was not closed goes back."""
MOST = 500
_MICRO = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many deliveries were looked at, and how many arrived."""

    tried: int
    done: int


@service("alert:deliver", writes=True)
def deliver(
    ctx: Context,
    *,
    fence: int | None = None,
    means: Means | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Delivered:
    """Send what is due. Safe to kill at any point, and to run twice at once: what
    one has claimed no other sends."""
    means = means or Means(allowed_here())
    with ctx.store.unit() as unit:
        _lead(unit, fence)
        deliveries.give_back(unit, ctx.wall_us - CUT_OFF // _MICRO, ctx.wall_us)
        waiting = deliveries.due(unit, ctx.wall_us, MOST)
    lanes: dict[str, list[int]] = defaultdict(list)
    for number, channel in waiting:
        lanes[channel].append(number)
    if not lanes:
        return Delivered(0, 0)
    sender = _Sender(ctx, fence, means, cancelled)
    done = tried = 0
    with ThreadPoolExecutor(min(means.lanes, len(lanes)), "lane") as pool:
        for some_done, some_tried in pool.map(sender.lane, lanes.values()):
            done, tried = done + some_done, tried + some_tried
            progress(tried, len(waiting))
    return Delivered(tried, done)


class _Sender:
    """One run of sending: who leads it, and with what."""

    def __init__(
        self, ctx: Context, fence: int | None, means: Means, cancelled: Cancelled
    ) -> None:
        self._ctx, self._fence = ctx, fence
        self._means, self._cancelled = means, cancelled

    def lane(self, numbers: Sequence[int]) -> tuple[int, int]:
        """Send to one receiver, one behind the other; (how many arrived, how many
        were looked at). The first that has to come again ends it."""
        done = tried = 0
        for number in numbers:
            if self._cancelled():
                break
            outcome = self.one(number)
            tried += 1
            if outcome is not None:
                done += outcome.verdict == "done"
                if outcome.verdict in ("again", "stop"):
                    break
        return done, tried

    def one(self, number: int) -> Outcome | None:
        """Claim, send and close one delivery; None where there was nothing to send."""
        ctx = self._ctx
        with ctx.store.unit() as unit:
            _lead(unit, self._fence)
            mine = deliveries.claim(unit, number, ctx.wall_us)
            if mine is None or hold(ctx, unit, mine):
                return None
            mine = with_held(ctx, unit, mine)
            channel = channels(unit).get(mine.channel)
        outcome = send(channel, mine, from_micros(ctx.wall_us), self._means)
        with ctx.store.unit() as unit:
            _close(ctx, unit, mine, outcome)
        return outcome


def _close(ctx: Context, unit: Unit, mine: Claimed, outcome: Outcome) -> None:
    """Write down how a try ended."""
    now = ctx.wall_us
    if outcome is SHOWN:
        deliveries.show(unit, mine.id, now)
        return
    wait = None
    if outcome.verdict == "again" and mine.kind != "test":
        wait = wait_after(mine.attempts, mine.uid, outcome.wait)
    if wait is not None:
        due = now + wait // _MICRO
        deliveries.put_off(unit, mine.id, due, outcome.said, outcome.status, tried=True)
        deliveries.hold_lane(unit, mine.channel, due)
        return
    state = "done" if outcome.verdict == "done" else "dead"
    deliveries.finish(unit, mine.id, state, now, outcome.said, outcome.status)
    if outcome.verdict == "stop":
        _stop(unit, mine.channel, outcome.said)


def _stop(unit: Unit, name: str, why: str) -> None:
    """Turn a channel off whose receiver wants nothing more."""
    from dataclasses import replace

    from storage.alerts.rules import put_channel

    channel = channels(unit).get(name)
    if channel is not None and channel.active:
        put_channel(unit, replace(channel, active=False, stopped=why, rev=channel.rev + 1))


def send_now(ctx: Context, numbers: Sequence[int], means: Means) -> None:
    """Send some deliveries in this process; the caller has said that it may."""
    sender = _Sender(ctx, None, means, never)
    for number in numbers:
        sender.one(number)


@service("alert:acknowledge", writes=True)
def retry(ctx: Context, number: int | None = None) -> int:
    """Put dead deliveries back into the outbox under their old ids: one, or all.
    How many. Raises NotFoundError for one that is not dead."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change

    with ctx.store.unit() as unit:
        dead = [each.id for each in deliveries.listed(unit, ("dead",), 1_000_000)]
        wanted = dead if number is None else [each for each in dead if each == number]
        if number is not None and not wanted:
            raise NotFoundError(f"no dead delivery {number}", "bellbuoy alert deliveries")
        sent = deliveries.replay(unit, wanted, ctx.wall_us)
        if sent:
            change = Change(unit, actor_of(ctx), "alert.retry", str(number or "all"))
            for each in wanted:
                old, new = {"state": "dead"}, {"state": "waiting"}
                change.updated("alert_delivery", each, old, new)
            change.close({"deliveries": sent})
    return sent


@service("alert:read")
def listed(ctx: Context, states: Sequence[str], limit: int) -> tuple[Delivery, ...]:
    """The newest deliveries in some states."""
    with ctx.reader() as reader:
        return deliveries.listed(reader, states, limit)


def _lead(unit: Unit, fence: int | None) -> None:
    """Raise ConflictError where another worker has taken the lead."""
    from storage.jobs.lease import check_fence

    if fence is not None:
        check_fence(unit, LEASE, fence)
