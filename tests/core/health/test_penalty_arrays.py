from __future__ import annotations

from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.standing import ClientInput
from core.health.penalty import incident_penalty
from core.health.penalty_arrays import penalties
from core.values.instants import to_micros
from tests.core.clients.drawn import NOW, clients
from tests.core.clients.told_arrays import told_incidents


@settings(deadline=None, max_examples=80)
@given(rows=st.lists(clients(), min_size=1, max_size=5), back=st.integers(0, 30))
def test_each_moment_weighs_what_it_weighs_alone(rows: list[ClientInput], back: int) -> None:
    moments = [NOW - timedelta(days=n) for n in range(back, -1, -1)]
    windows = [moment - timedelta(days=30, hours=3) for moment in moments]
    penalty, opened = penalties(
        len(rows),
        told_incidents(rows),
        np.array([to_micros(moment) for moment in moments]),
        np.array([to_micros(moment) for moment in windows]),
    )
    for i, client in enumerate(rows):
        for place, (now, window) in enumerate(zip(moments, windows, strict=True)):
            assert penalty[i, place] == sum(
                incident_penalty(
                    n.severity, n.opened, n.resolved, n.resolution, now, window, n.excluded
                )
                for n in client.incidents
            )
            assert opened[i, place] == sum(
                n.opened <= now and (n.resolved is None or n.resolved > now)
                for n in client.incidents
            )
