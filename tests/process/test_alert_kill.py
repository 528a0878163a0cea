"""A sender that is killed in the middle of a delivery: it comes again, as the same one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bellbuoy.services.alerts import channels
from bellbuoy.services.alerts.allowed import Allowed
from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.alerts.sending import Means
from core.alerts.types import Channel
from storage.engine.sqlite_store import SqliteStore
from tests.bellbuoy.services.alerts.receiver import hang, receiver, status
from tests.bellbuoy.services.alerts.ringing import keep, later, quiet_store, settle, trouble
from tests.fixtures.stores import NOW, NewStore

pytestmark = pytest.mark.process

_SENDER = """
import sys
from datetime import datetime
from pathlib import Path
from bellbuoy.services.alerts.allowed import Allowed
from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.alerts.sending import Means
from bellbuoy.services.clock import FixedClock
from bellbuoy.services.context import open_context
ctx = open_context(sys.argv[1], clock=FixedClock(datetime.fromisoformat(sys.argv[2])))
deliver(ctx, means=Means(Allowed((), (), ("127.0.0.1",), Path("x")), 30.0))
"""


def test_a_delivery_outlives_its_sender(new_sqlite: NewStore) -> None:
    with receiver() as hook:
        ctx = quiet_store(new_sqlite, clients=1)
        channels.add(ctx, Channel("hook", "webhook", (hook.url,)))
        keep(ctx, "incidents>=1", channels=("hook",))
        trouble(ctx, "k1")
        settle(ctx)
        assert isinstance(ctx.store, SqliteStore)
        hook.answers = [hang, status(200)]
        root = Path(__file__).resolve().parents[2]
        sender = subprocess.Popen(
            [sys.executable, "-c", _SENDER, str(ctx.store.path), NOW.isoformat()],
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        try:
            for _ in range(1_500):
                if hook.got or sender.poll() is not None:
                    break
                time.sleep(0.02)
            assert hook.got
        finally:
            sender.send_signal(signal.SIGKILL)
            sender.wait()
        means = Means(Allowed((), (), ("127.0.0.1",), Path("x")), 5.0)
        # Who looks at once leaves it to the one that may still be at it.
        assert deliver(ctx, means=means).tried == 0
        later(ctx, timedelta(minutes=3))
        assert deliver(ctx, means=means).done == 1
        assert len(hook.ids) == 2
        assert len(set(hook.ids)) == 1
        assert settle(ctx).changed == 0
