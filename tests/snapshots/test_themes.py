"""The radar in every theme that is shipped, as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.snapshots.test_screens import PLACES
from tests.tui.running import SMALL, app_on
from themes.load import names


@pytest.mark.parametrize("theme", names())
def test_the_radar_in_each_theme(demo_store: Path, snap_compare: Any, theme: str) -> None:
    app = app_on(demo_store, theme=theme)
    assert snap_compare(app, terminal_size=SMALL, run_before=PLACES["radar"])
