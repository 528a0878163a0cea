from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from bellbuoy.commands.demo import demo_store
from bellbuoy.commands.options import Options
from bellbuoy.services import worker
from bellbuoy.services.context import open_context
from core.values.errors import UsageError
from tests.bellbuoy.commands.conftest import ROOT


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_demo_lives_as_long_as_its_block(temporary: Path) -> None:
    with demo_store(Options()) as store:
        assert open_context(store).info.demo
        assert Path(store).is_relative_to(temporary)
    assert list(temporary.iterdir()) == []


def test_it_is_gone_after_ctrl_c_too(temporary: Path) -> None:
    with pytest.raises(KeyboardInterrupt), demo_store(Options()):
        raise KeyboardInterrupt
    assert list(temporary.iterdir()) == []


def test_a_demo_has_a_store_of_its_own() -> None:
    with pytest.raises(UsageError, match="of its own"), demo_store(Options(store="x.db")):
        pass


@pytest.mark.process
def test_its_worker_ends_before_its_store(temporary: Path) -> None:
    with demo_store(Options()) as store:
        command = [sys.executable, "-P", "-m", "bellbuoy", "worker", "start", "--foreground"]
        process = subprocess.Popen([*command, "--store", store], cwd=ROOT)
        ctx = open_context(store)
        end = time.monotonic() + 20
        while worker.status(ctx).state != "alive":
            assert time.monotonic() < end
            time.sleep(0.05)
    assert process.wait(timeout=90) == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.process
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_nothing_behind(tmp_path: Path, number: int, code: int) -> None:
    command = [sys.executable, "-m", "bellbuoy", "--demo"]
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        end = time.monotonic() + 20
        while not list(tmp_path.glob("bellbuoy-demo-*/*")):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)
        process.send_signal(number)
        process.communicate(timeout=90)
    assert process.returncode == code
    assert list(tmp_path.iterdir()) == []
