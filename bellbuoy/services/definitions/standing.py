"""The definitions of a store as they stand, and what was applied to it last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from bellbuoy.services.playbooks.definitions import known as known_playbooks
from core.access.types import Viewer
from core.definitions import alerts, playbooks, scoring, views
from core.definitions.types import Applied, Definition, Marked
from storage.alerts.rules import rules
from storage.audit.reads import changes
from storage.engine.reader import Rows
from storage.health.config import current_config
from storage.store.reads import settings
from storage.views.reads import visible

SETTING = "definitions."
"""Behind it the subject: what was applied of it last."""


def standing(rows: Rows, viewer: Viewer) -> tuple[Definition, ...]:
    """All definitions, subject by subject. Views: every shared one, and of the viewer's
    own those that a file would meet under their name."""
    hours = settings(rows).get(alerts.HOURS, "off")
    return (
        *scoring.definitions_of(current_config(rows)),
        *_views(rows, viewer),
        *alerts.definitions_of(rules(rows).values(), hours),
        *map(playbooks.definition_of, known_playbooks(rows)),
    )


def _views(rows: Rows, viewer: Viewer) -> Iterable[Definition]:
    found = [
        views.definition_of(view)
        for view in visible(rows, viewer.name, viewer.role, all_shared=True)
    ]
    shared = [one for one in found if one.kept]
    taken = {one.key for one in shared}
    return sorted(
        [*shared, *(one for one in found if not one.kept and one.key not in taken)],
        key=lambda one: one.key,
    )


def applied(rows: Rows) -> Mapping[str, Applied]:
    """The last apply of each subject that stands."""
    found = {}
    for name, text in settings(rows).items():
        if name.startswith(SETTING):
            found[name.removeprefix(SETTING)] = _applied(rows, json.loads(text))
    return found


def _applied(rows: Rows, said: Mapping[str, object]) -> Applied:
    number, marks = said["change"], said["marks"]
    assert isinstance(number, int)
    assert isinstance(marks, dict)
    told = next((one for one in changes(rows, 1, number + 1) if one.id == number), None)
    who, at = ("", None) if told is None else (told.who, told.at)
    return Applied(number, who, at, {name: Marked(*mark) for name, mark in marks.items()})


def applied_text(change: int, marks: Mapping[str, Marked]) -> str:
    """What `applied` reads: the setting of a subject."""
    return json.dumps({"change": change, "marks": marks}, ensure_ascii=False, sort_keys=True)
