"""Clients made in a second process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bellbuoy.services import making_ahead
from bellbuoy.services.making_ahead import chapters_ahead
from bellbuoy.services.making_rows import chapters
from core.simulations.demo.facts import DemoFacts, demo_facts
from core.values.errors import BellbuoyError
from core.values.instants import zone
from tests.fixtures.stores import DEMO_NOW

pytestmark = pytest.mark.process


def facts(clients: int = 30, days: int = 4) -> DemoFacts:
    return demo_facts(7, clients, days, as_of=DEMO_NOW, zone=zone("Asia/Tokyo"), run_in=3)


def children() -> set[int]:
    """Process numbers of this process's children."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not found.exists():
        pytest.skip("THIS SYSTEM DOES NOT LIST A PROCESS'S CHILDREN: nothing was tested")
    return {int(word) for word in found.read_text().split()}


def lives(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def test_they_are_those_that_this_process_makes() -> None:
    small, large = facts(), facts(clients=900, days=60)
    for told in (small, large):
        assert list(chapters_ahead(told)) == list(chapters(told))
    assert len(list(chapters(large))) == 2 * len(list(chapters(small)))


def test_it_ends_when_nobody_reads_on() -> None:
    before = children()
    ahead = chapters_ahead(facts(clients=3_000, days=60))
    next(ahead)
    helpers = children() - before
    assert len(helpers) == making_ahead.HELPERS
    ahead.close()
    assert children() == before
    assert not any(lives(helper) for helper in helpers)


def test_it_ends_by_itself_when_this_process_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys; from tests.bellbuoy.services.test_making_ahead import *;"
        "ahead = chapters_ahead(facts(clients=30_000, days=60)); before = children();"
        "next(ahead); print(*children(), flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    helpers = [int(word) for word in process.stdout.readline().split()]
    assert len(helpers) == making_ahead.HELPERS
    process.send_signal(signal.SIGKILL)
    _, errors = process.communicate()
    end = time.monotonic() + 20
    while any(map(lives, helpers)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(lives, helpers))
    assert errors == ""


def test_one_that_ends_early_is_no_whole_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making_ahead.sys, "executable", "/bin/true")
    with pytest.raises(BellbuoyError, match="ended early"):
        list(chapters_ahead(facts()))


def test_a_foreign_core_beside_it_is_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").write_text("raise SystemExit('the wrong core')")
    monkeypatch.chdir(tmp_path)
    assert len(list(chapters_ahead(facts(clients=2)))) == 1
