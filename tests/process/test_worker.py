"""The worker as its own process: it scores at once, leads alone, and ends clean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bellbuoy.services import clients, integrations, jobs, making, settings, worker
from bellbuoy.services import store as store_service
from bellbuoy.services.context import Context
from bellbuoy.services.importing.files import find_files
from bellbuoy.services.importing.progress import no_steps
from bellbuoy.services.importing.run import ImportJob
from bellbuoy.services.scoring.moment import never
from bellbuoy.services.supervision.rows import rows
from bellbuoy.services.supervision.schedule import known_plans
from tests.process.worker_process import alive, context, running_worker, wait_for

pytestmark = pytest.mark.process


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "demo.db"
    making.demo(str(path))
    return path


def add_incident(ctx: Context, folder: Path, name: str) -> None:
    """One more incident of C-0003, stored but not scored."""
    file = folder / f"incident-{name}.csv"
    file.write_text(
        "id,client,opened,title,severity\n"
        f"{name},C-0003,2026-11-16T13:00:00Z,Export fails,critical\n"
    )
    mapping = integrations.load_mapping(None, "incident", "demo", "USD")
    ImportJob(ctx, mapping, find_files(file, mapping), no_steps, never).run()


def score(ctx: Context) -> int | None:
    return clients.page(ctx, "id:C-0003").rows[0].score


def test_a_changed_client_is_scored_at_once(store: Path, tmp_path: Path) -> None:
    ctx = context(store)
    with running_worker(store):
        wait_for(lambda: alive(ctx), "a living worker")
        before = score(ctx)
        add_incident(ctx, tmp_path, "X-1")
        wait_for(lambda: score(ctx) != before, "a new score")
        wait_for(lambda: jobs.runs(ctx, "score-history"), "history behind it")
        # A score is seen before the run that wrote it has ended.
        wait_for(lambda: jobs.runs(ctx, "score-clients")[-1].ended, "the end of the run")
    newest = jobs.runs(ctx, "score-clients")[-1]
    assert (newest.state, newest.changed) == ("ok", 1)


def test_it_ends_when_asked_and_leaves_nothing(store: Path) -> None:
    ctx = context(store)
    with running_worker(store) as process:
        wait_for(lambda: alive(ctx), "a living worker")
        assert worker.ask_stop(ctx) == 1
        assert process.wait(20) == 0
    assert worker.status(ctx).state == "none"
    log = store.with_name(store.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_clean_on_a_signal(store: Path, number: signal.Signals) -> None:
    ctx = context(store)
    with running_worker(store) as process:
        wait_for(lambda: alive(ctx), "a living worker")
        process.send_signal(number)
        assert process.wait(20) == 0
    assert worker.status(ctx).state == "none"


def test_it_ends_with_its_parent(store: Path) -> None:
    ctx = context(store)
    parent = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with running_worker(store, parent=parent.pid) as process:
        wait_for(lambda: alive(ctx), "a living worker")
        parent.kill()
        parent.wait()
        assert process.wait(20) == 0


def test_a_killed_one_is_seen_dead_and_its_run_abandoned(store: Path) -> None:
    ctx = context(store)
    with running_worker(store) as process:
        wait_for(lambda: alive(ctx), "a living worker")
        fence = worker.beat(ctx, worker.status(ctx).holder or "", None).fence
        assert fence is not None
        left = jobs.begin(ctx, "score-clients", "somebody", fence)
        process.kill()
        process.wait()
    wait_for(lambda: worker.status(ctx).state == "dead", "the news of its death")
    with running_worker(store):
        wait_for(lambda: jobs.run(ctx, left).state == "abandoned", "the run to be closed")
    assert jobs.run(ctx, left).ended is not None


def test_a_run_that_a_kill_cut_is_taken_up_again_and_told(store: Path) -> None:
    ctx = context(store)
    worker.enlist(ctx, "gone")
    fence = worker.beat(ctx, "gone", None).fence
    assert fence is not None
    left = jobs.begin(ctx, "score-clients", "gone", fence)
    jobs.note_progress(ctx, left, 512, 1_204)
    worker.leave(ctx, "gone")
    with running_worker(store):
        wait_for(lambda: jobs.runs(ctx, "score-clients", state="ok"), "the run to be taken up")
    (after,) = jobs.runs(ctx, "score-clients", state="ok")
    assert (after.follows, after.attempt) == (left, 2)
    (row,) = [row for row in rows(ctx, known_plans(ctx)) if row.id == "score-clients"]
    assert row.recovered == (
        f"run {left} was cut at 512 rows when its worker ended;"
        f" run {after.id} took it up again and is ok"
    )


def test_a_foreign_package_in_the_working_directory_is_not_ours(
    store: Path, tmp_path: Path
) -> None:
    hostile = tmp_path / "hostile"
    (hostile / "core").mkdir(parents=True)
    mark = tmp_path / "ran"
    (hostile / "core" / "__init__.py").write_text(
        f"open({str(mark)!r}, 'w').close()\nraise SystemExit(3)\n"
    )
    ctx = context(store)
    with running_worker(store, cwd=hostile):
        wait_for(lambda: alive(ctx), "a worker that imports our own core")
    assert not mark.exists()


def test_of_two_workers_one_leads_and_every_slot_is_had_once(store: Path) -> None:
    ctx = context(store)
    with running_worker(store), running_worker(store):
        wait_for(lambda: alive(ctx), "a living worker")
        asked = [jobs.ask(ctx, "score-clients") for _ in range(5)]
        wait_for(
            lambda: all((jobs.request_state(ctx, n) or ("",))[0] == "done" for n in asked),
            "the requests to be done",
        )
        time.sleep(1)
        holders = {run.worker for run in jobs.runs(ctx, limit=50)}
    assert len(holders) == 1
    taken = [jobs.request_state(ctx, number) for number in asked]
    assert all(state is not None and state[1] is not None for state in taken)


def test_the_lead_passes_on_when_the_leader_is_killed(store: Path, tmp_path: Path) -> None:
    ctx = context(store)
    with running_worker(store) as first:
        wait_for(lambda: alive(ctx), "a living worker")
        with running_worker(store):
            first.kill()
            first.wait()
            before = score(ctx)
            add_incident(ctx, tmp_path, "X-2")
            # The lease of the killed one runs out first.
            wait_for(lambda: score(ctx) != before, "the other to take the lead")


def test_an_old_fence_is_refused(store: Path) -> None:
    from core.values.errors import ConflictError

    ctx = context(store)
    worker.enlist(ctx, "one")
    first = worker.beat(ctx, "one", None)
    assert first.fence is not None
    worker.leave(ctx, "one")
    worker.enlist(ctx, "two")
    second = worker.beat(ctx, "two", None)
    assert second.fence == first.fence + 1
    with pytest.raises(ConflictError):
        jobs.begin(ctx, "score-clients", "one", first.fence)
    assert jobs.begin(ctx, "score-clients", "two", second.fence)


def test_services_start_a_worker_that_ends_with_this_process(store: Path) -> None:
    ctx = context(store)
    number = worker.start(ctx, parent=os.getpid())
    wait_for(lambda: alive(ctx), "the started worker")
    assert worker.status(ctx).pid == number
    worker.ask_stop(ctx)
    wait_for(lambda: worker.status(ctx).state == "none", "its end")


def test_a_new_store_clock_reaches_a_running_worker(store: Path) -> None:
    ctx = context(store)
    with running_worker(store):
        wait_for(lambda: alive(ctx), "a living worker")
        wait_for(lambda: jobs.runs(ctx) or score(ctx) is not None, "its first look")
        later = settings.set_clock(ctx, settings.frozen_at(ctx, "2026-12-31"))
        wait_for(lambda: score(later) != 100, "scores of the new day")
        time.sleep(1)
        assert store_service.failures(store_service.check(later, full=True)) == 0
