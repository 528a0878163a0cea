"""What could be done with a run is known without doing it."""

from __future__ import annotations

import pytest

from bellbuoy.services.simulations.living import pause, stop
from bellbuoy.services.simulations.running import run
from bellbuoy.services.simulations.trying import could
from core.desk.types import Selection
from core.values.errors import ConflictError, NotFoundError
from tests.fixtures.dump import dump
from tests.fixtures.stores import NewStore


def test_it_is_refused_where_the_act_itself_would_be(new_demo: NewStore) -> None:
    ctx = new_demo()
    run(ctx, "pulse", Selection(("C-0007", "C-0010")), {}, spread=60, speed=1)
    before = dump(ctx.store)
    assert [could(ctx, 1, verb).number for verb in ("pause", "step", "stop")] == [1, 1, 1]
    with pytest.raises(ConflictError, match="it is running: it cannot resume"):
        could(ctx, 1, "resume")
    assert dump(ctx.store) == before
    pause(ctx, 1)
    assert could(ctx, 1, "resume").state == "paused"
    with pytest.raises(ConflictError, match="it is paused: it cannot pause"):
        could(ctx, 1, "pause")
    stop(ctx, 1)
    for verb in ("pause", "resume", "step", "stop"):
        with pytest.raises(ConflictError, match=f"it is stopped: it cannot {verb}"):
            could(ctx, 1, verb)
    with pytest.raises(NotFoundError, match="no run 2"):
        could(ctx, 2, "stop")
