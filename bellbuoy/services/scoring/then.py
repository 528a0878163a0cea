"""Past scores under the formula of their own day.

History names the formula that a score was made with. A look back opens with that
one, so that what was shown then is shown again; a client without history counts
under the formula that the caller gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from bellbuoy.services.context import Context
from bellbuoy.services.scoring.at import past_standings
from bellbuoy.services.scoring.moment import Moment
from core.clients.standing import Standing
from core.health.types import HealthConfig
from storage.engine.reader import Rows
from storage.health.config import config_of, current_config
from storage.health.formulas import formulas_by_day, formulas_then


def formula_then(rows: Rows, client: int, day: int, otherwise: HealthConfig) -> HealthConfig:
    """The formula that a client's history names for a day."""
    ((config, _),) = formulas_then(rows, [client], day, otherwise).values()
    return config


def formula_shown(rows: Rows, client: int, day: int, stored: str | None) -> HealthConfig:
    """The formula that a shown score was made with: the one that its row names
    (`stored`), or in a look at a past day (None) the one of that day."""
    if stored is not None:
        return config_of(rows, stored)
    return formula_then(rows, client, day, current_config(rows))


def past_standings_then(
    rows: Rows, ctx: Context, ids: Sequence[int], moment: Moment, otherwise: HealthConfig
) -> list[Standing]:
    """Standings of some clients at a past moment, each under its formula of that
    day; by client."""
    found = formulas_then(rows, ids, moment.day, otherwise)
    standings = [
        standing
        for config, clients in found.values()
        for standing in past_standings(rows, ctx, clients, moment, config)
    ]
    return sorted(standings, key=lambda standing: standing.id)


Runs = list[tuple[HealthConfig, list[Moment]]]
"""Moments, oldest first, in runs under one formula."""


def by_formula(
    rows: Rows, ids: Sequence[int], moments: Sequence[Moment], otherwise: HealthConfig
) -> list[tuple[list[int], Runs]]:
    """Clients that share their formulas, with the moments under each."""
    days = [moment.day for moment in moments]
    alike: dict[tuple[HealthConfig, ...], list[int]] = {}
    for client, configs in formulas_by_day(rows, ids, days, otherwise).items():
        alike.setdefault(configs, []).append(client)
    return [(clients, _runs(configs, moments)) for configs, clients in alike.items()]


def _runs(configs: Sequence[HealthConfig], moments: Sequence[Moment]) -> Runs:
    pairs = zip(configs, moments, strict=True)
    return [
        (config, [moment for _, moment in run]) for config, run in groupby(pairs, itemgetter(0))
    ]
