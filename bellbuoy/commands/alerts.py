"""`bellbuoy alert …`: what rang, why, and who looks after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.alert_rows import (
    ALERTS,
    CHANNELS,
    DELIVERIES,
    QUIET,
    RULES,
    alert_row,
    delivery_row,
    detail_row,
    facts_lines,
)
from bellbuoy.commands.alert_setup import SETUP
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.command import LISTING, Arg, Command
from bellbuoy.commands.listing import Source, list_answer
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, section
from bellbuoy.commands.present import open_present
from core.alerts.types import Alert
from core.values.errors import BellbuoyError, UsageError
from core.values.page import Page
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context

__all__ = ["CHANNELS", "COMMANDS", "QUIET", "RULES"]

_STATES = ("waiting", "sending", "done", "dead", "dropped")
_SHOWN = (
    *(replace(column, extra=False) for column in ALERTS),
    Column("condition", "condition"),
    Column("was", "was"),
    number("days", "days before"),
    number("like", "like it in 30 days"),
    Column("facts", "facts"),
    Column("deliveries", "deliveries", extra=True),
)
_APART = ("facts", "deliveries")
"""These have a block of their own on the page."""
_TAKEN = (
    *(column for column in ALERTS if column.key not in ("who", "snoozed_until")),
    Column("who", "who"),
    moment("snoozed_until", "snoozed until"),
)
_RETRIED = (number("retried", "put back"),)


def list_(options: Options) -> Answer:
    """Alerts, the gravest first: the open ones, unless the query names a state."""
    from bellbuoy.services.alerts import listing

    ctx, query = open_present(options), options.query or ""
    request = listing.parsed(ctx, query, options.sort)

    def page(ctx: Context, limit: int, cursor: str | None) -> Page[Alert]:
        return listing.page(ctx, query, sort=options.sort, limit=limit, cursor=cursor)

    def count() -> int:
        return listing.count(ctx, query)

    source = Source(ctx, request.directives, ctx.now, page, alert_row, count)
    return list_answer("alert", source, ALERTS, options)


def show(options: Options) -> Answer:
    """One alert: what rang it, from what to what, and where it was sent."""
    from bellbuoy.services.alerts import listing

    ctx = open_present(options)
    found = listing.show(ctx, options.need("id"))
    row = detail_row(found)
    answer = Answer("alert", [row], _SHOWN, as_of=ctx.now, single=True)
    if options.format != "table" or options.cols is not None:
        return answer
    alert = found.alert
    told = [(c.title, c.render(row[c.key])) for c in _SHOWN if c.key not in _APART]
    lines = [safe_text(line) for line in facts_lines(alert.facts)]
    sent = section([delivery_row(each) for each in found.deliveries], DELIVERIES, options)
    mends = []
    if alert.kind == "client":
        mends = [f"why now: bellbuoy health explain {safe_text(alert.subject)}"]
    page = blocks(facts(told), "\n".join(lines), sent, "\n".join(mends))
    return replace(answer, rows=(), text=page)


def ack(options: Options) -> Answer:
    """Say that somebody looks after them."""
    return _each(options, None)


def snooze(options: Options) -> Answer:
    """Silence them for a while."""
    seconds = options.number("span")
    assert seconds is not None
    return _each(options, timedelta(seconds=seconds))


def assign(options: Options) -> Answer:
    """Say who looks after one."""
    from bellbuoy.services.alerts import acts, listing

    ctx, key, person = open_present(options), options.need("id"), options.need("person")
    if options.dry_run:
        who, found = acts.name_of(person), listing.show(ctx, key).alert
        note = f"a dry run: {found.key} would be {safe_text(who)}'s"
    else:
        found = acts.assign(ctx, key, person)
        note = f"{safe_text(found.who or '')} looks after {found.key}"
    return Answer("alert", [alert_row(found)], _TAKEN, as_of=ctx.now, notes=(note,))


def _each(options: Options, span: timedelta | None) -> Answer:
    """Take several alerts; those that cannot be taken are told, the others are."""
    from bellbuoy.services.alerts import acts, listing

    ctx = open_present(options)
    rows: list[dict[str, Json]] = []
    failed: list[BellbuoyError] = []
    for key in options.texts("ids"):
        try:
            if options.dry_run:
                found = listing.show(ctx, key).alert
            elif span is None:
                found = acts.acknowledge(ctx, key)
            else:
                found = acts.snooze(ctx, key, span)
            rows.append(alert_row(found))
        except BellbuoyError as fault:
            failed.append(fault)
    if failed and not rows:
        raise failed[0]
    notes = tuple(fault.message for fault in failed[1:])
    if options.dry_run:
        notes = ("a dry run: they stay as they are", *notes)
    failure = failed[0] if failed else None
    return Answer("alert", rows, _TAKEN, as_of=ctx.now, notes=notes, failure=failure)


def try_out(options: Options) -> Answer:
    """Send a made-up alert through every channel of a rule; a failure says so."""
    from bellbuoy.services.alerts import rules, testing

    ctx, name = open_present(options), options.need("rule")
    if options.dry_run:
        through = ", ".join(rules.show(ctx, name).rule.channels)
        note = f"a dry run: a test of {name} would go through {through}"
        return Answer("delivery", [], DELIVERIES, as_of=ctx.now, notes=(note,))
    found = testing.try_out(ctx, name)
    lost = [each for each in found if each.state != "done"]
    failure = None
    if lost:
        why = "; ".join(f"{each.channel}: {each.said}" for each in lost)
        failure = BellbuoyError(f"{len(lost)} of {len(found)} did not arrive: {why}")
    rows = [delivery_row(each) for each in found]
    return Answer("delivery", rows, DELIVERIES, as_of=ctx.now, failure=failure)


def deliveries(options: Options) -> Answer:
    """Where alerts were sent, and what became of it, the newest first."""
    from bellbuoy.services.alerts import deliver

    ctx, state = open_present(options), options.text("state")
    wanted = (state,) if state else ("waiting", "sending", "dead")
    found = deliver.listed(ctx, wanted, options.limit or 1_000)
    rows = [delivery_row(each) for each in found]
    return Answer("delivery", rows, DELIVERIES, as_of=ctx.now, total=len(rows))


def retry(options: Options) -> Answer:
    """Put deliveries that were given up back into the outbox."""
    from bellbuoy.services.alerts import deliver

    ctx, number_of = open_present(options), options.text("delivery")
    if number_of is not None and not number_of.isdecimal():
        raise UsageError(f"“{number_of}” is no delivery", "bellbuoy alert deliveries dead")
    one = None if number_of is None else int(number_of)
    if options.dry_run:
        dead = [d.id for d in deliver.listed(ctx, ("dead",), 1_000_000) if one in (None, d.id)]
        note = f"a dry run: {len(dead):,} would be sent again"
        return Answer("retry", [{"retried": len(dead)}], _RETRIED, as_of=ctx.now, notes=(note,))
    done = deliver.retry(ctx, one)
    note = "the worker sends them, or: bellbuoy job run deliver-alerts"
    return Answer("retry", [{"retried": done}], _RETRIED, as_of=ctx.now, notes=(note,))


COMMANDS = (
    Command(
        noun="alert",
        verb="list",
        summary="what rang, the gravest first",
        examples=("bellbuoy alert list", "bellbuoy alert list 'severity:critical state:new'"),
        function=list_,
        takes=LISTING,
        columns=ALERTS,
    ),
    Command(
        noun="alert",
        verb="show",
        summary="one alert: from what to what, why, and where it was sent",
        examples=("bellbuoy alert show A-17", "bellbuoy alert show 17 --json"),
        function=show,
        arguments=(Arg("id", "the alert: bellbuoy alert list"),),
        columns=_SHOWN,
    ),
    Command(
        noun="alert",
        verb="ack",
        summary="somebody looks after it: it rings no more",
        examples=("bellbuoy alert ack A-17", "bellbuoy alert ack A-17 A-18 A-21"),
        function=ack,
        arguments=(Arg("ids", "the alerts", metavar="ID", repeat=True),),
        writes=True,
        columns=_TAKEN,
    ),
    Command(
        noun="alert",
        verb="assign",
        summary="a person looks after it, whoever did before: it rings no more",
        examples=("bellbuoy alert assign A-17 mei", "bellbuoy alert assign A-17 ana --json"),
        function=assign,
        arguments=(
            Arg("id", "the alert: bellbuoy alert list"),
            Arg("person", "who looks after it"),
        ),
        writes=True,
        columns=_TAKEN,
    ),
    Command(
        noun="alert",
        verb="snooze",
        summary="silent for a while, then it rings again if it still holds",
        examples=("bellbuoy alert snooze 4h A-17", "bellbuoy alert snooze 2d A-17 A-18"),
        function=snooze,
        arguments=(
            Arg("span", "how long: 30min, 4h, 2d", type=types.span),
            Arg("ids", "the alerts", metavar="ID", repeat=True),
        ),
        writes=True,
        columns=_TAKEN,
    ),
    Command(
        noun="alert",
        verb="test",
        summary="a made-up alert through every channel of a rule",
        examples=("bellbuoy alert test health-drop", "bellbuoy alert test job-failed --json"),
        function=try_out,
        arguments=(Arg("rule", "the rule: bellbuoy alert rules"),),
        writes=True,
        columns=DELIVERIES,
    ),
    Command(
        noun="alert",
        verb="deliveries",
        summary="what waits to be sent, and what was given up",
        examples=("bellbuoy alert deliveries", "bellbuoy alert deliveries dead --json"),
        function=deliveries,
        arguments=(Arg("state", "waiting, sending, done, dead or dropped", optional=True,
                       choices=_STATES),),
        takes=("limit",),
        columns=DELIVERIES,
    ),
    Command(
        noun="alert",
        verb="retry",
        summary="deliveries that were given up, sent again under their old ids",
        examples=("bellbuoy alert retry", "bellbuoy alert retry 12"),
        function=retry,
        arguments=(Arg("delivery", "one of them; all without it", optional=True),),
        writes=True,
        columns=_RETRIED,
    ),
    *SETUP,
)  # fmt: skip
