"""The score in SQL is the score in Python, for every input."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.health.score import score_client
from core.health.types import Baseline, HealthConfig, HealthFacts
from core.values.rounding import normalised_weights
from storage.engine.reader import Reader
from storage.health.recheck import score_params, score_sql

number = st.integers(0, 20_000)
facts = st.builds(
    HealthFacts,
    calls=st.none() | number,
    logins=st.none() | st.integers(0, 200),
    penalty=st.integers(0, 150),
    days=st.integers(0, 30),
    baseline=st.builds(Baseline, st.integers(1, 9000), st.integers(1, 90)),
)
weights = (
    st.lists(st.integers(0, 100), min_size=3, max_size=3)
    .filter(lambda w: w[0] > 0 and w[1] > 0 and w[2] > 0)
    .map(lambda w: normalised_weights(tuple(w)))
)


@given(rows=st.lists(facts, min_size=1, max_size=60), weights=weights)
@settings(max_examples=60, deadline=None)
def test_sql_scores_as_core_does(
    scratch: Reader, rows: list[HealthFacts], weights: tuple[int, ...]
) -> None:
    config = HealthConfig(weights=weights)
    told = [
        [n, f.calls, f.logins, f.penalty, f.days, f.baseline.calls, f.baseline.logins]
        for n, f in enumerate(rows)
    ]
    columns = ("client_id", "calls", "logins", "penalty", "days", "calls_base", "logins_base")
    params: dict[str, int | None] = {**score_params(config)}
    parts = []
    for number, row in enumerate(told):
        picked = []
        for name, value in zip(columns, row, strict=True):
            params[f"{name}_{number}"] = value
            picked.append(f"CAST(:{name}_{number} AS BIGINT) AS {name}")
        parts.append(f"SELECT {', '.join(picked)}, NULL AS stored")
    sql = score_sql(" UNION ALL ".join(parts))
    found = {client: fresh for client, _, fresh in scratch.rows(sql, params)}
    assert found == {n: score_client(f, config).score for n, f in enumerate(rows)}
