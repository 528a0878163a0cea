"""Writing what a run does to clients: facts of its own, and columns that it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bellbuoy.services.scoring.moment import Moment
from core.incidents.life import Life, clocks, moved
from core.incidents.types import Resolution
from core.simulations.effect import Effect, Opens, dearer
from storage.audit.rows import put_rows, rows_by_key
from storage.health.unresolved import following_unresolved
from storage.incidents.acting import (
    NewStep,
    insert_incidents,
    numbers_of,
    put_living,
    put_steps,
)
from storage.incidents.adding import plans_of
from storage.incidents.lives import WRITTEN, Living, living, row_of
from storage.incidents.still import put_still, still_key
from storage.incidents.targets import stored_targets
from storage.simulations import touched
from storage.simulations.reads import SOURCE
from storage.simulations.rows import INCIDENT, Ledger
from storage.simulations.use import Used, put_use

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_STILL = "incident_still"
_PAID = "subscription"


@dataclass(frozen=True, slots=True)
class Writer:
    """What one portion of a run writes with: its number and name, who runs it, when."""

    unit: Unit
    run: int
    name: str
    who: str
    moment: Moment


def write_effects(write: Writer, effects: Mapping[int, Effect]) -> None:
    """Write what a run does to clients, by their numbers, and keep how to take it back."""
    ledger = Ledger(write.unit, write.run)
    _exclude(write, ledger, [n for n, each in effects.items() if each.excludes])
    reasons = {n: each.resolves for n, each in effects.items() if each.resolves is not None}
    _resolve(write, ledger, reasons)
    _subscriptions(write, ledger, effects)
    _open(write, ledger, effects)
    ledger.close()
    used = [
        Used(write.run, client, use.day, use.calls, use.logins)
        for client, each in effects.items()
        for use in each.use
        if use.calls or use.logins
    ]
    put_use(write.unit, used, write.moment.day)


def _exclude(write: Writer, ledger: Ledger, clients: Sequence[int]) -> None:
    """Incidents that weigh on a score stop counting (DEFINITIONS 5.4)."""
    unit, moment = write.unit, write.moment
    ids = touched.weighing(unit, clients, moment.now_us, moment.window_us)
    then = {"excluded_by": write.name}
    written = []
    for key, row in rows_by_key(unit, INCIDENT, ids, ("client_id", *then)).items():
        if row["excluded_by"] is None:
            ledger.changed(row["client_id"], INCIDENT, key, row, then)
            written.append((INCIDENT, key, row, then))
    put_rows(unit, written)


def _resolve(write: Writer, ledger: Ledger, reasons: Mapping[int, Resolution]) -> None:
    """Open incidents are resolved. No step tells of it and no revision: what people do
    next to the incident is the same with the run as without."""
    unit, now_us = write.unit, write.moment.now_us
    ids = touched.open_of(unit, list(reasons), now_us)
    before = rows_by_key(unit, INCIDENT, ids, WRITTEN)
    written, spans = [], []
    with following_unresolved(unit, ids):
        for number, found in living(unit, ids).items():
            life = _resolved(found, now_us, reasons[found.client])
            then = dict(zip(WRITTEN, row_of(life), strict=True))
            key = str(number)
            ledger.changed(found.client, INCIDENT, key, before[key], then)
            written.append((INCIDENT, key, before[key], then))
            paused = found.life.resolve.paused
            if paused is not None:
                spans.append((number, paused, max(paused, now_us)))
                ledger.changed(
                    found.client, _STILL, still_key(number, paused),
                    {"until_us": None}, {"until_us": max(paused, now_us)},
                )  # fmt: skip
        put_rows(unit, written)
        put_still(unit, spans)


def _resolved(found: Living, now_us: int, reason: Resolution) -> Life:
    life = moved(found.life, "resolve", now_us, reason)
    if life.resolved is None or life.resolved > now_us:
        # It was put away without an end, or one that lies ahead of a clock set back.
        life = replace(life, resolved=now_us)
    return life


def _subscriptions(write: Writer, ledger: Ledger, effects: Mapping[int, Effect]) -> None:
    """Subscriptions that run get dearer, or end today."""
    unit, day = write.unit, write.moment.day
    clients = [n for n, each in effects.items() if each.price or each.ends]
    ids = touched.running_of(unit, clients, day)
    written = []
    columns = ("client_id", "amount_minor", "end_day")
    for key, row in rows_by_key(unit, _PAID, ids, columns).items():
        effect = effects[row["client_id"]]
        then = {}
        if effect.price:
            then["amount_minor"] = dearer(row["amount_minor"], effect.price)
        if effect.ends:
            then["end_day"] = day
        ledger.changed(row["client_id"], _PAID, key, row, then)
        written.append((_PAID, key, row, then))
    put_rows(unit, written)


def _open(write: Writer, ledger: Ledger, effects: Mapping[int, Effect]) -> None:
    """New incidents, under numbers and public ids of simulations."""
    unit, now_us = write.unit, write.moment.now_us
    wanted = [(client, each) for client, effect in effects.items() for each in effect.opens]
    if not wanted:
        return
    plans = plans_of(unit, sorted({client for client, _ in wanted}))
    targets = stored_targets(unit)
    numbers = touched.numbers_below(unit, INCIDENT, len(wanted))
    keys = _new_keys(write, len(wanted))
    rows, steps = [], []
    for number, key, (client, each) in zip(numbers, keys, wanted, strict=True):
        target = targets.of(each.severity, plans.get(client))
        life = Life(
            "open", each.severity, now_us, None, None, None, None, None, 0,
            *clocks(now_us, None, None, target),
        )  # fmt: skip
        rows.append(_row(number, key, client, each, life))
        steps.append(
            NewStep(number, now_us, "opened", write.name, {"severity": (None, each.severity)})
        )
        ledger.added(client, INCIDENT, number)
    with following_unresolved(unit, numbers):
        insert_incidents(unit, rows)
    put_steps(unit, touched.numbers_below(unit, "incident_step", len(steps)), steps, write.who)


def _row(number: int, key: str, client: int, each: Opens, life: Life) -> dict[str, Any]:
    """The columns of an incident that a run opens."""
    return {
        "id": number, "key": key, "source": SOURCE, "external_id": key, "client_id": client,
        "title": each.title, "opened_us": life.opened, "impact": each.impact,
        "known_us": life.opened, "backfilled": 0, "digest": "", "own_status": 1,
        "own_severity": 1, "linked": 0, "rev": 1,
        **dict(zip(WRITTEN, row_of(life), strict=True)),
    }  # fmt: skip


def _new_keys(write: Writer, many: int) -> list[str]:
    """Public ids: `SIM-`, the number in the run's name, and one that counts on."""
    prefix = f"SIM-{int(write.name.removeprefix('run-'))}-"
    first = touched.opened_count(write.unit, write.run) + 1
    found: list[str] = []
    while len(found) < many:
        fresh = [f"{prefix}{n}" for n in range(first, first + many - len(found))]
        first += len(fresh)
        taken = numbers_of(write.unit, fresh)
        found += [key for key in fresh if key not in taken]
    return found


def end_incidents(write: Writer, clients: Sequence[int]) -> None:
    """Resolve what a run has opened at clients and what is still open, as fixed
    (DEFINITIONS 5.3)."""
    unit, now_us = write.unit, write.moment.now_us
    ids = touched.still_open(unit, write.run, clients)
    pairs, steps = [], []
    for number, found in living(unit, ids).items():
        after = moved(found.life, "resolve", now_us, "fixed")
        pairs.append((found, found._replace(life=after)))
        what = {"status": (found.life.status, after.status)}
        steps.append(NewStep(number, now_us, "resolved", write.name, what))
    with following_unresolved(unit, ids):
        put_living(unit, pairs)
    put_steps(unit, touched.numbers_below(unit, "incident_step", len(steps)), steps, write.who)
