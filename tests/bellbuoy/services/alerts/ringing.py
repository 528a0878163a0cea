"""Stores whose clients move, and what rings in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bellbuoy.services.alerts.evaluate import Evaluated, evaluate
from bellbuoy.services.alerts.rules import add, edit
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.recompute import recompute
from core.alerts.shipped import RULES
from core.alerts.types import Rule
from storage.alerts.rules import rules
from tests.fixtures.facts import calls, client, incident, logins, store
from tests.fixtures.stores import NewStore, move

DAY = timedelta(days=1)


def silence(ctx: Context, *, but: tuple[str, ...] = ()) -> None:
    """Turn every shipped rule off, but some."""
    for rule in RULES:
        if rule.name not in but:
            edit(ctx, rule.name, {"active": False})


def quiet_store(new_store: NewStore, *but: str, clients: int = 3) -> Context:
    """A store with clients k1, k2, … in good health, whose rules are off but for some."""
    ctx: Context = new_store()
    silence(ctx, but=but)
    names = [f"k{n}" for n in range(1, clients + 1)]
    store(ctx, "client", [client(name) for name in names])
    used = ctx.today - 1
    store(ctx, "event", [calls(ctx, f"c-{name}", name, used, 4_000) for name in names])
    store(ctx, "event", [logins(ctx, f"l-{name}", name, used, 30) for name in names])
    return ctx


def rule_of(condition: str, **rest: Any) -> Rule:
    """A rule of one's own about clients, unless told otherwise."""
    plain = Rule("mine", "client", condition, "high", ("screen",))
    return replace(plain, **rest)


def keep(ctx: Context, condition: str, **rest: Any) -> Rule:
    return add(ctx, rule_of(condition, **rest))


def trouble(ctx: Context, who: str, key: str = "", severity: str = "critical") -> None:
    """An incident that costs a client points, opened an hour ago."""
    store(
        ctx,
        "incident",
        [incident(key or f"i-{who}", who, ctx.present - timedelta(hours=1), severity=severity)],
    )


def settle(ctx: Context) -> Evaluated:
    """Scores, then alerts, as the worker does."""
    recompute(ctx)
    return evaluate(ctx)


def alerts(ctx: Context) -> list[tuple[Any, ...]]:
    """(rule, subject, state, episode, rings) of every alert, in order."""
    with ctx.reader() as reader:
        return reader.rows("SELECT rule, subject, state, episode, rings FROM alert ORDER BY id")


def outbox(ctx: Context) -> list[tuple[Any, ...]]:
    """(channel, kind, state) of every delivery, in order."""
    with ctx.reader() as reader:
        return reader.rows("SELECT channel, kind, state FROM alert_delivery ORDER BY id")


def bodies(ctx: Context) -> list[Mapping[str, Any]]:
    with ctx.reader() as reader:
        found = reader.rows("SELECT body FROM alert_delivery ORDER BY id")
    return [json.loads(body) for (body,) in found]


def later(ctx: Context, span: timedelta) -> None:
    """Let the clock run on."""
    move(ctx, ctx.clock.now() + span)


def kept(ctx: Context, name: str) -> Rule:
    with ctx.reader() as reader:
        return rules(reader)[name]
