from __future__ import annotations

import pytest

from tui.charts.chart import Chart, Kind, Series


@pytest.mark.parametrize(
    ("kind", "series", "labels", "why"),
    [
        ("bars", (Series("a", (1, 2)),), ("x",), "2 values, 1 places"),
        ("band", (Series("a", (1,)),), ("x",), "3 to 3 series"),
        ("gauge", (), (), "1 to 2 series"),
        ("share", (Series("a", (-1,)),), ("x",), "counts from 0 up"),
        ("histogram", (Series("a", (-1,)),), ("x",), "counts from 0 up"),
        ("funnel", (Series("a", (1, 2)),), ("x", "y"), "past the one before"),
    ],
)
def test_what_does_not_fit_is_refused(
    kind: Kind, series: tuple[Series, ...], labels: tuple[str, ...], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Chart(kind, "", series, labels)


def test_lists_beside_the_values_are_as_long() -> None:
    for beside in ({"texts": ("a",)}, {"roles": ("accent",)}, {"at": (1,)}):
        with pytest.raises(ValueError, match="1 beside 2 values"):
            Series("a", (1, 2), **beside)


def test_places_are_labels_or_days_and_a_scale_goes_up() -> None:
    one = (Series("", (1,)),)
    with pytest.raises(ValueError, match="not both"):
        Chart("line", "", one, ("a",), (1,))
    with pytest.raises(ValueError, match="goes up"):
        Chart("line", "", one, ("a",), scale=(5, 5))
