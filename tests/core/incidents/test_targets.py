from __future__ import annotations

import pytest

from core.incidents.targets import (
    SHIPPED,
    SlaTargets,
    Target,
    parse_span,
    span_text,
    targets_from,
    targets_text,
    with_target,
)
from core.values.errors import UsageError

MINUTE = 60_000_000


def test_a_plan_has_its_own_and_else_the_usual() -> None:
    own = Target(5 * MINUTE, 60 * MINUTE)
    found = with_target(SlaTargets(), "high", own, "Enterprise")
    assert found.of("high", "ENTERPRISE") == own
    assert found.of("high", "Basic") == found.of("high", None) == SHIPPED["high"]
    assert found.of("low", "enterprise") == SHIPPED["low"]
    assert found.of(None, None) == SHIPPED["medium"]


def test_what_is_kept_is_what_was_set() -> None:
    found = with_target(SlaTargets(), "low", Target(MINUTE, 2 * MINUTE))
    found = with_target(found, "critical", Target(MINUTE, MINUTE), "Straße")
    assert targets_from(targets_text(found)) == found
    assert targets_from(None) == SlaTargets()


@pytest.mark.parametrize("target", [(0, 5), (6, 5), (-1, 5), (5, 400 * 86_400 * 1_000_000)])
def test_a_target_that_does_not_hold_is_refused(target: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match="no later than the resolution"):
        with_target(SlaTargets(), "high", Target(*target))


def test_times_as_they_are_written() -> None:
    assert [parse_span(text) // MINUTE for text in ("15min", "4h", "3d")] == [15, 240, 4320]
    assert [span_text(n * MINUTE) for n in (15, 90, 240, 1440, 4320)] == [
        "15min", "90min", "4h", "24h", "3d",
    ]  # fmt: skip
    for text in ("", "4", "h", "4 h", "-4h", "1.5h"):
        with pytest.raises(UsageError, match="is no time"):
            parse_span(text)
