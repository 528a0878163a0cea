"""What an apply of definitions would do: as rows, beside them, and as a page."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.commands.columns import Column, Json, number
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks
from bellbuoy.commands.scoring_page import change_json, change_text
from bellbuoy.commands.to_json import to_json
from core.definitions.types import (
    Definition,
    DefinitionPlan,
    Difference,
    Drift,
    Fault,
)
from core.values.instants import iso


def _changes(value: Sequence[dict[str, Json]]) -> str:
    from bellbuoy.services.definitions.wording import shown

    return "; ".join(
        f"{each['field']} {shown(each['before'])} → {shown(each['after'])}" for each in value
    )


DIFFERENCES = (
    Column("action", "action", fixed=True),
    Column("subject", "subject", fixed=True),
    Column("kind", "kind", fixed=True),
    Column("name", "name"),
    Column("changes", "changes", render=_changes),
    number("rows_before", "rows before"),
    number("rows_after", "rows after"),
    number("fits", "fits"),
    number("rings", "rings"),
    number("ends", "ends"),
)
FAULTS = (
    Column("file", "file", fixed=True),
    number("line", "line"),
    Column("key", "key", fixed=True),
    Column("reason", "what is wrong"),
    Column("hint", "what helps"),
)


def difference_row(plan: DefinitionPlan, each: Difference) -> dict[str, Json]:
    """A difference: `rows_before` and `rows_after` of a view are what it finds, of a
    playbook the clients that it is for (capped); `fits`, `rings` and `ends` are of a
    rule; null where nothing was counted."""
    from bellbuoy.services.definitions.wording import WITH_ROWS, counted

    one, told = each.one, counted(plan, each)
    view, rule = one.kind in WITH_ROWS, one.kind == "rule"
    return {
        "action": each.verb,
        "subject": one.subject,
        "kind": one.kind,
        "name": one.name,
        "changes": [
            {"field": f.name, "before": to_json(f.before), "after": to_json(f.after)}
            for f in each.fields
        ],
        "rows_before": told.before if view else None,
        "rows_after": told.after if view else None,
        "fits": told.after if rule else None,
        "rings": told.rings if rule else None,
        "ends": told.ends if rule else None,
    }


def beside(plan: DefinitionPlan) -> dict[str, Json]:
    """What json has beside the rows: the folder, drift, what is left, who moves."""
    return {
        "folder": plan.folder,
        "subjects": list(plan.subjects),
        "drift": [drift_row(each) for each in plan.drift],
        "left": [_named(each) for each in plan.left],
        "last_apply": {
            subject: {
                "change": each.change,
                "who": each.who,
                "at": None if each.at is None else iso(each.at),
            }
            for subject, each in plan.applied.items()
            if subject in plan.subjects
        },
        "scoring": None if plan.preview is None else change_json(plan.preview, applied=False),
    }


def drift_row(each: Drift) -> dict[str, Json]:
    return {
        "kind": each.kind, "subject": each.subject, "name": each.title,
        "change": each.change, "who": each.who,
    }  # fmt: skip


def _named(one: Definition) -> dict[str, Json]:
    return {"subject": one.subject, "kind": one.kind, "name": one.name}


def fault_row(fault: Fault) -> dict[str, Json]:
    """Where, and what: `line` only where the text itself cannot be read."""
    return {
        "file": fault.file, "line": fault.line, "key": fault.key, "reason": fault.reason,
        "hint": fault.hint,
    }  # fmt: skip


# The page


def plan_text(plan: DefinitionPlan, options: Options) -> tuple[str, ...]:
    """The page: each difference, who moves, what would ring, what has drifted."""
    from bellbuoy.services.definitions.wording import (
        counts_words,
        difference_lines,
        drift_text,
        left_words,
    )

    found = [difference_lines(plan, each) for each in plan.differences]
    return blocks(
        drift_text(plan),
        "\n".join(line for lines in found for line in lines),
        counts_words(plan),
        "" if plan.preview is None else "\n".join(change_text(plan.preview, options)),
        left_words(plan),
    )
