"""What storms kill, a line each: a command, the store it meets, and what must hold.

To add one, add a line to `WORKLOADS`. The words are a command line: `{folder}` is
where the ground was prepared, `{store}` its store, `{at}` short for `--store {store}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.process.storm import grounds


@dataclass(frozen=True)
class Acks:
    """What the command holds for stored: each time `function` (module:Name.name) has
    returned, so much more, told by `amount` of its arguments; `kept` asks the store
    how much there is."""

    function: str
    amount: Callable[..., int]
    kept: str


@dataclass(frozen=True)
class Workload:
    """A command that is killed. `ground(folder, large)` prepares the folder with its
    store; `cut` makes small steps of it: values for names of modules (module:NAME).

    `atomic`: the store says the old or the new at any moment, nothing between; else a
    second run brings it to the new. `makes` is the file that it makes, whole or not at
    all, where that is what it does. `adds`: done twice it adds twice. `sound` is the
    command that finds no fault in the store at any moment, behind others that come first;
    none in one whose rows make no sense. `aside` names tables that tell how it went, and
    so may differ.
    """

    name: str
    words: str
    ground: Callable[[Path, bool], None]
    cut: Mapping[str, int] = field(default_factory=dict)
    acks: Acks | None = None
    atomic: bool = False
    makes: str = ""
    adds: bool = False
    sound: str = "store check --full"
    aside: frozenset[str] = frozenset()


def _rows_of_chunk(_target: Any, chunk: Any) -> int:
    return int(chunk.rows)


def _marks_taken(_run: Any, _assessed: Any, _ids: Any, taken: Any) -> int:
    return len(taken)


_IMPORTED = Acks(
    "bellbuoy.services.importing.run:store_chunk",
    _rows_of_chunk,
    "SELECT coalesce(sum(records), 0) FROM import_file",
)
_SCORED = Acks(
    "bellbuoy.services.scoring.recompute:_Run._write",
    _marks_taken,
    f"SELECT {grounds.MARKED} - count(*) FROM changed_client",
)


def _new_of_portion(_pouring: Any, new: int) -> int:
    return new


_POURED = Acks(
    "bellbuoy.commands.incident_pour:_Pouring._count",
    _new_of_portion,
    "SELECT count(*) FROM incident WHERE source = 'here'",
)
_BATCHES = {
    "bellbuoy.services.importing.run:BATCH": 12,
    "bellbuoy.services.scoring.recompute:CHUNK": 25,
}
_CHUNKS = {
    "bellbuoy.services.scoring.recompute:CHUNK": 3,
    "bellbuoy.services.scoring.backfill:CELLS": 3 * 90,
}
_OUT = frozenset({"backup"})
# A live restore carries over who works, and what rang and whom it has reached.
_CARRIED = _OUT | {"alert", "alert_due", "alert_delivery"}
# What a dead one left of a change is taken back by whoever asks for changes; who is
# computed again for it stays due.
_DUE = frozenset({"changed_client"})
# Numbers of steps are given out once, also to what was cut off.
_STEPS = _DUE | {"history_due", "past_view", "desk_number", "incident_step"}
_SETTLED = "change list; store check --full"
_BACK = {"bellbuoy.services.undo.unfinished:ROWS": 7}

# The ledger of runs tells how each went: one that was cut off is in it too.
_RUNS = _DUE | {"simulation_run", "simulation_client", "simulation_row"}
_RUNS_SETTLED = "sim history; store check --full"
_RUNS_CUT = {
    **{
        f"bellbuoy.services.simulations.{name}:PORTION": 4
        for name in ("moving", "running", "undoing")
    },
    "bellbuoy.services.simulations.undoing:_DEAD_US": -1,
}

WORKLOADS = (
    Workload("import", "import {folder}/facts -q {at}", grounds.facts, _BATCHES, _IMPORTED),
    Workload("recompute", "job run score-clients {at}", grounds.marked, _CHUNKS, _SCORED),
    Workload("recompute in bulk", "job run score-clients {at}", grounds.marked,
             {**_CHUNKS, "bellbuoy.services.scoring.recompute:FEW": 0,
              "bellbuoy.services.scoring.backfill:FEW": 0}, _SCORED),
    Workload("migrate", "store migrate {at}", grounds.oldest, atomic=True, sound=""),
    Workload("backup", "store backup {folder}/made/b.db {at}", grounds.plain, atomic=True,
             makes="made/b.db", aside=_OUT),
    Workload("restore", "store restore {folder}/backups/b.db --to {folder}/made/again.db",
             grounds.backed_up, atomic=True, makes="made/again.db", aside=_OUT),
    Workload("restore live", "store restore {folder}/backups/b.db --into-live -y {at}",
             grounds.backed_up, atomic=True, aside=_CARRIED),
    Workload("compact", "store compact {at}", grounds.holed, atomic=True),
    Workload("compact whole", "store compact --full {at}", grounds.holed, atomic=True),
    Workload("retention", "retention run telemetry {at}", grounds.expiring,
             {"storage.retention.writes:CHUNK": 40}),
    Workload("replay", "quarantine replay {at}", grounds.refused,
             {"bellbuoy.services.refused.selection:PORTION": 20}),
    Workload("copy", "store copy {store} {folder}/made/copy.db", grounds.plain, atomic=True,
             makes="made/copy.db"),
    Workload("demo", "store demo {folder}/made/demo.db --clients 30", grounds.plain,
             atomic=True, makes="made/demo.db"),
    Workload("view", "view save Late tier:critical --by owner {at}", grounds.plain,
             atomic=True),
    Workload("apply", "apply {folder}/defs -y {at}", grounds.defined, atomic=True),
    Workload("assign", "client assign status:any --owner zoe {at}", grounds.plain,
             {"bellbuoy.services.desk.many:PORTION": 7}, atomic=True,
             aside=_DUE, sound=_SETTLED),
    Workload("take back", "undo 2 {at}", grounds.assigned,
             {"bellbuoy.services.undo.portions:PORTION": 7, **_BACK}, atomic=True,
             aside=_DUE, sound=_SETTLED),
    Workload("go back", "change list {at}", grounds.cut_off, _BACK, atomic=True,
             aside=_DUE, sound=_SETTLED),
    Workload("tag", "client tag status:any +vip {at}", grounds.plain,
             {"bellbuoy.services.desk.many:PORTION": 7}, atomic=True,
             aside=_DUE, sound=_SETTLED),
    Workload("note", "client note C-0001 called {at}", grounds.plain, atomic=True, adds=True),
    Workload("merge", "incident merge status:open --into INC-0002-2 {at}", grounds.plain,
             {"bellbuoy.services.incidents.changing:PORTION": 1}, atomic=True),
    Workload("resolve", "incident resolve status:open --reason no_fault {at}", grounds.plain,
             {"bellbuoy.services.incidents.changing:PORTION": 1, **_BACK}, atomic=True,
             aside=_STEPS, sound=_SETTLED),
    Workload("add", "incident add --from {folder}/lines.jsonl {at}", grounds.reported,
             atomic=True),
    Workload("pour", "incident add --from {folder}/lines.jsonl --follow {at}",
             grounds.reported, {"bellbuoy.commands.arriving:_CHUNK": 300,
             "bellbuoy.commands.arriving:MOST": 3}, _POURED),
    Workload("follow", "playbook assign renewal status:any {at}", grounds.plain,
             {"bellbuoy.services.desk.many:PORTION": 7}, atomic=True),
    Workload("simulate", "sim run outage status:any {at}", grounds.plain, _RUNS_CUT,
             atomic=True, adds=True, aside=_RUNS, sound=_RUNS_SETTLED),
    Workload("end a simulation", "sim undo 1 {at}", grounds.simulated, _RUNS_CUT,
             atomic=True, aside=_RUNS, sound=_RUNS_SETTLED),
    Workload("end a feed", "sim undo 1 {at}", grounds.fed, atomic=True, aside=_RUNS,
             sound=_RUNS_SETTLED),
    Workload("clock", "config set clock live {at}", grounds.plain),
    Workload("formula", "config set scoring --weights 10/60/30 -y {at}", grounds.plain),
)  # fmt: skip
"""By what they do: the first eight are those that a storm must not miss."""

BY_NAME = {each.name: each for each in WORKLOADS}
