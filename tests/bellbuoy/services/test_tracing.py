"""One id for all that a command does, and none of another's."""

from __future__ import annotations

import threading
from pathlib import Path

from bellbuoy.services.context import open_context
from bellbuoy.services.tracing import current_trace, run_trace, trace_of_now, tracing


def test_what_runs_inside_bears_the_id_of_the_block() -> None:
    assert current_trace() == ""
    assert trace_of_now() != trace_of_now()
    with tracing() as outer:
        assert trace_of_now() == outer == current_trace()
        with tracing(run_trace(7)) as inner:
            assert (inner, trace_of_now()) == ("run-7", "run-7")
        assert trace_of_now() == outer
    assert current_trace() == ""


def test_a_context_takes_it_over(empty_store: Path) -> None:
    with tracing() as trace:
        assert open_context(str(empty_store)).trace_id == trace
    assert open_context(str(empty_store)).trace_id != trace


def test_another_thread_has_its_own() -> None:
    seen: list[str] = []
    with tracing():
        thread = threading.Thread(target=lambda: seen.append(current_trace()))
        thread.start()
        thread.join()
    assert seen == [""]
