"""What was predicted of a run, beside what came of it, and what would be without it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.simulations.ledger import needed
from core.health.types import Tier
from core.simulations.runs import IN_FORCE
from core.simulations.types import ClientEffect, Compared
from core.values.money import Money
from storage.health.standings import CLIENT_SET
from storage.simulations import reads
from storage.simulations.reads import RunClient, run_clients

MOST = 100
_SCORE, _TIER = CLIENT_SET.index("score"), CLIENT_SET.index("tier")
_ALL = 2**31


@service("simulation:read")
def compare(ctx: Context, number: int, most: int = MOST) -> tuple[Compared, ...]:
    """The clients of a run, by their ids. Of a run that is taken back the measured score
    is the last one with it. Raises NotFoundError."""
    with ctx.reader() as reader:
        force = needed(reader, number).state in IN_FORCE
        return tuple(
            _compared(each, each.score_predicted, force)
            for each in run_clients(reader, number, most)
        )


@service("simulation:read")
def compare_runs(
    ctx: Context, number: int, other: int, most: int = MOST
) -> tuple[Compared, ...]:
    """The clients that two runs have reached: `predicted` is what was measured with the
    other one. Raises NotFoundError."""
    with ctx.reader() as reader:
        force = needed(reader, number).state in IN_FORCE
        others = needed(reader, other).state in IN_FORCE
        beside = {
            each.key: _measured(each, others) for each in run_clients(reader, other, _ALL)
        }
        found = run_clients(reader, number, _ALL)
        both = [each for each in found if each.key in beside][:most]
        return tuple(_compared(each, beside[each.key], force) for each in both)


@service("simulation:read")
def moved_most(ctx: Context, number: int, most: int = MOST) -> tuple[ClientEffect, ...]:
    """The clients that a run in force has reached, as they would be without any run and
    as they are, those that move most first; nobody once it is taken back. Raises
    NotFoundError."""
    with ctx.reader() as reader:
        needed(reader, number)
        return tuple(map(_effect, reads.moved_most(reader, number, most)))


def _effect(each: reads.Moved) -> ClientEffect:
    other = json.loads(each.other)
    return ClientEffect(
        key=each.key,
        name=each.name,
        score=other["client"][_SCORE],
        tier=other["client"][_TIER],
        score_after=each.score,
        tier_after=cast("Tier", each.tier),
        arr=_money(other["arr"]),
        arr_after=_money(each.arr),
    )


def _money(amounts: Iterable[Sequence[Any]]) -> tuple[Money, ...]:
    return tuple(Money(int(minor), str(currency)) for currency, minor in amounts)


def _compared(each: RunClient, predicted: int | None, force: bool) -> Compared:
    without = each.now
    if each.other is not None:
        without = json.loads(each.other)["client"][_SCORE]
    return Compared(
        each.key, each.name, each.score_before, predicted, _measured(each, force), without
    )


def _measured(each: RunClient, force: bool) -> int | None:
    return each.now if force and each.state != "back" else each.score_measured
