"""A store copied from engine to engine holds the same, or does not appear."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients, copying, store
from bellbuoy.services.context import Context
from core.values.errors import BellbuoyError, DeniedError, NotFoundError, UsageError
from storage.engine import copy as module
from storage.engine.content import content_hash
from storage.engine.opening import open_store
from storage.engine.store import Store
from storage.engine.unit import bulk_insert
from storage.events.tables import UsageDay
from storage.integrations.tables import Quarantine
from storage.store.tables import Setting
from tests.fixtures.depth import examples
from tests.fixtures.postgresql import Shelf
from tests.fixtures.stores import ENGINES, NewStore, context


@pytest.fixture(params=ENGINES)
def target(request: pytest.FixtureRequest, shelf: Shelf, tmp_path: Path) -> str:
    """Where no store is yet, on each engine."""
    return shelf.new() if request.param == "postgresql" else str(tmp_path / "copy.db")


def hashed(kept: Store) -> str:
    with kept.reader() as reader:
        return content_hash(reader)


def test_a_copy_holds_what_its_source_holds(a_demo: Store, target: str) -> None:
    ctx = context(a_demo)
    seen: list[tuple[int, int]] = []
    planned = copying.plan(ctx, target)
    done = copying.copy(ctx, target, progress=lambda *at: seen.append(at))
    copied = context(target)
    assert done.checksum == hashed(a_demo) == hashed(copied.store)
    assert (planned.tables, planned.rows, planned.checksum) == (done.tables, done.rows, None)
    assert [at[0] for at in seen] == sorted(at[0] for at in seen)
    assert seen[-1] == (3 * done.rows, 3 * done.rows)
    assert clients.page(copied).rows == clients.page(ctx).rows
    assert store.failures(store.check(copied, full=True)) == 0
    with pytest.raises(NotFoundError):
        copied.store.draft().schema()


def test_there_and_back_again_is_where_it_was(
    demo_store: Path, shelf: Shelf, tmp_path: Path
) -> None:
    there, back = shelf.new(), str(tmp_path / "back.db")
    first = copying.copy(context(demo_store), there)
    second = copying.copy(context(there), back)
    assert first.checksum == second.checksum == hashed(open_store(back))
    assert (first.target, second.source, second.target) == (second.source, first.target, back)


REFUSED = (
    "run_id", "source", "file", "line", "kind", "code", "reason", "raw", "digest", "state",
    "first_seen_us",
)  # fmt: skip
texts = st.text(st.sampled_from("\x00\x01\x02") | st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(2**63), 2**63 - 1)


@settings(max_examples=examples(12, 200), deadline=None)
@given(
    marks=st.dictionaries(texts, texts, max_size=5),
    days=st.dictionaries(st.tuples(numbers, numbers), numbers, max_size=5),
    raws=st.lists(st.binary(max_size=20), max_size=3),
)
def test_whatever_it_holds(
    new_store: NewStore,
    shelf: Shelf,
    marks: dict[str, str],
    days: dict[tuple[int, int], int],
    raws: list[bytes],
) -> None:
    ctx: Context = new_store()
    with ctx.store.unit(durable=False) as unit:
        mine = [(f"x{name}", value) for name, value in marks.items()]
        unit.bulk(bulk_insert(Setting, ("name", "value")), mine)
        day = bulk_insert(UsageDay, ("day", "client_id", "calls", "logins"))
        unit.bulk(day, [(*key, calls, 0) for key, calls in days.items()])
        refused = [
            (1, "s", "f", line, "k", "c", "r", raw, "d", "new", 0)
            for line, raw in enumerate(raws)
        ]
        unit.bulk(bulk_insert(Quarantine, REFUSED), refused)
    copied = shelf.empty()
    with ctx.store.reader() as reader:
        told = module._Told(1, lambda *_: None, lambda: False)
        for table in reader.tables():
            if table.name in ("setting", "usage_day", "quarantine"):
                module._copy_table(reader, copied, table, told)
    assert hashed(copied) == hashed(ctx.store)


def test_what_is_there_is_not_overwritten(a_demo: Store, a_store: Store) -> None:
    before = hashed(a_store)
    for act in (copying.plan, copying.copy):
        with pytest.raises(UsageError, match="exists already"):
            act(context(a_demo), a_store.address)
        with pytest.raises(UsageError, match="onto itself"):
            act(context(a_demo), a_demo.address)
    assert hashed(a_store) == before


def test_a_copy_that_is_stopped_leaves_nothing(a_demo: Store, target: str) -> None:
    ctx = context(a_demo)
    polls = iter([False] * 8)
    with pytest.raises(BellbuoyError, match="stopped; nothing was copied"):
        copying.copy(ctx, target, cancelled=lambda: next(polls, True))
    for left in (open_store(target), open_store(target).draft()):
        with pytest.raises(NotFoundError):
            left.schema()


def test_a_copy_that_differs_leaves_nothing(
    a_demo: Store, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = iter(["one", "another"])
    monkeypatch.setattr(module, "content_hash", lambda *_: next(told))
    with pytest.raises(BellbuoyError, match="differs from it; it is removed"):
        copying.copy(context(a_demo), target)
    with pytest.raises(NotFoundError):
        open_store(target).schema()


def test_only_who_may_do_all_may_copy_all(a_demo: Store, target: str) -> None:
    for role in ("manager", "analyst", "auditor"):
        with pytest.raises(DeniedError):
            copying.copy(context(a_demo, role=role), target)
    open_store(target).refuse_taken()
