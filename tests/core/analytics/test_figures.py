from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from core.analytics.figures import (
    AT_RISK,
    counted_clients,
    mean_delta,
    mean_score,
    money_by_tier,
    open_incidents,
)
from core.health.types import TIERS
from core.values.contribution import Explanation

AT = datetime(2026, 11, 21, 14, tzinfo=UTC)
usual = settings(deadline=None, max_examples=100)
counts = st.dictionaries(st.sampled_from(TIERS), st.integers(0, 10**6))
sums = st.dictionaries(
    st.sampled_from(TIERS),
    st.tuples(st.integers(1, 10**6), st.integers(-(10**8), 10**8)),
    min_size=1,
)


def added(found: Explanation) -> int:
    return sum(part.points for part in found.parts)


@usual
@given(sums)
def test_an_average_is_the_sum_of_what_each_tier_adds(
    found: dict[str, tuple[int, int]],
) -> None:
    clients, total = (sum(pair[i] for pair in found.values()) for i in (0, 1))
    for mean in (mean_score(found, AT), mean_delta(found, AT)):
        assert mean.total is not None
        assert added(mean) == mean.total
        assert abs(mean.total - 10 * total / clients) <= 0.5 + 1e-6
        for part in mean.parts:
            # No part is a whole tenth away from what it is exactly.
            assert abs(part.points - 10 * found[part.id][1] / clients) < 1 + 1e-6


@usual
@given(counts, st.dictionaries(st.sampled_from(TIERS), st.dictionaries(
    st.sampled_from(["EUR", "USD"]), st.integers(1, 10**12))))  # fmt: skip
def test_counts_and_money_add_up(found: dict[str, int], arr: dict[str, dict[str, int]]) -> None:
    assert counted_clients(found, AT).total == sum(found.values())
    for tiers in (TIERS, AT_RISK):
        told = money_by_tier("ARR", arr, tiers, found, AT)
        assert [each.unit for each in told] == [
            f"minor {code}" for code in sorted({c for t in tiers for c in arr.get(t, {})})
        ]
        for each in told:
            code = each.unit.removeprefix("minor ")
            assert each.total == sum(arr.get(t, {}).get(code, 0) for t in tiers)


def test_each_part_says_how_to_list_its_rows() -> None:
    found = counted_clients({"critical": 3, "unknown": 1}, AT)
    told = {part.id: (part.points, part.rows, part.command) for part in found.parts}
    assert told["critical"] == (3, 3, "client list tier:critical")
    assert told["unknown"] == (1, 1, "client list 'tier:unknown status!=churned'")
    medium = open_incidents({"medium": 2}, AT).parts[2]
    assert medium.command == (
        "incident list 'status:open,acknowledged,pending severity:medium,none'"
    )


def test_nobody_has_no_average() -> None:
    assert mean_score({}, AT).total is None
    assert mean_score({"unknown": (0, 0)}, AT).note == "nobody has one yet"
