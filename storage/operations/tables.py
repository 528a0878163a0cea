"""What Bellbuoy keeps of its own running: faults that it met, and how long it took."""

from __future__ import annotations

from storage.engine.schema import Table, big, note, table_args


class Fault(Table, table=True):
    """A fault by its reference, counted; nothing of the store's content is in it."""

    __table_args__ = table_args()

    ref: str = note(primary_key=True)
    type: str = note()
    message: str = note()
    word: str = note()
    frames: str = note()
    version: str = note()
    surroundings: str = note()
    first_us: int = big()
    last_us: int = big()
    count: int = big()
    trace: str = note()


class Timing(Table, table=True):
    """How many reads or writes of workers took so long, within an hour of the
    machine's clock. `upto_us` is the upper bound of a step of the scale."""

    __table_args__ = table_args(clustered=True)

    hour: int = big(primary_key=True)
    kind: str = note(primary_key=True)
    upto_us: int = big(primary_key=True)
    count: int = big()
    sum_us: int = big()
