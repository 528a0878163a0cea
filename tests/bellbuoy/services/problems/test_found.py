"""What is wrong, asked for by query and by role."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bellbuoy.services.problems.found import listed, others, show
from bellbuoy.services.problems.keeping import keep
from core.access.types import Viewer
from core.query.errors import QueryError
from core.values.errors import NotFoundError
from tests.bellbuoy.services.problems.test_keeping import broken
from tests.fixtures.stores import NewStore, move


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_each_problem_has_its_cause_and_what_mends_it(new_store: NewStore) -> None:
    ctx = new_store()
    assert [problem.id for problem in listed(ctx)] == ["worker"]
    keep(broken(), "radar", ctx.store, trace="t-1")
    with ctx.store.unit() as unit:
        unit.run(
            "INSERT INTO job_run (id, job, state, started_us, ended_us, rows, changed, worker,"
            " fence, error) VALUES (7, 'score-clients', 'failed', 1, 2, 0, 0, 'w', 1, 'disk')"
        )
    found = listed(ctx)
    assert [problem.kind for problem in found] == ["job", "error", "worker"]
    assert found[0].words == "job score-clients failed, run 7: disk"
    assert [mend.key or mend.command for mend in found[0].mends] == [
        "run", "bellbuoy job run score-clients",
    ]  # fmt: skip
    assert all(problem.mends for problem in found)
    assert [problem.id for problem in listed(ctx, "kind:error")] == [found[1].id]
    assert [problem.id for problem in listed(ctx, "grave:no")] == ["worker"]
    assert listed(ctx, "-kind:error -kind:job -kind:worker") == ()
    with pytest.raises(QueryError):
        listed(ctx, "colour:red")


def test_a_fault_is_shown_with_its_report(new_store: NewStore) -> None:
    ctx = new_store()
    kept = keep(broken(), "radar", ctx.store, trace="t-1")
    problem, report = show(ctx, kept.report.ref)
    assert problem.trace == "t-1"
    assert report[0].startswith(f"{kept.report.ref}  ValueError: invalid literal")
    assert report[-1].endswith("in broken")
    assert show(ctx, "worker")[1] == ()
    with pytest.raises(NotFoundError):
        show(ctx, "E-000000")


def test_a_role_sees_what_it_may_know(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    keep(broken(), "radar", ctx.store)
    analyst = replace(ctx, viewer=Viewer("ana", "analyst"))
    assert [problem.kind for problem in listed(analyst)] == ["error"]


def test_old_faults_are_no_news(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    keep(broken(), "radar", ctx.store)
    move(ctx, datetime.now(UTC))
    assert [problem.kind for problem in others(ctx)] == ["error"]
    move(ctx, datetime.now(UTC) + timedelta(days=8))
    assert others(ctx) == ()
    assert "error" in [problem.kind for problem in listed(ctx)]
