"""The menu of views, a list in groups, the values of a field: at 80x24 and at 160x48."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.snapshots.test_screens import SIZES, Walk, walk
from tests.tui.running import app_on

PLACES: dict[str, Walk] = {
    "views_menu": walk("v", "down", shows="Renewing in 60 days"),
    "grouped_radar": walk("b", "o", shows="AVG HEALTH"),
    "grouped_clients": walk("2", "b", "r", shows="AVG HEALTH"),
    "values": walk("2", "slash", *"tier", "colon", "f1", shows="Values of tier"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PLACES)
def test_a_place_looks_as_it_did(
    demo_store: Path, snap_compare: Any, place: str, size: str
) -> None:
    assert snap_compare(app_on(demo_store), terminal_size=SIZES[size], run_before=PLACES[place])
