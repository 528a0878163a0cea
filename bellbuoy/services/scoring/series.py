"""Scores of past days, computed from the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bellbuoy.services.context import Context
from bellbuoy.services.folded import by_month
from bellbuoy.services.scoring.at import past_standings
from bellbuoy.services.scoring.kept import kept_rows
from bellbuoy.services.scoring.moment import Moment
from core.clients.standing import ClientInput, Standing, assess
from core.health.types import WINDOW, HealthConfig
from core.values.instants import date_of, day_end
from storage.engine.reader import Rows
from storage.health.inputs import client_inputs, heard_since, usage_by_day
from storage.health.standings import history_row


def history_rows(
    reader: Rows,
    ids: Sequence[int],
    moments: Sequence[Moment],
    config: HealthConfig,
    recorded_us: int,
) -> list[tuple[Any, ...]]:
    """History rows (HISTORY_COLUMNS) of some clients over moments, oldest first,
    computed from the facts: where the score changed, and at month ends."""
    found = evenings_from_facts(reader, ids, moments, config)
    return [
        row for told in found.values() for row in rows_of_evenings(told, config, recorded_us)
    ]


def evenings_from_facts(
    reader: Rows, ids: Sequence[int], moments: Sequence[Moment], config: HealthConfig
) -> dict[int, list[tuple[Moment, Standing]]]:
    """Client to where it stood at each of some moments, oldest first."""
    first, last = moments[0], moments[-1]
    usage = usage_by_day(reader, ids, first.day - WINDOW + 1, last.day)
    # Every incident that touches any of the windows; `assess` looks at the times.
    inputs = client_inputs(
        reader, ids, now_us=last.now_us, window_us=first.window_us, day=last.day, sums={}
    )
    since = heard_since(reader, ids)
    found: dict[int, list[tuple[Moment, Standing]]] = {}
    for client in inputs:
        days = _Days(client, usage.get(client.id, {}), since[client.id])
        found[client.id] = [(moment, days.standing(config, moment)) for moment in moments]
    return found


def past_rows(
    reader: Rows,
    ctx: Context,
    ids: Sequence[int],
    moments: Sequence[Moment],
    config: HealthConfig,
) -> list[tuple[Any, ...]]:
    """The same in a look at the past, whose last moment may be within a day, and
    where only what was known at each moment may count."""
    folded = [moment for moment in moments if by_month(reader, moment.day)]
    if folded:
        kept = kept_rows(reader, ids, folded, moments[-1].now_us)
        moments = moments[len(folded) :]
        rest = past_rows(reader, ctx, ids, moments, config) if moments else []
        return sorted([*kept, *rest], key=lambda row: (row[0], row[1]))
    last = moments[-1]
    if not ctx.as_known and last.now == day_end(last.day, ctx.zone):
        return history_rows(reader, ids, moments, config, last.now_us)
    whole = () if ctx.as_known else moments[:-1]
    rows = history_rows(reader, ids, whole, config, last.now_us) if whole else []
    newest = {row[0]: row for row in rows}
    standings: dict[int, list[tuple[Moment, Standing]]] = {client: [] for client in ids}
    for moment in moments[len(whole) :]:
        for standing in past_standings(reader, ctx, ids, moment, config):
            standings[standing.id].append((moment, standing))
    for client, known in standings.items():
        before = newest.get(client)
        said = None if before is None else (before[2], before[3])
        rows += rows_of_evenings(known, config, last.now_us, said)
    return sorted(rows, key=lambda row: (row[0], row[1]))


@dataclass(frozen=True, slots=True)
class _Days:
    """One client with its use by day, and since when each measure is known."""

    client: ClientInput
    usage: Mapping[int, tuple[int, int]]
    since: tuple[int | None, int | None]

    def standing(self, config: HealthConfig, moment: Moment) -> Standing:
        """Where the client stood at the end of a day."""
        window = range(moment.day - WINDOW + 1, moment.day + 1)
        used = [self.usage[day] for day in window if day in self.usage]
        calls, logins = self.since
        that_day = replace(
            self.client,
            calls=_sum(used, 0) if calls is not None and calls <= moment.day else None,
            logins=_sum(used, 1) if logins is not None and logins <= moment.day else None,
        )
        return assess(that_day, config, moment.now, moment.day, moment.window_start)


def _sum(used: Sequence[tuple[int, int]], measure: int) -> int:
    return sum(pair[measure] for pair in used)


def rows_of_evenings(
    standings: Sequence[tuple[Moment, Standing]],
    config: HealthConfig,
    recorded_us: int,
    said: tuple[Any, Any] | None = None,
) -> list[tuple[Any, ...]]:
    """Rows of one client's standings, oldest first; `said` is what the row before
    them says. A client that has not started has none, one that left has a last
    row without a score."""
    rows: list[tuple[Any, ...]] = []
    for moment, standing in standings:
        if standing.facts.days == 0 and said is None:
            continue
        now = (standing.health.score, standing.health.tier)
        if now != said or is_month_end(moment.day):
            rows.append(
                history_row(standing, moment.day, config.version, recorded_us, backfilled=True)
            )
            said = now
    return rows


def is_month_end(day: int) -> bool:
    """Whether a local day is the last of its month."""
    return date_of(day + 1).day == 1
