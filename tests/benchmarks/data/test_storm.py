"""The storm and the queue at a size that a test can wait for: what they claim holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.alerts.evaluate import evaluate
from bellbuoy.services.scoring.recompute import recompute
from benchmarks.data import queue, storm
from benchmarks.data.bench import Place
from benchmarks.data.clock import opened
from benchmarks.data.feed import lines_of


@pytest.fixture
def place(demo_store: Path, tmp_path: Path) -> Place:
    return Place("sqlite", 15, str(demo_store), tmp_path, str(demo_store))


def test_each_line_has_a_key_of_its_own_and_another_client() -> None:
    lines = lines_of("a", 15, 15)
    assert len(set(lines)) == 15
    assert len({line.split('"client": ')[1].split(",")[0] for line in lines}) == 15


@pytest.mark.process
def test_a_small_storm_is_stored_scored_and_told_as_one(place: Place) -> None:
    begun = storm.before(place.address)
    told = storm.poured(place.address, "a", 60, 0)
    assert 0 < told["told p99"] <= told["seconds"]
    ctx = opened(place.address)
    recompute(ctx)
    evaluate(ctx)
    messages = int(begun["messages"])
    with pytest.raises(AssertionError, match="15 clients were not scored"):
        storm.settled(place.address, "a", 60, int(begun["runs"]), messages)
    with ctx.reader() as reader:
        bodies = reader.rows("SELECT body FROM alert_delivery WHERE rule = 'storm'")
    assert ['"count":61' in body for (body,) in bodies] == [True]
    ends = storm.resolved_and_back(place.address, 60)
    assert set(ends) == {"resolve", "undo", "a writer waits"}
    with ctx.reader() as reader:
        assert reader.value("SELECT count(*) FROM incident WHERE status = 'open'"
                            " AND title = 'storm a'") == 0  # fmt: skip


def test_a_line_that_is_missing_is_found(place: Place) -> None:
    with pytest.raises(AssertionError):
        storm.settled(place.address, "a", 1, 0, 0)


def test_the_history_of_a_queue_grows_as_asked_and_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "CLIENTS", 20)
    monkeypatch.setattr(queue, "CALLS", 2)
    address = str(tmp_path / "queue.db")
    for closed in (100, 250):
        queue.made(address)
        queue.grown(address, closed)
        with opened(address).reader() as reader:
            assert reader.value(queue._CLOSED) == closed
    assert set(queue.asked(address)) == {
        "page", "due", "count", "act", "kinds", "open kinds", "due kinds",
    }  # fmt: skip


def test_every_line_of_the_table_is_measured(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {name for row in storm.QUESTION.rows for name in (row.ours, row.peer) if name}
    told = {"fast", "here", "small", "told p99", "scored", "messages", "resolve", "undo"}
    told |= {"a writer waits"}
    told |= {f"{name} {what}" for name in ("calm", "busy") for what in ("p99", "lost")}
    assert named <= told
    monkeypatch.setattr(storm, "TTY_BENCH", Path("nowhere"))
    assert storm._keys(place, "calm") == {}
