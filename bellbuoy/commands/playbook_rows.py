"""Playbooks, who follows them and what came of it, as JSON rows and columns."""

from __future__ import annotations

from typing import Any

from bellbuoy.commands.client_rows import day_json
from bellbuoy.commands.columns import Column, Json, moment, money, number, tier
from bellbuoy.commands.to_json import to_json
from core.playbooks.types import Counts, Follow, Followed, Playbook, Results, Side, Suggestion


def _names(fits: Any) -> str:
    return ", ".join(fit["playbook"] for fit in fits)


def _why(fits: Any) -> str:
    return fits[0]["why"] if fits else ""


PLAYBOOKS = (
    Column("name", "playbook", fixed=True),
    Column("title", "title"),
    Column("when", "for clients"),
    number("steps", "steps"),
    number("running", "running"),
    number("ended", "ended"),
    Column("owner", "owner", extra=True),
    Column("expected", "expected", extra=True),
    number("enrolled", "enrolled", extra=True),
    Column("origin", "origin", fixed=True),
    number("rev", "rev", extra=True),
    moment("saved_at", "saved", extra=True),
    Column("saved_by", "saved by", extra=True),
)
SUGGESTED = (
    Column("client", "id", fixed=True),
    Column("client_name", "client"),
    tier(),
    Column("health", "health", "right"),
    money("arr", "ARR"),
    Column("owner", "owner"),
    Column("fits", "playbooks", render=_names),
    Column("due", "up to", fixed=True),
    Column("why", "why the first"),
    Column("follows", "follows", extra=True),
)
FOLLOWS = (
    Column("id", "id", fixed=True, also=("key",)),
    Column("playbook", "playbook", fixed=True),
    Column("client_name", "client"),
    Column("start", "from", fixed=True),
    number("done_steps", "done"),
    number("all_steps", "of"),
    Column("end", "ended", fixed=True),
    Column("outcome", "outcome"),
    Column("note", "note"),
    Column("client", "client id", extra=True),
    Column("made_by", "by", extra=True),
    number("rev", "revision", extra=True),
)
STEPS = (
    number("place", "step"),
    number("days", "day"),
    Column("kind", "kind", fixed=True),
    Column("text", "to do"),
)


def playbook_row(found: Playbook, counts: Counts) -> dict[str, Json]:
    """`steps` how many; `rev` the change that saved it, 0 of a starter."""
    return {
        "name": found.name,
        "title": found.title,
        "when": found.when,
        "steps": len(found.steps),
        "owner": found.owner,
        "expected": found.expected,
        "enrolled": counts.enrolled,
        "running": counts.running,
        "ended": counts.ended,
        "origin": found.origin,
        "rev": found.rev,
        "saved_at": to_json(found.saved_at),
        "saved_by": found.saved_by,
    }


def step_rows(found: Playbook) -> list[dict[str, Json]]:
    """`days` after the start."""
    return [
        {"place": place, "days": step.days, "kind": step.kind, "text": step.text}
        for place, step in enumerate(found.steps, 1)
    ]


def follow_row(found: Follow) -> dict[str, Json]:
    """`start` and `end` are local days; `outcome` null while it runs."""
    return {
        "id": found.key,
        "playbook": found.playbook,
        "client": found.client,
        "client_name": found.client_name,
        "start": day_json(found.start),
        "done_steps": found.done_steps,
        "all_steps": found.all_steps,
        "end": day_json(found.end),
        "outcome": found.outcome,
        "note": found.said,
        "made_by": found.made_by,
        "rev": found.rev,
    }


def followed_row(found: Followed) -> dict[str, Json]:
    """The same with its steps; `task` is the id of each."""
    steps = [
        {
            "place": step.place,
            "task": step.task,
            "text": step.text,
            "kind": step.kind,
            "due": day_json(step.due),
            "owner": step.owner,
            "state": step.state,
            "outcome": step.outcome,
        }
        for step in found.steps
    ]
    return follow_row(found.follow) | {"steps": steps}


def results_json(found: Results) -> dict[str, Json]:
    """`change` in points of health, `arr_kept` 0.. of the ARR before; null: nobody."""
    return {
        "enrolled": found.counts.enrolled,
        "running": found.counts.running,
        "ended": found.counts.ended,
        "outcomes": dict(found.outcomes),
        "followers": _side(found.followers),
        "others": _side(found.others),
        "left_out": found.left_out,
    }


def _side(found: Side) -> dict[str, Json]:
    return {"n": found.n, "change": found.change, "arr_kept": found.arr_kept}


def suggestion_row(found: Suggestion, today: int) -> dict[str, Json]:
    """`fits` the best first, each with the explanation of its points; `due` is the day of
    the last step where it begins today, of the first of them."""
    fits: list[dict[str, Json]] = [
        {
            "playbook": fit.playbook.name,
            "title": fit.playbook.title,
            "points": fit.points,
            "why": fit.why,
            "due": day_json(today + fit.playbook.last_day),
            "explanation": to_json(fit.explanation),
        }
        for fit in found.fits
    ]
    return {
        "client": found.client,
        "client_name": found.client_name,
        "tier": found.tier,
        "health": found.score,
        "arr": to_json(found.arr),
        "owner": found.owner,
        "fits": fits,
        "due": fits[0]["due"] if fits else None,
        "why": _why(fits),
        "follows": list(found.follows),
    }
