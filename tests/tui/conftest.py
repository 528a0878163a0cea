"""What the tests of the screens share."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.services.context import Context
from tests.fixtures.stores import DEMO_NOW, context


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times are printed in the viewer's zone: here that is UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def demo_ctx(demo_master: Path) -> Context:
    """The demo store of the session, opened to look only: no worker is started."""
    return replace(context(demo_master, DEMO_NOW), read_only=True)


@pytest.fixture
def own_ctx(demo_store: Path) -> Context:
    """A demo store that the test may change behind the app's back."""
    return replace(context(demo_store, DEMO_NOW), read_only=True)


@pytest.fixture
def empty_ctx(empty_store: Path) -> Context:
    """A store without a client."""
    return replace(context(empty_store, DEMO_NOW), read_only=True)
