"""The demo store as overlays see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from tests.fixtures.stores import DEMO_NOW, context


@pytest.fixture
def ctx(demo_master: Path) -> Context:
    """The demo store, looked at by an admin; only read."""
    return context(demo_master, DEMO_NOW)


@pytest.fixture
def own_ctx(demo_store: Path) -> Context:
    """A demo store that the test may change."""
    return context(demo_store, DEMO_NOW)
