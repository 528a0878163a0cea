"""What was held back over a quiet time, told in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.alerts.message import NAMED
from core.alerts.types import Fact

Body = Mapping[str, Fact]


def in_one(bodies: Sequence[Body]) -> Body:
    """One body for those of a rule and a channel, in the order in which they rang.

    An alert that rang again and again is its last ring. Several are a summary with
    `held`: how many rings it stands for; `count` is how many alerts begin or go on in it,
    those that rang twice once. What summaries among them only counted is added as it is.
    """
    newest = bodies[-1]
    rings = {str(body["alert"]): body for body in bodies if body["kind"] == "ring"}
    summaries = [body for body in bodies if body["kind"] == "summary"]
    if len(rings) == 1 and not summaries:
        return newest
    told = {_id(each): each for body in bodies for each in _subjects(body)}
    more = sum(_number(body, "count") - len(_subjects(body)) for body in summaries)
    return {
        **{key: newest[key] for key in ("schema", "rule", "severity", "condition", "was")},
        "kind": "summary",
        "opened": bodies[0]["opened"],
        "held": sum(_number(body, "held", _number(body, "count", 1)) for body in bodies),
        "count": len(told) + more,
        "left_out": _number(summaries[-1], "left_out") if summaries else 0,
        "subjects": list(told.values())[:NAMED],
    }


def _subjects(body: Body) -> Sequence[Mapping[str, Fact]]:
    """Whom a body names."""
    found = [body["subject"]] if body["kind"] == "ring" else body["subjects"]
    assert isinstance(found, Sequence)
    return [each for each in found if isinstance(each, Mapping)]


def _id(subject: Mapping[str, Fact]) -> str:
    return str(subject["id"])


def _number(body: Body, name: str, usual: int = 0) -> int:
    found = body.get(name, usual)
    assert isinstance(found, int)
    return found
