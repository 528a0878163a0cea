from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from core.values.errors import UsageError


def test_the_store_as_it_is(demo_master: Path) -> None:
    assert open_present(Options(store=str(demo_master))).as_of is None


def test_a_past_day_is_refused_before_anything_is_opened() -> None:
    with pytest.raises(UsageError, match="no past"):
        open_present(Options(store="none.db", as_of="2026-11-01"))
