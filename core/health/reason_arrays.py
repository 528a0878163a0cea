"""Where most points are lost, of many clients: one text for each way to lose them.

`core.health.explain.top_reason` is the definition. It loads numpy: only bulk work
imports it.
"""

from __future__ import annotations

import numpy as np

from core.health.arrays import UNKNOWN, FactArrays, ScoreArrays
from core.health.components import COMPONENTS
from core.health.types import Baseline, HealthFacts
from core.values.spans import Ints, Texts

_MOST = 1 << 7
_COUNTS = 1 << 48


def top_reasons(facts: FactArrays, scores: ScoreArrays, open_incidents: Ints) -> Texts:
    """`usage 24% of baseline: −30` by client; '' where nothing is lost or there is
    no score."""
    lost = scores.weights - scores.points
    index = lost.argmax(axis=1) if len(lost) else np.zeros(0, dtype=np.int64)
    most = np.take_along_axis(lost, index[:, None], axis=1)[:, 0]
    determined = _determined(facts, scores, open_incidents, index)
    code = (index * 2 * _COUNTS + determined) * _MOST + most
    code[(most == 0) | (scores.score == UNKNOWN)] = UNKNOWN
    distinct, first, which = np.unique(code, return_index=True, return_inverse=True)
    texts = np.empty(len(distinct), dtype=object)
    for place, (value, row) in enumerate(zip(distinct.tolist(), first.tolist(), strict=True)):
        texts[place] = (
            ""
            if value == UNKNOWN
            else _text(facts, row, int(index[row]), int(most[row]), int(open_incidents[row]))
        )
    return texts[which]


def _determined(facts: FactArrays, scores: ScoreArrays, opened: Ints, index: Ints) -> Ints:
    """What the text of the component at `index` follows from, besides the points:
    the whole percent, or the days without any use; the open incidents."""
    found = np.minimum(opened, _COUNTS - 1)
    for place, total, points in (
        (0, facts.calls, scores.usage),
        (1, facts.logins, scores.engagement),
    ):
        used = np.where(total > 0, np.maximum(points, 0) // 100, _COUNTS + facts.days)
        found = np.where(index == place, used, found)
    return found


def _text(facts: FactArrays, row: int, index: int, most: int, opened: int) -> str:
    one = HealthFacts(
        calls=_known(facts.calls[row]),
        logins=_known(facts.logins[row]),
        penalty=int(facts.penalty[row]),
        days=int(facts.days[row]),
        baseline=Baseline(int(facts.baseline_calls[row]), int(facts.baseline_logins[row])),
    )
    return f"{COMPONENTS[index].reason(one, opened)}: −{most}"


def _known(value: np.int64) -> int | None:
    return None if value < 0 else int(value)
