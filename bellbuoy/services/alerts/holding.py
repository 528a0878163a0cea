"""What quiet hours do to a delivery: it waits until they end, and is told with all others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bellbuoy.services.alerts.quiet import held, times
from bellbuoy.services.context import Context
from core.alerts.held import in_one
from core.alerts.message import text_of
from core.values.instants import to_micros
from storage.alerts import deliveries
from storage.alerts.deliveries import HELD, Claimed

if TYPE_CHECKING:
    from storage.engine.unit import Unit


def hold(ctx: Context, unit: Unit, mine: Claimed) -> bool:
    """Whether quiet hours or a window keep a delivery back: it is put off until they
    end, or dropped, as its rule said when it rang."""
    if mine.quiet == "pass" or mine.kind == "test":
        return False
    until = held(ctx, times(unit, ctx.wall_us))
    if until is None:
        return False
    if mine.quiet == "drop":
        deliveries.finish(unit, mine.id, "dropped", ctx.wall_us, "dropped: quiet hours")
    else:
        deliveries.put_off(unit, mine.id, to_micros(until), HELD, None, tried=False)
    return True


def with_held(ctx: Context, unit: Unit, mine: Claimed) -> Claimed:
    """A delivery as it is sent: the first after a quiet time tells of all that its rule
    held back for its channel, under its own id; the others are closed with it."""
    if not mine.was_held:
        return mine
    others = deliveries.take_held(unit, mine, ctx.wall_us)
    if not others:
        return mine
    body = in_one([json.loads(each) for each in (mine.body, *others)])
    told = mine._replace(kind=str(body["kind"]), body=text_of(body))
    deliveries.tell_all(unit, told.id, told.kind, told.body)
    return told
