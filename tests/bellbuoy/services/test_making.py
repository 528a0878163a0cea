"""Stores are made whole, and a demo store is the same to the byte."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from bellbuoy.services import clients, incidents, making, making_load, overview
from bellbuoy.services.scoring import recompute
from bellbuoy.services.store import check
from core.simulations.demo.stories import HOSTILE_NAME, HOSTILE_TITLE, STORIES
from core.values.errors import BellbuoyError, NotFoundError, UsageError
from storage.engine.sqlite_store import SqliteStore
from storage.engine.version import SCHEMA
from tests.fixtures.stores import DEMO_NOW, NOW, context


def hashed(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def demo(path: Path, **options: int) -> Path:
    making.demo(str(path), **options)  # type: ignore[arg-type]
    return path


def test_the_same_seed_makes_the_same_bytes(demo_master: Path, tmp_path: Path) -> None:
    again = demo(tmp_path / "again.db")
    assert hashed(again) == hashed(demo_master)
    assert {path.name for path in tmp_path.iterdir()} == {"again.db"}


def test_another_seed_size_or_span_makes_others(demo_master: Path, tmp_path: Path) -> None:
    made = [
        demo(tmp_path / "seed.db", seed=8),
        demo(tmp_path / "size.db", clients=16),
        demo(tmp_path / "span.db", days=31),
    ]
    assert len({hashed(path) for path in (demo_master, *made)}) == 4
    assert clients.count(context(made[1])) == 16


def test_a_demo_stands_still_on_its_monday(demo_store: Path) -> None:
    ctx = context(demo_store, NOW)
    assert ctx.present == DEMO_NOW
    assert (ctx.info.demo, ctx.info.clock.mode) == (True, "frozen")
    assert recompute.recompute(ctx).rows == 0
    assert [c.state for c in check(ctx, full=True)] == ["ok"] * len(check(ctx, full=True))


def test_its_stories_are_in_it_byte_for_byte(demo_master: Path) -> None:
    ctx = context(demo_master)
    rows = {row.key: row for row in clients.page(ctx).rows}
    assert {story.key for story in STORIES} <= rows.keys()
    assert HOSTILE_NAME in {row.name for row in rows.values()}
    assert HOSTILE_TITLE in {row.title for row in incidents.page(ctx).rows}
    assert rows["C-0001"].trend == "down"
    assert rows["C-0006"].score is None
    assert rows["C-0005"].delta7 == 18
    assert {tier for tier, n in overview.overview(ctx).tiers.items() if n.n} == {
        "critical", "at_risk", "healthy", "unknown",
    }  # fmt: skip


def test_every_phase_ends_at_its_total(tmp_path: Path) -> None:
    phases: list[str] = []
    seen: dict[str, list[tuple[int, int]]] = {}

    def told(done: int, total: int) -> None:
        seen.setdefault(phases[-1], []).append((done, total))

    making.demo(str(tmp_path / "x.db"), clients=3, progress=told, phase=phases.append)
    assert phases == ["facts", "history", "scores"]
    for phase in phases:
        done = [at for at, _ in seen[phase]]
        assert done == sorted(done)
        assert seen[phase][-1][0] == seen[phase][-1][1] > 0
    with context(tmp_path / "x.db").store.reader() as reader:
        counted = [
            reader.value(f"SELECT count(*) FROM {table}")
            for table in ("client", "subscription", "incident", "usage_total")
        ]
    assert seen["facts"][-1][0] == sum(counted)


def test_an_empty_store_has_what_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "new" / "x.db"
    making.init(str(path), timezone="Asia/Tokyo", currency="JPY")
    info = context(path).info
    assert (info.timezone, info.currency, info.clock.mode) == ("Asia/Tokyo", "JPY", "live")
    assert (info.demo, info.schema, SqliteStore(path).schema()) == (False, SCHEMA, SCHEMA)
    assert [p.name for p in path.parent.iterdir() if "draft" in p.name] == []


@pytest.mark.parametrize("currency", ["", "usd", "EURO", "E€R", "12", "ÄÖÜ"])
def test_a_currency_is_a_code(tmp_path: Path, currency: str) -> None:
    with pytest.raises(UsageError, match="no currency code"):
        making.init(str(tmp_path / "x.db"), currency=currency)
    assert list(tmp_path.iterdir()) == []


def test_a_zone_is_an_iana_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown time zone"):
        making.init(str(tmp_path / "x.db"), timezone="Mars/Base")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("mine")
    for make in (making.init, making.demo):
        with pytest.raises(UsageError, match="exists already"):
            make(str(tmp_path / "x.db"))
    assert (tmp_path / "x.db").read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]


def test_a_store_that_cannot_be_finished_does_not_appear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making_load, "recompute", stop)
    with pytest.raises(KeyboardInterrupt):
        making.demo(str(tmp_path / "x.db"))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "x.db.draft").write_text("left behind by a crash")
    monkeypatch.undo()
    made = making.init(str(tmp_path / "x.db"))
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]
    assert made.schema() == SCHEMA


@pytest.mark.parametrize("name", ["file/x.db", "x" * 300, "file/deep/er/x.db"])
def test_a_place_where_nothing_can_be_made_is_told_in_a_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BellbuoyError, match="cannot make") as caught:
        making.init(str(tmp_path / name))
    assert "\n" not in caught.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    with pytest.raises(NotFoundError):
        context(tmp_path / name)


@pytest.mark.parametrize(("clients_", "days"), [(-1, 30), (5, 0)])
def test_senseless_sizes_are_refused(tmp_path: Path, clients_: int, days: int) -> None:
    with pytest.raises(UsageError):
        making.demo(str(tmp_path / "x.db"), clients=clients_, days=days)
    assert list(tmp_path.iterdir()) == []
