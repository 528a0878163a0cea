"""Applying a plan: everything in one transaction and one change set, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.definitions.rights import refuse_subjects
from bellbuoy.services.definitions.standing import SETTING, applied, applied_text, standing
from bellbuoy.services.definitions.writing import WRITERS
from core.definitions.differences import mark_of_all, marks_of
from core.definitions.types import SUBJECTS, ApplyDone, DefinitionPlan, Difference, Marked
from core.values.errors import ConflictError

if TYPE_CHECKING:
    from storage.audit.writes import Change
    from storage.engine.unit import Unit


@service("definition:apply", writes=True)
def may_apply(ctx: Context, plan: DefinitionPlan) -> None:
    """Raise what `apply` would raise for this viewer: DeniedError that names the first
    subject that is not theirs to change."""
    refuse_subjects(ctx, (each.one.subject for each in plan.differences))


@service("definition:apply", writes=True)
def apply(ctx: Context, plan: DefinitionPlan) -> ApplyDone:
    """Make the store say what the files of a plan say; what was applied is kept beside
    it, so that drift can be told. Where all of it stands already nothing is written.

    Raises DeniedError for a subject that is not the viewer's to change, ConflictError
    where the store is no longer the one that the plan was compared with.
    """
    refuse_subjects(ctx, (each.one.subject for each in plan.differences))
    if not plan.differences and not plan.adopts:
        return ApplyDone(None)
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change

    with ctx.store.unit() as unit:
        if mark_of_all(standing(unit, ctx.viewer)) != plan.mark:
            raise ConflictError(
                "definitions were changed in the store meanwhile", "look at the plan again"
            )
        change = Change(unit, actor_of(ctx), "definition.apply", ", ".join(plan.subjects))
        change.watch("setting", [SETTING + subject for subject in plan.subjects])
        told = _write(ctx, unit, change, plan.differences)
        _note(ctx, unit, change, plan)
        rows = change.close(told)
    return ApplyDone(change.id, rows, str(told.get("version", "")))


def _write(
    ctx: Context, unit: Unit, change: Change, differences: Sequence[Difference]
) -> dict[str, Any]:
    """Subject by subject; what the change set says of it."""
    told: dict[str, Any] = {}
    for subject in SUBJECTS:
        own = [each for each in differences if each.one.subject == subject]
        if own:
            told |= WRITERS[subject](ctx, unit, change, own)
            told[subject] = words_of(own)
    return told


def words_of(differences: Sequence[Difference]) -> str:
    """`2 added, 1 changed`"""
    verbs = [each.verb for each in differences]
    done = (("add", "added"), ("change", "changed"), ("remove", "removed"))
    return ", ".join(f"{verbs.count(verb)} {word}" for verb, word in done if verb in verbs)


def _note(ctx: Context, unit: Unit, change: Change, plan: DefinitionPlan) -> None:
    """Keep what was applied of each subject, where it is not what was."""
    from storage.store.writes import put_setting

    last, there = applied(unit), standing(unit, ctx.viewer)
    before: Mapping[str, Mapping[str, Marked]] = {
        subject: each.marks for subject, each in last.items()
    }
    for each in plan.said:
        marks = marks_of(each, there)
        if marks != before.get(each.subject):
            text = applied_text(change.id, marks)
            put_setting(unit, SETTING + each.subject, text)
