"""What rings goes into the outbox, in the transaction that made it ring.

Many alerts of a rule are one delivery that counts them. That holds over time too: what
begins within FOLD of a summary joins the next one, which goes out when FOLD is over, so
that a storm of any length rings once in FOLD, and not once a look.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from core.alerts.message import ring_body, summary_body, summary_with, text_of, uid_of
from core.alerts.types import Alert, Rule, Subject
from core.values.instants import from_micros
from storage.alerts.deliveries import Posted, Summary, grow, newest_summary, post
from storage.alerts.reads import like_it

if TYPE_CHECKING:
    from storage.engine.unit import Unit

FLOOD = 20
"""Up to so many alerts of a rule that begin within FOLD are told one by one."""
FOLD = timedelta(minutes=5)
_FOLD_US = FOLD // timedelta(microseconds=1)


def post_openings(
    unit: Unit, rule: Rule, made: Sequence[tuple[int, Subject]], more: int, now_us: int
) -> int:
    """Deliveries of alerts that begin: each, or one for all where they are many, or where
    many began just before. How many deliveries there are now that were not before."""
    if not made:
        return 0
    # Those made now are counted among them: they stand in the store already.
    many = like_it(unit, rule.name, now_us - _FOLD_US) > FLOOD
    subjects = [subject for _, subject in made]
    alone: list[str] = []
    posted = 0
    for channel in rule.channels:
        last = newest_summary(unit, rule.name, channel, now_us - _FOLD_US)
        if last is None and not many:
            alone.append(channel)
        else:
            uid = uid_of("summary", rule.name, made[0][0], len(made), now_us, channel)
            posted += _folded(unit, rule, (uid, channel), subjects, (more, now_us), last)
    return posted + _one_by_one(unit, rule, made, alone, now_us)


def _folded(
    unit: Unit,
    rule: Rule,
    named: tuple[str, str],
    subjects: Sequence[Subject],
    known: tuple[int, int],
    last: Summary | None,
) -> int:
    """One delivery for all, under `named` (its id and channel): into the summary that
    waits, behind the one that went out lately, else now. `known`: how many fit besides,
    and the moment."""
    uid, channel = named
    more, now_us = known
    if last is not None and last.open:
        grow(unit, last.id, text_of(summary_with(json.loads(last.body), subjects, more)))
        return 0
    body = text_of(summary_body(rule, subjects, more, from_micros(now_us)))
    due = None if last is None else min(last.due_us, now_us) + _FOLD_US
    told = Posted(uid, None, rule.name, channel, "summary", rule.quiet, body)
    return len(post(unit, [told], now_us, due))


def _one_by_one(
    unit: Unit,
    rule: Rule,
    made: Sequence[tuple[int, Subject]],
    channels: Sequence[str],
    now_us: int,
) -> int:
    if not channels:
        return 0
    posted = []
    for number, subject in made:
        body = text_of(ring_body(rule, f"A-{number}", subject, from_micros(now_us), 1))
        posted += _each_channel(rule, channels, number, now_us, 1, body)
    return len(post(unit, posted, now_us))


def post_again(unit: Unit, rule: Rule, alerts: Sequence[Alert], now_us: int) -> int:
    """Deliveries of alerts that ring again, as they stand after the ring: each, or one
    for all where they are many."""
    found = [
        (each, Subject(each.kind, each.subject, each.name, 0, each.facts)) for each in alerts
    ]
    posted = []
    if len(found) > FLOOD:
        body = text_of(summary_body(rule, [each for _, each in found], 0, from_micros(now_us)))
        for channel in rule.channels:
            uid = uid_of("again", rule.name, alerts[0].id, len(found), now_us, channel)
            posted.append(Posted(uid, None, rule.name, channel, "summary", rule.quiet, body))
        return len(post(unit, posted, now_us))
    for alert, subject in found:
        body = text_of(ring_body(rule, alert.key, subject, alert.opened, alert.rings))
        posted += _each_channel(rule, rule.channels, alert.id, now_us, alert.rings, body)
    return len(post(unit, posted, now_us))


def _each_channel(
    rule: Rule, channels: Sequence[str], alert: int, now_us: int, rings: int, body: str
) -> list[Posted]:
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
        for channel in channels
    ]
