"""The history of few clients, evening by evening: what late facts about them change."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.scoring.moment import Moment, PastTarget
from bellbuoy.services.scoring.series import evenings_from_facts, rows_of_evenings
from core.clients.standing import Standing
from storage.engine.reader import Rows
from storage.health.past_rewrites import PastRewrite, Row
from storage.health.standings import (
    evenings_of,
    history_row,
    kept_history,
    kept_lives,
    lives_of,
)

_RECORDED = 8


class PastFew:
    """Some clients and their evenings; `rewrite` says what to write of them."""

    def __init__(self, rows: Rows, ids: Sequence[int], target: PastTarget) -> None:
        self._target = target
        first, last = target.moments[0].day, target.moments[-1].day
        self._found = evenings_from_facts(rows, ids, target.moments, target.config)
        self._history = kept_history(rows, ids, first, last)
        self._lives = kept_lives(rows, ids, first, last)
        self._before = lives_of(rows, ids, first - 1)
        self._scored = evenings_of(rows, ids, first - 1, first - 1)

    def rewrite(self, ids: Sequence[int]) -> PastRewrite:
        """What differs of these clients, which are among those loaded."""
        found = PastRewrite()
        for client in ids:
            told = self._found.get(client)
            if told is None:
                continue
            rows = self._rows(client, told)
            old = self._history.get(client, {})
            found.history += [row for row in rows if _said(old.get(row[1])) != _said(row)]
            days = {row[1] for row in rows}
            found.history_gone += [(client, day) for day in old if day not in days]
            self._live(found, client, [standing for _, standing in told])
        return found

    def _rows(self, client: int, told: Sequence[tuple[Moment, Standing]]) -> list[Row]:
        """What history says of the evenings. Where older history ends with a score, the
        first one says what became of it, though the client had not started then."""
        version, recorded = self._target.config.version, self._target.recorded_us
        rows = rows_of_evenings(told, self._target.config, recorded)
        before = self._scored.get(client, [])
        moment, standing = told[0]
        if standing.facts.days == 0 and before and before[-1].score is not None:
            rows = [
                history_row(standing, moment.day, version, recorded, backfilled=True),
                *rows,
            ]
        return rows

    def _live(self, found: PastRewrite, client: int, standings: Sequence[Standing]) -> None:
        """Rows where life or ARR is another than the evening before."""
        stands = self._before.get(client, (0, 0))
        rows: dict[int, Row] = {}
        for moment, standing in zip(self._target.moments, standings, strict=True):
            arr = dict(standing.arr).get(self._target.currency, 0) if standing.live else 0
            if (int(standing.live), arr) != stands:
                stands = (int(standing.live), arr)
                rows[moment.day] = (client, moment.day, *stands)
        old = self._lives.get(client, {})
        found.lives += [row for day, row in rows.items() if old.get(day) != row]
        found.lives_gone += [(client, day) for day in old if day not in rows]


def _said(row: Row | None) -> Row | None:
    """All of a row but when it was recorded."""
    return None if row is None else (*row[:_RECORDED], *row[_RECORDED + 1 :])
