"""What rings goes into the outbox, in the transaction that made it ring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.alerts.message import ring_body, summary_body, text_of, uid_of
from core.alerts.types import Alert, Rule, Subject
from core.values.instants import from_micros
from storage.alerts.deliveries import Posted, post

if TYPE_CHECKING:
    from storage.engine.unit import Unit

FLOOD = 20
"""Up to so many alerts of a rule that begin at once are told one by one."""


def post_openings(
    unit: Unit, rule: Rule, made: Sequence[tuple[int, Subject]], more: int, now_us: int
) -> int:
    """Deliveries of alerts that begin: each, or one for all where they are many.
    How many deliveries there are."""
    at = from_micros(now_us)
    posted = []
    if len(made) > FLOOD:
        body = text_of(summary_body(rule, [subject for _, subject in made], more, at))
        for channel in rule.channels:
            uid = uid_of("summary", rule.name, made[0][0], len(made), now_us, channel)
            posted.append(Posted(uid, None, rule.name, channel, "summary", rule.quiet, body))
    else:
        for number, subject in made:
            body = text_of(ring_body(rule, f"A-{number}", subject, at, 1))
            posted += _each_channel(rule, number, now_us, 1, body)
    return len(post(unit, posted, now_us))


def post_again(unit: Unit, rule: Rule, alerts: Sequence[Alert], now_us: int) -> int:
    """Deliveries of alerts that ring again, as they stand after the ring."""
    posted = []
    for alert in alerts:
        subject = Subject(alert.kind, alert.subject, alert.name, 0, alert.facts)
        body = text_of(ring_body(rule, alert.key, subject, alert.opened, alert.rings))
        posted += _each_channel(rule, alert.id, now_us, alert.rings, body)
    return len(post(unit, posted, now_us))


def _each_channel(rule: Rule, alert: int, now_us: int, rings: int, body: str) -> list[Posted]:
    """The uid names the ring, not the try: however often it is sent, it is one."""
    return [
        Posted(
            uid_of("ring", rule.name, alert, rings, now_us, channel),
            alert,
            rule.name,
            channel,
            "ring",
            rule.quiet,
            body,
        )
        for channel in rule.channels
    ]
