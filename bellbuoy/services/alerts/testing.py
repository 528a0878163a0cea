"""Trying a rule out: a made-up subject through all of its channels, marked as a test."""

from __future__ import annotations

from bellbuoy.services.alerts.allowed import allowed_here
from bellbuoy.services.alerts.deliver import send_now
from bellbuoy.services.alerts.rules import named
from bellbuoy.services.alerts.sending import Means
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from core.alerts.message import ring_body, text_of, uid_of
from core.alerts.types import Delivery, Rule, Subject
from core.values.instants import from_micros
from storage.alerts import deliveries
from storage.alerts.deliveries import Posted


@service("alert:configure", writes=True)
def try_out(ctx: Context, name: str, *, means: Means | None = None) -> tuple[Delivery, ...]:
    """Ring a rule for a subject that does not exist, through each of its channels and
    in quiet hours too; how each ended. No alert begins, and nothing is tried twice.
    Raises NotFoundError."""
    means = means or Means(allowed_here())
    with ctx.store.unit() as unit:
        rule = named(unit, name)
        at = from_micros(ctx.wall_us)
        body = text_of(ring_body(rule, "A-0", made_up(rule), at, 1, test=True))
        posted = [
            Posted(
                uid_of("test", rule.name, ctx.trace_id, ctx.wall_us, channel),
                None,
                rule.name,
                channel,
                "test",
                "pass",
                body,
            )
            for channel in rule.channels
        ]
        numbers = deliveries.post(unit, posted, ctx.wall_us)
    send_now(ctx, numbers, means)
    with ctx.reader() as reader:
        found = [deliveries.one(reader, number) for number in numbers]
    return tuple(each for each in found if each is not None)


def made_up(rule: Rule) -> Subject:
    """What a test is about: nothing that there is."""
    key = {"client": "C-TEST", "incident": "INC-TEST", "job": "test-job", "store": "store"}
    return Subject(rule.subject, key[rule.subject], "a test", 0, {"why": "this is a test"})
