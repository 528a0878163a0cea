"""Within which time an incident is to be answered, and resolved (DEFINITIONS 4.2)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from core.incidents.types import SEVERITIES, Severity
from core.values.errors import UsageError
from core.values.text import fold

_MINUTE = 60_000_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_UNITS = {"min": _MINUTE, "h": _HOUR, "d": _DAY}
_SPAN = re.compile(r"([0-9]{1,5})(min|h|d)", re.ASCII)
_LONGEST = 366 * _DAY
ASSUMED: Severity = "medium"


class Target(NamedTuple):
    """Microseconds from the opening on."""

    respond: int
    resolve: int


SHIPPED: Mapping[Severity, Target] = {
    "critical": Target(15 * _MINUTE, 4 * _HOUR),
    "high": Target(_HOUR, 8 * _HOUR),
    "medium": Target(4 * _HOUR, 24 * _HOUR),
    "low": Target(8 * _HOUR, 72 * _HOUR),
}


@dataclass(frozen=True, slots=True)
class SlaTargets:
    """`usual` hold for every plan but those of `plans` (by the folded name), which may
    name some severities alone."""

    usual: Mapping[Severity, Target] = field(default_factory=lambda: dict(SHIPPED))
    plans: Mapping[str, Mapping[Severity, Target]] = field(default_factory=dict)

    def of(self, severity: Severity | None, plan: str | None) -> Target:
        """The target of a severity (none counts as medium) under a plan."""
        name = severity or ASSUMED
        own = self.plans.get(fold(plan), {}) if plan and self.plans else {}
        return own.get(name) or self.usual[name]


def with_target(
    targets: SlaTargets, severity: Severity, target: Target, plan: str | None = None
) -> SlaTargets:
    """The same with another target. Raises UsageError where the answer would be due
    after the resolution, or either is none or over a year."""
    if not 0 < target.respond <= target.resolve <= _LONGEST:
        raise UsageError(
            "an answer is due within some time, and no later than the resolution",
            "bellbuoy incident targets high --respond 1h --resolve 8h",
        )
    if plan is None:
        return replace(targets, usual={**targets.usual, severity: target})
    own = {**targets.plans.get(fold(plan), {}), severity: target}
    return replace(targets, plans={**targets.plans, fold(plan): own})


def parse_span(text: str) -> int:
    """`15min`, `4h` or `3d` in microseconds. Raises UsageError."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise UsageError(f"“{text}” is no time", "write 15min, 4h or 3d")
    return int(found[1]) * _UNITS[found[2]]


def span_text(micros: int) -> str:
    """`15min`, `4h`, `3d`: the largest unit that fits whole."""
    for name, size in (("d", _DAY), ("h", _HOUR)):
        if micros % size == 0 and micros >= size and (name != "d" or micros >= 3 * size):
            return f"{micros // size}{name}"
    return f"{micros // _MINUTE}min"


def targets_text(targets: SlaTargets) -> str:
    """As the store keeps it; of the usual ones only what differs from the shipped."""
    usual = {name: list(t) for name, t in targets.usual.items() if t != SHIPPED[name]}
    plans = {
        plan: {name: list(own[name]) for name in SEVERITIES if name in own}
        for plan, own in sorted(targets.plans.items())
    }
    return json.dumps({"usual": usual, "plans": plans}, ensure_ascii=False, sort_keys=True)


def targets_from(text: str | None) -> SlaTargets:
    """What the store keeps; None: those that come with the program."""
    if text is None:
        return SlaTargets()
    told = json.loads(text)
    found = SlaTargets({**SHIPPED, **_read(told["usual"])})
    return replace(found, plans={plan: _read(own) for plan, own in told["plans"].items()})


def _read(told: Mapping[str, list[int]]) -> dict[Severity, Target]:
    return {name: Target(*told[name]) for name in SEVERITIES if name in told}
