"""Whoever writes a change set says whether it can be taken back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from bellbuoy.services.authorise import policy
from bellbuoy.services.undo.actions import FINAL, UNDOABLE
from core.access.policy import roles_with

SERVICES = Path(__file__).resolve().parents[4] / "bellbuoy" / "services"
_MADE_OF = {
    "alerts/acts.py": {"alert.ack", "alert.assign", "alert.snooze"},
    "desk/changing.py": {
        "client.assign",
        "client.tag",
        "client.snooze",
        "interaction.add",
        "interaction.edit",
        "task.add",
        "task.edit",
        "task.done",
        "incident.add",
        "incident.assign",
        "incident.link",
        "incident.merge",
        "incident.move",
        "incident.note",
        "incident.severity",
        "incident.targets",
        "playbook.add",
        "playbook.edit",
        "playbook.assign",
        "playbook.close",
    },
    "scaling.py": {"worker.max"},
    "supervision/schedule.py": {"job.pause", "job.resume"},
    "views/writing.py": {"view.save", "view.delete", "view.share"},
    "simulations/running.py": {"simulation.run"},
    "simulations/undoing.py": set(),  # its undo
    "stretched.py": {"client.assign", "client.tag", "client.snooze"},
    "undo/taking_back.py": set(),  # an undo or redo of one of these
    "undo/unfinished.py": set(),  # one that is there already
}
"""Actions that are put together, or handed on, by file."""


def opened() -> Iterator[tuple[str, ast.expr]]:
    """The file, and what stands for the action, of each change set that is opened."""
    for file in sorted(SERVICES.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Change":
                yield file.relative_to(SERVICES).as_posix(), node.args[2]


def test_every_action_that_is_written_stands_in_one_of_both() -> None:
    written = set[str]()
    for file, action in opened():
        if isinstance(action, ast.Constant):
            written.add(str(action.value))
        else:
            written |= _MADE_OF[file]
    assert written == UNDOABLE.keys() | FINAL.keys()


def test_the_right_of_each_is_one_that_somebody_besides_the_admin_may_lack() -> None:
    """No right is misspelt: each is named by a service, and an admin holds it."""
    from bellbuoy.services.authorise import GUARDS
    from tests.bellbuoy.services.test_authorise import MODULES

    assert MODULES
    known = {guard.action for guard in GUARDS.values() if guard.writes}
    assert {rule.right for rule in UNDOABLE.values()} <= known
    assert all("admin" in roles_with(policy(), rule.right) for rule in UNDOABLE.values())


def test_what_cannot_be_taken_back_says_why_and_what_helps() -> None:
    for final in FINAL.values():
        assert final.reason
        assert "bellbuoy " in final.instead
