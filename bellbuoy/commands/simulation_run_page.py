"""Runs of simulations: as rows, and as what people read of one."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.commands.columns import Column, Json, moment, number
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, section
from bellbuoy.commands.to_json import record
from core.simulations.types import Checked, Compared, Difference, Run
from core.values.text import safe_text

LARGEST = 10
_STILL = ("running", "paused")

RUNS = (
    number("number", "run"),
    Column("scenario", "what", fixed=True),
    Column("whom", "whom", render=lambda value: value or "all clients"),
    Column("seed", "seed", "right"),
    moment("at", "when"),
    Column("state", "state", fixed=True),
    number("done", "reached"),
    number("clients", "of"),
    number("incidents", "incidents"),
    number("calls", "calls"),
    number("logins", "logins"),
    number("purchases", "transactions", extra=True),
    Column("who", "who"),
    Column("name", "drew as", extra=True),
    Column("title", "title", extra=True),
    Column("values", "set", extra=True),
    number("spread_s", "reached within s", extra=True),
    number("length_s", "lasts s", extra=True),
    Column("speed", "speed", "right", extra=True),
    number("position_s", "seconds in", extra=True),
    number("waits_s", "begins in s", extra=True),
    number("conflicts", "left", extra=True),
    Column("change", "change", "right", extra=True),
    moment("undone", "taken back", extra=True),
    Column("undone_by", "by", extra=True),
)
CHECK = tuple(
    Column(key, key) for key in ("run", "before", "after", "clients", "differing", "equal")
)
COMPARED: tuple[Column, ...] = (
    Column("id", "id", fixed=True),
    Column("name", "client"),
    number("before", "before"),
    number("predicted", "predicted"),
    number("measured", "measured"),
    number("without", "without it"),
    Column("why", "why it differs"),
)


def made(run: Run) -> str:
    """`4 incidents, +1,200 calls`; empty for nothing."""
    parts = [f"{run.incidents:,} incident{'s' * (run.incidents != 1)}"] * bool(run.incidents)
    parts += [f"{run.calls:+,} calls"] * bool(run.calls)
    parts += [f"{run.logins:+,} logins"] * bool(run.logins)
    parts += [f"{run.purchases:,} transaction{'s' * (run.purchases != 1)}"] * run.feed
    return ", ".join(parts)


def run_words(run: Run) -> str:
    """How a run stands, in two lines."""
    values = "".join(f" · {name} {value:,}" for name, value in run.values.items())
    whom = run.whom or "all clients"
    first = f"run {run.number} · {run.scenario} · {whom}{values} · seed {run.seed}"
    wrote = made(run)
    said = [wrote] * bool(wrote)
    if not run.feed:
        said.insert(0, f"{run.done:,} of {run.clients:,} clients reached")
    second = ": ".join([run.stands, "; ".join(said)][: 1 + bool(said)])
    if run.speed and run.state in _STILL:
        second += f"; {run.position_s // 60:,} min in, {run.speed:,} times as fast as the clock"
    if run.conflicts:
        second += f"; {run.conflicts:,} values left that others have written since"
    return f"{safe_text(first)}\n{second}"


def scores_text(found: Sequence[Compared]) -> str:
    """`C-0007  Meridian  score 89 > 59`, for those whose score is another one; the
    largest change first."""
    moved = [each for each in found if each.before != each.measured]
    if not moved:
        return "no score has moved"
    moved.sort(key=lambda each: (-_far(each), each.key))
    return "\n".join(
        f"{safe_text(each.key)}  {safe_text(each.name, 40)}  "
        f"score {_score(each.before)} > {_score(each.measured)}"
        for each in moved[:LARGEST]
    )


def _far(each: Compared) -> int:
    if each.before is None or each.measured is None:
        return 101
    return abs(each.before - each.measured)


def _score(value: int | None) -> str:
    return "none" if value is None else str(value)


def compared_row(each: Difference) -> dict[str, Json]:
    """A client of a run, with why its score is another one than predicted."""
    row = record(each.of)
    shown: dict[str, Json] = {**row, "id": row["key"], "why": each.why}
    return {column.key: shown[column.key] for column in COMPARED}


def check_json(found: Checked) -> dict[str, Json]:
    """A check as one record."""
    shown: dict[str, Json] = {**record(found), "run": found.run.number, "equal": found.equal}
    return {column.key: shown[column.key] for column in CHECK}


def check_text(found: Checked) -> tuple[str, ...]:
    """Both checksums, and the sentence that they make."""
    run, answer = found.run, "yes" if found.equal else "no"
    verb = "equals" if run.state == "undone" else "without it would equal"
    lines = [
        run_words(run),
        f"before  {found.before}",
        f"after   {found.after}",
        f"the store {verb} the state before run {run.number}: {answer}",
    ]
    if found.differing:
        some = ", ".join(safe_text(key) for key in found.differing)
        lines.append(f"of these facts came in meanwhile, or values were left: {some}")
    return ("\n".join(lines),)


def runs_text(runs: Sequence[Run], scores: str, options: Options) -> tuple[str, ...]:
    """What became of some runs: of one in words with the scores, of many as a table."""
    if len(runs) == 1:
        return blocks(run_words(runs[0]), scores)
    rows = [record(each) for each in runs]
    shown = [column for column in RUNS if not column.extra]
    return blocks(section(rows, shown, options), scores)
