"""Which actions can be taken back, with which right, and what follows; and which
cannot, why, and what helps instead. An action that stands in neither cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bellbuoy.services.definitions.rights import rights_of_rows
from bellbuoy.services.undo import following
from bellbuoy.services.undo.definitions import definitions_go_back

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from bellbuoy.services.undo.following import Taking
    from storage.engine.unit import Unit

Around = Callable[["Context", "Unit", "Taking"], AbstractContextManager[None]]
Also = Callable[[Iterable[tuple[str, str]]], tuple[str, ...]]
Instead = Callable[["Context", "Unit", "Taking"], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Undoable:
    """`right`: what one must be allowed to do it, and so to take it back. `around`:
    what else it takes, before and after the rows go back; it may refuse. `soft`:
    tables whose rows only follow from the others: one that has moved on stays as it
    is. `instead`: it takes the place of putting rows back, and has more to tell. `also`:
    what else one must be allowed to do, by the rows (table, key) of the change.
    `portions`: it may be of very many rows, each of them once, and `around` holds for
    some of them as for all."""

    right: str
    around: Around = following.nothing_else
    soft: frozenset[str] = frozenset()
    instead: Instead | None = None
    also: Also = lambda _: ()
    portions: bool = False


@dataclass(frozen=True, slots=True)
class Final:
    """It cannot be taken back: the reason, and what helps instead."""

    reason: str
    instead: str = ""


_JOB = Undoable("job:pause", following.job_goes_on)
_TAKEN = Undoable("alert:acknowledge")

UNDOABLE: dict[str, Undoable] = {
    "health.configure": Undoable("health:configure", instead=following.formula_again),
    "store.clock": Undoable("store:clock", following.clock_changes),
    "job.schedule": Undoable("job:schedule", following.schedule_changes),
    "job.pause": _JOB,
    "job.resume": _JOB,
    "alert.rule": Undoable("alert:configure", following.rule_changes, frozenset({"alert"})),
    "alert.channel": Undoable("alert:configure", following.channel_changes),
    "alert.quiet": Undoable("alert:configure", following.quiet_changes),
    "alert.window": Undoable("alert:configure", following.quiet_changes),
    "alert.ack": _TAKEN,
    "alert.assign": Undoable("alert:assign"),
    "alert.snooze": _TAKEN,
    "backup.configure": Undoable("backup:configure"),
    "retention.write": Undoable("retention:write"),
    "worker.max": Undoable("worker:scale"),
    "cache.days": Undoable("cache:clear"),
    "view.save": Undoable("view:write", following.shared_name_is_free),
    "view.delete": Undoable("view:write", following.shared_name_is_free),
    "view.share": Undoable("view:share", following.shared_name_is_free),
    "definition.apply": Undoable(
        "definition:apply", definitions_go_back, frozenset({"alert"}), also=rights_of_rows
    ),
    "client.assign": Undoable("client:assign", following.owners_go_back, portions=True),
    "client.tag": Undoable("client:tag", following.clients_change, portions=True),
    "client.snooze": Undoable("client:snooze", following.clients_change, portions=True),
    "interaction.add": Undoable("interaction:add"),
    "interaction.edit": Undoable("interaction:edit"),
    "task.add": Undoable("task:add"),
    "task.edit": Undoable("task:edit"),
    "task.done": Undoable("task:edit"),
    "playbook.add": Undoable("playbook:write", following.playbook_goes),
    "playbook.edit": Undoable("playbook:write", following.playbook_goes),
    "playbook.assign": Undoable("playbook:assign", following.followed_once),
    "playbook.close": Undoable("playbook:assign", following.followed_once),
    "incident.add": Undoable("incident:add", following.incidents_go_back),
    "incident.move": Undoable("incident:move", following.incidents_go_back, portions=True),
    "incident.severity": Undoable("incident:move", following.incidents_go_back, portions=True),
    "incident.assign": Undoable("incident:assign", following.incidents_go_back, portions=True),
    "incident.note": Undoable("incident:note", following.incidents_go_back, portions=True),
    "incident.link": Undoable("incident:link", following.incidents_go_back, portions=True),
    "incident.merge": Undoable("incident:merge", following.incidents_go_back),
    "incident.targets": Undoable("incident:configure", following.targets_go_back),
    "simulation.run": Undoable("simulation:run", instead=following.simulation_goes_back),
    "quarantine.fix": Undoable("quarantine:fix"),
    "quarantine.drop": Undoable("quarantine:drop"),
}

_FACTS = "facts that came in stay"
FINAL: dict[str, Final] = {
    "import": Final(_FACTS, "mend them where they come from, then bellbuoy import FOLDER"),
    "store.demo": Final("a demo store is made as a whole", "bellbuoy store demo"),
    "quarantine.replay": Final(
        _FACTS, "mend them where they come from, then bellbuoy import FOLDER"
    ),
    "retention.run": Final(
        "rows that have gone by a policy are gone", "a backup of before: bellbuoy store backups"
    ),
    "backup.make": Final("the backup was made, and stays", "bellbuoy store backups"),
    "backup.expire": Final("the files of old backups are gone", "bellbuoy store backups"),
    "backup.restore": Final(
        "the whole store was replaced",
        "the backup made just before: bellbuoy store backups",
    ),
    "cache.clear": Final(
        "what was kept is computed again when somebody asks", "bellbuoy cache show"
    ),
    "alert.retry": Final("what was sent out is with its receiver", "bellbuoy alert deliveries"),
    "worker.scale": Final(
        "processes were started or stopped", "bellbuoy worker scale sets how many run"
    ),
}
UNKNOWN = Final("this version does not know how to take it back")
UNTOLD = Final("another version kept too little of its rows")


def final_of(action: str) -> Final | None:
    """Why an action cannot be taken back; None where it can."""
    return None if action in UNDOABLE else FINAL.get(action, UNKNOWN)
