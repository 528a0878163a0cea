from __future__ import annotations

import pytest

from core.health.components.record import count_text, value_text


@pytest.mark.parametrize(
    ("centipoints", "text"),
    [(2400, "24.00"), (5667, "56.67"), (5, "0.05"), (10000, "100.00"), (0, "0.00"), (None, "")],
)
def test_values(centipoints: int | None, text: str) -> None:
    assert value_text(centipoints) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 calls"), (1, "1 call"), (1200, "1,200 calls")]
)
def test_counts(number: int, text: str) -> None:
    assert count_text(number, "calls") == text
