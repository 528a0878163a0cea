from __future__ import annotations

from types import SimpleNamespace

import pytest

from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    found: dict[str, object] = {}

    def open_context(url: str, **settings: object) -> SimpleNamespace:
        found.update(settings, url=url)
        return SimpleNamespace(as_of=None)

    monkeypatch.setattr("bellbuoy.services.context.open_context", open_context)
    return found


def test_the_flags_reach_the_context(asked: dict[str, object]) -> None:
    open_for(Options(store="a.db", as_of="now", role="support", seed=7, read_only=True))
    assert asked == {
        "url": "a.db", "as_of": "now", "role": "support", "seed": 7, "read_only": True,
        "as_known": False,
    }  # fmt: skip


def test_the_usual_store(asked: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLBUOY_STORE", "/usual.db")
    open_for(Options())
    assert asked["url"] == "/usual.db"
    assert asked["seed"] == 0
