"""Why a measured score is not the predicted one, and in what two runs differ."""

from __future__ import annotations

from core.simulations.types import Compared, Run

OVER = "what the run opened is over"
FACTS = "facts came in meanwhile"
ANOTHER = "another run is in force"
UNKNOWN = "nothing that the ledger knows of"


def why(run: Run, each: Compared, *, others: bool) -> str:
    """Why a client that a run has reached does not measure what was predicted; empty
    where it does. `others`: other runs are in force. The nearest reason counts."""
    if each.measured == each.predicted:
        return ""
    ended = run.length_s is not None and run.position_s >= run.length_s
    if ended and each.measured == each.without:
        return OVER
    if each.without != each.before:
        return FACTS
    return ANOTHER if others else UNKNOWN


def apart(run: Run, other: Run) -> tuple[str, ...]:
    """In what two runs differ: `seed 42 and 7`."""
    names = sorted(run.values.keys() | other.values.keys())
    sides = [
        ("scenario", run.scenario, other.scenario),
        ("whom", run.whom or "all clients", other.whom or "all clients"),
        *((name, run.values.get(name), other.values.get(name)) for name in names),
        ("seed", run.seed, other.seed),
        ("drawn as", run.name, other.name),
        ("reached within s", run.spread_s, other.spread_s),
        ("lasts s", run.length_s, other.length_s),
        ("state", run.state, other.state),
    ]
    return tuple(
        f"{what} {_told(mine)} and {_told(theirs)}"
        for what, mine, theirs in sides
        if mine != theirs
    )


def _told(value: int | str | None) -> str:
    return "none" if value is None else str(value)
