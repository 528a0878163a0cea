"""Which groups the kept counters tell."""

from __future__ import annotations

import pytest

from core.query.nouns import CLIENT_FIELDS
from storage.analytics.counters import DIMENSIONS, dimension_of


@pytest.mark.parametrize(
    ("names", "dimension"),
    [
        ((), "all"),
        (("tier",), "all"),
        (("owner",), "owner"),
        (("tier", "renews"), "renews"),
        (("plan", "tier"), "plan"),
        (("owner", "plan"), None),
        (("status",), None),
        (("tier", "health"), None),
    ],
)
def test_one_dimension_with_or_without_the_tier(
    names: tuple[str, ...], dimension: str | None
) -> None:
    assert dimension_of([CLIENT_FIELDS[name] for name in names]) == dimension


def test_each_dimension_is_a_field() -> None:
    assert set(DIMENSIONS) <= set(CLIENT_FIELDS.names)
