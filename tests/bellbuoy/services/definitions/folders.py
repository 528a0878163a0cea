"""Folders of definitions, and stores that hold some."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bellbuoy.services.alerts import quiet, rules
from bellbuoy.services.context import Context
from bellbuoy.services.definitions import applying, exporting, planning
from bellbuoy.services.playbooks import definitions as playbooks
from bellbuoy.services.settings import set_formula
from bellbuoy.services.views import writing
from core.access.types import Viewer
from core.alerts.types import Rule
from core.definitions.types import ApplyDone, DefinitionPlan
from core.health.types import Baseline, HealthConfig
from core.playbooks.types import Playbook, Step
from core.views.types import EVERYBODY, View

LATE = View("Late", "clients", "renews<30d", sort="renews")
FALL = Rule("big-fall", "client", "fell>=20", "medium", days=14)
SAVE = Playbook("rescue", "Rescue", "tier:critical", (Step("call", 0, "call"), Step("ask", 3)))
MORE = """\
[[view]]
name = "Big"
query = "arr>50k"
shared = "rep"
"""
WEIGHTS = "[weights]\nusage = 2\nengagement = 1\nincidents = 1\n"


def filled(ctx: Context) -> None:
    """One of each: a formula of one's own, a shared view, rules, quiet hours, a playbook."""
    set_formula(ctx, HealthConfig(plans=(("pro", Baseline(9, 8)),)))
    writing.save(ctx, LATE)
    writing.share(ctx, "Late", EVERYBODY)
    rules.add(ctx, FALL)
    rules.edit(ctx, "tier-critical", {"severity": "high"})
    quiet.set_hours(ctx, "22:00-07:00")
    playbooks.add(ctx, [SAVE])


def exported(ctx: Context, folder: Path) -> str:
    """The folder that an export makes."""
    files = exporting.export(ctx, str(folder))
    exporting.write_files(ctx, str(folder), files)
    return str(folder)


def wrote(folder: Path, **files: str) -> str:
    """A folder with files of subjects: `views="…"`."""
    folder.mkdir(exist_ok=True)
    for subject, text in files.items():
        (folder / f"{subject}.toml").write_text(text, encoding="utf-8")
    return str(folder)


def plan(ctx: Context, folder: str | Path, *, prune: bool = False) -> DefinitionPlan:
    return planning.plan(ctx, str(folder), prune=prune)


def apply(ctx: Context, folder: str | Path, *, prune: bool = False) -> ApplyDone:
    return applying.apply(ctx, plan(ctx, folder, prune=prune))


def done(found: DefinitionPlan) -> list[tuple[str, str, str]]:
    """(verb, subject, title) of each difference."""
    return [(each.verb, each.one.subject, each.one.title) for each in found.differences]


def of(ctx: Context, name: str, role: str = "admin") -> Context:
    return replace(ctx, viewer=Viewer(name, role))
