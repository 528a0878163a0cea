"""Imports that are stopped, and taken up again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.services.context import Context
from bellbuoy.services.importing import run as run_module
from bellbuoy.services.importing.progress import Step
from bellbuoy.services.importing.run import StoppedError
from bellbuoy.services.integrations import import_path
from bellbuoy.services.scoring.recompute import recompute
from core.integrations.types import ImportSummary
from tests.bellbuoy.services.import_files import JULY, every, lines, plain, write_folder
from tests.fixtures.dump import dump
from tests.fixtures.stores import NewStore


@pytest.fixture
def ctx(new_store: NewStore) -> Context:
    return new_store(at=JULY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def stops_after(batches: int) -> Any:
    answers = iter([False] * batches)
    return lambda: next(answers, True)


def import_with_stop(ctx: Context, folder: Path, batches: int) -> ImportSummary:
    with pytest.raises(StoppedError):
        import_path(ctx, folder, plain(), cancelled=stops_after(batches))
    return import_path(ctx, folder, plain())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "BATCH", 7)


@pytest.fixture(scope="module")
def ran_through(
    new_store: NewStore, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ImportSummary, Any]:
    folder = write_folder(tmp_path_factory.mktemp("files"))
    ctx = new_store(at=JULY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_module, "BATCH", 7)
        done = import_path(ctx, folder, plain())
    return folder, done, dump(ctx.store)


@pytest.mark.parametrize("batches", [0, 1, 2, 4, 5, 12, 15, 20, 23, 24, 28])
def test_an_import_that_was_stopped_goes_on_to_the_same_store(
    ran_through: Any, new_store: NewStore, small: None, batches: int
) -> None:
    folder, whole, expected = ran_through
    ctx = new_store(at=JULY)
    done = import_with_stop(ctx, folder, batches)
    assert done.resumed
    # What it had done before it was stopped is told as not read again.
    assert tuple(replace(each, skipped=False) for each in done.files) == whole.files
    assert (done.newest, done.reasons, done.tiers) == (whole.newest, whole.reasons, whole.tiers)
    assert dump(ctx.store) == expected


def test_an_import_can_be_stopped_many_times(
    ran_through: Any, new_store: NewStore, small: None
) -> None:
    folder, _, expected = ran_through
    ctx = new_store(at=JULY)
    stops = 0
    while True:
        try:
            import_path(ctx, folder, plain(), cancelled=stops_after(1))
        except StoppedError:
            stops += 1
        else:
            break
        assert stops < 60
    assert stops > 20
    # Scores that were stopped as well are made by the next recompute.
    recompute(ctx)
    assert dump(ctx.store) == expected


def test_other_files_are_another_import(ctx: Context, folder: Path, small: None) -> None:
    with pytest.raises(StoppedError):
        import_path(ctx, folder, plain(), cancelled=stops_after(3))
    lines(folder / "login.csv", "id,client,at", "l0,c1,2024-06-01T12:00:00Z")
    done = import_path(ctx, folder, plain())
    assert (done.resumed, done.run) == (False, 2)
    assert every(ctx, "SELECT id, state FROM import_run ORDER BY id") == [
        (1, "running"),
        (2, "done"),
    ]


def test_progress_counts_rows_over_all_files(ctx: Context, folder: Path, small: None) -> None:
    seen: list[Step] = []
    done = import_path(ctx, folder, plain(), progress=seen.append)
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert [step.rows for step in seen] == sorted(step.rows for step in seen)
    assert [step.read for step in seen] == sorted(step.read for step in seen)
    last = Step("incident.jsonl", done.read, done.read, size, size, size)
    assert (seen[-1], {step.size for step in seen}) == (last, {size})
