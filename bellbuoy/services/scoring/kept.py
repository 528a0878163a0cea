"""Standings whose windows reach into months that have no single days any more.

The score of such a day and its parts are those that history keeps; all else is told
from the facts as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bellbuoy.services.scoring.moment import Moment
from core.clients.kept import kept_standing
from core.clients.standing import Standing, assess
from core.health.types import HealthConfig
from storage.engine.reader import Rows
from storage.health.inputs import client_inputs
from storage.health.kept import Kept, kept_scores


def kept_standings(
    rows: Rows, ids: Sequence[int], moment: Moment, config: HealthConfig
) -> list[Standing]:
    """Standings at the end of a day, under the formula that their history names."""
    kept = kept_scores(rows, ids, moment.day, moment.day)
    inputs = client_inputs(
        rows, ids, now_us=moment.now_us, window_us=moment.window_us, day=moment.day,
        sums={}, heard=dict.fromkeys(ids, (False, False)),
    )  # fmt: skip
    return [
        kept_standing(
            assess(client, config, moment.now, moment.day, moment.window_start),
            _components(kept.get(client.id, ())),
            config,
        )
        for client in inputs
    ]


def _components(kept: Sequence[Kept]) -> tuple[int | None, ...] | None:
    return kept[-1].components if kept else None


def kept_rows(
    rows: Rows, ids: Sequence[int], moments: Sequence[Moment], recorded_us: int
) -> list[tuple[Any, ...]]:
    """History rows (HISTORY_COLUMNS) of the ends of some days, oldest first: where the
    kept score is another than at the moment before."""
    found = []
    for client, kept in kept_scores(rows, ids, moments[0].day, moments[-1].day).items():
        said = None
        for moment in moments:
            stood = [each for each in kept if each.day <= moment.day]
            if stood and (stood[-1].score, stood[-1].tier) != said:
                row = stood[-1]
                said = (row.score, row.tier)
                found.append(
                    (client, moment.day, *said, *row.components, row.config, recorded_us, 1)
                )
    return found
