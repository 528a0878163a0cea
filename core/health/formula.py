"""The health formula in plain words: read, checked, written, compared.

The plain form is what `config get scoring` prints and what a file holds:
`weights` and `baseline` by name, `tiers` by their lowest score, `plans` with
baselines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from core.health.components import COMPONENTS
from core.health.types import Baseline, HealthConfig
from core.values.errors import UsageError
from core.values.rounding import normalised_weights
from core.values.text import fold

MOST = 10**12
"""The largest baseline; beyond any real use, and safe in every sum."""
_NAMES = tuple(component.id for component in COMPONENTS)
_PARTS = ("version", "weights", "baseline", "tiers", "plans")
_MEASURES = ("calls", "logins")
_FIELDS = {
    "calls": "baseline calls",
    "logins": "baseline logins",
    "healthy": "healthy from",
    "at_risk": "at risk from",
}
_WHOLE = re.compile(r"\d{1,3}(,\d{3})+|\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,15}(\.\d{1,15})?|\.\d{1,15}", re.ASCII)
_TIERS = ("healthy", "at_risk", "critical")


def checked(config: HealthConfig) -> HealthConfig:
    """The formula with its weights as whole percents and its plans in order.

    Raises UsageError in one line: weights that cannot be shared (DEFINITIONS 1.6),
    a baseline below 1, bounds out of order, a plan named twice.
    """
    _check_tiers(config.healthy_from, config.at_risk_from)
    _check_baseline(config.baseline, "baseline")
    # A formula older than a component gives that component no weight.
    missing = (0,) * (len(_NAMES) - len(config.weights))
    weights = weights_of((*config.weights, *missing))
    return replace(config, weights=weights, plans=_checked_plans(config.plans))


def weights_of(raw: Sequence[float | Fraction]) -> tuple[int, ...]:
    """One weight a component as whole percents that sum to 100. Raises UsageError."""
    if len(raw) != len(_NAMES):
        raise UsageError(
            f"{len(raw)} weights for {len(_NAMES)} components", f"give {', '.join(_NAMES)}"
        )
    return normalised_weights(raw)


def plain_formula(config: HealthConfig) -> dict[str, Any]:
    """The plain form, with the version first; `read_formula` gives the same again."""
    return {
        "version": config.version,
        "weights": dict(zip(_NAMES, config.weights, strict=False)),
        "baseline": _plain_baseline(config.baseline),
        "tiers": {
            "healthy": config.healthy_from,
            "at_risk": config.at_risk_from,
            "critical": 0,
        },
        "plans": [{"plan": name, **_plain_baseline(base)} for name, base in config.plans],
    }


def read_formula(plain: object, base: HealthConfig) -> HealthConfig:
    """A formula from its plain form; what it leaves out is as in `base`.

    `plans`, where given, are all the plans. Raises UsageError for anything that is
    unknown, of another kind, or refused by `checked`.
    """
    parts = _object(plain, "the formula", _PARTS)
    weights = base.weights
    if "weights" in parts:
        weights = _read_weights(parts["weights"], base.weights)
    tiers = _object(parts.get("tiers", {}), "tiers", _TIERS)
    if _whole(tiers.get("critical", 0), "tiers.critical") != 0:
        raise UsageError("tiers.critical starts at 0")
    return checked(
        replace(
            base,
            weights=weights,
            baseline=_read_baseline(parts.get("baseline", {}), base.baseline, "baseline"),
            healthy_from=_whole(tiers.get("healthy", base.healthy_from), "tiers.healthy"),
            at_risk_from=_whole(tiers.get("at_risk", base.at_risk_from), "tiers.at_risk"),
            plans=_read_plans(parts["plans"], base) if "plans" in parts else base.plans,
        )
    )


def read_fields(fields: Mapping[str, str], base: HealthConfig) -> HealthConfig:
    """A formula from what a person typed: a weight for each component by its name,
    `calls`, `logins`, `healthy`, `at_risk`. What is left out is as in `base`.

    Raises UsageError that names the first field that is wrong.
    """
    weights = [
        _typed_number(fields[name], f"weight of {name}") if name in fields else share
        for name, share in zip(_NAMES, base.weights, strict=True)
    ]
    whole = {
        name: _typed_whole(fields[name], title)
        for name, title in _FIELDS.items()
        if name in fields
    }
    calls, logins = _pair(base.baseline)
    return checked(
        replace(
            base,
            weights=weights_of(weights),
            baseline=Baseline(whole.get("calls", calls), whole.get("logins", logins)),
            healthy_from=whole.get("healthy", base.healthy_from),
            at_risk_from=whole.get("at_risk", base.at_risk_from),
        )
    )


def with_plan(config: HealthConfig, name: str, said: Mapping[str, int]) -> HealthConfig:
    """The formula with a baseline for a plan: `calls` and `logins`, what is left out
    as it was (the plan's own, else the general one). Nothing said: the plan goes."""
    known = {fold(plan): (plan, base) for plan, base in config.plans}
    title, before = known.get(fold(name), (name.strip(), config.baseline))
    plans = {plan: base for plan, base in config.plans if fold(plan) != fold(name)}
    if said:
        plans[title] = Baseline(
            said.get("calls", before.calls), said.get("logins", before.logins)
        )
    elif fold(name) not in known:
        raise UsageError(f"no plan “{name}” has a baseline of its own")
    return checked(replace(config, plans=tuple(plans.items())))


def differences(before: HealthConfig, after: HealthConfig) -> tuple[str, ...]:
    """What differs, one thing each: `weights 40/30/30 → 50/25/25`. Names of plans
    are text from outside."""
    told = []
    if before.weights != after.weights:
        told.append(f"weights {_slashed(before.weights)} → {_slashed(after.weights)}")
    told += [
        f"{measure} {was:,} → {now:,}"
        for measure, was, now in zip(
            _MEASURES, _pair(before.baseline), _pair(after.baseline), strict=True
        )
        if was != now
    ]
    bounds = (("healthy", before.healthy_from, after.healthy_from),
              ("at risk", before.at_risk_from, after.at_risk_from))  # fmt: skip
    told += [f"{tier} from {was} → {now}" for tier, was, now in bounds if was != now]
    old, new = dict(before.plans), dict(after.plans)
    for plan in sorted(old.keys() | new.keys()):
        if old.get(plan) != new.get(plan):
            told.append(f"plan {plan}: {_said(old.get(plan))} → {_said(new.get(plan))}")
    return tuple(told)


def _check_tiers(healthy: int, at_risk: int) -> None:
    if not 0 <= at_risk < healthy <= 100:
        raise UsageError(
            f"healthy from {healthy} and at risk from {at_risk} do not fit",
            "0 or more for at risk, above it for healthy, at most 100",
        )


def _check_baseline(baseline: Baseline, where: str) -> None:
    for measure, value in zip(_MEASURES, _pair(baseline), strict=True):
        if not 1 <= value <= MOST:
            raise UsageError(f"{where} {measure}: {value:,} is not 1 to {MOST:,}")


def _checked_plans(plans: Sequence[tuple[str, Baseline]]) -> tuple[tuple[str, Baseline], ...]:
    seen: set[str] = set()
    for name, baseline in plans:
        if not name.strip():
            raise UsageError("a plan with a baseline of its own needs a name")
        if fold(name) in seen:
            raise UsageError(f"plan “{name}” stands twice")
        seen.add(fold(name))
        _check_baseline(baseline, f"plan {name}:")
    return tuple(sorted(plans, key=lambda plan: (fold(plan[0]), plan[0])))


def _read_weights(said: object, base: tuple[int, ...]) -> tuple[int, ...]:
    named = _object(said, "weights", _NAMES)
    known = dict(zip(_NAMES, base, strict=False))
    return weights_of([_number(named.get(n, known.get(n, 0)), f"weights.{n}") for n in _NAMES])


def _read_baseline(said: object, base: Baseline, where: str) -> Baseline:
    named = _object(said, where, _MEASURES)
    calls, logins = (
        _whole(named.get(measure, value), f"{where}.{measure}")
        for measure, value in zip(_MEASURES, _pair(base), strict=True)
    )
    return Baseline(calls, logins)


def _read_plans(said: object, base: HealthConfig) -> tuple[tuple[str, Baseline], ...]:
    if not isinstance(said, Sequence) or isinstance(said, str):
        raise UsageError("plans is no list")
    plans = []
    for place, each in enumerate(said, start=1):
        where = f"plans {place}"
        named = dict(_object(each, where, ("plan", *_MEASURES)))
        name = named.pop("plan", None)
        if not isinstance(name, str):
            raise UsageError(f"{where} has no name", 'write plan = "pro"')
        plans.append((name, _read_baseline(named, base.baseline, where)))
    return tuple(plans)


def _object(said: object, where: str, names: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise UsageError(f"{where} is no table of names and values")
    for name in said:
        if name not in names:
            raise UsageError(f"{where} has no “{name}”", f"there are {', '.join(names)}")
    return said


def _whole(said: object, where: str) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise UsageError(f"{where}: {_shown(said)} is no whole number")
    return said


def _number(said: object, where: str) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise UsageError(f"{where}: {_shown(said)} is no number")
    return said


def _typed_whole(text: str, where: str) -> int:
    if not _WHOLE.fullmatch(text.strip()):
        raise UsageError(f"{where}: “{text}” is no whole number")
    return int(text.replace(",", ""))


def _typed_number(text: str, where: str) -> Fraction:
    if not _DECIMAL.fullmatch(text.strip()):
        raise UsageError(f"{where}: “{text}” is no number of 0 or more")
    return Fraction(text.strip())


def _shown(said: object) -> str:
    return f"“{said}”" if isinstance(said, str) else str(said)


def _pair(baseline: Baseline) -> tuple[int, int]:
    return baseline.calls, baseline.logins


def _plain_baseline(baseline: Baseline) -> dict[str, int]:
    return dict(zip(_MEASURES, _pair(baseline), strict=True))


def _slashed(weights: Sequence[int]) -> str:
    return "/".join(map(str, weights))


def _said(baseline: Baseline | None) -> str:
    if baseline is None:
        return "as all"
    return f"{baseline.calls:,} calls, {baseline.logins:,} logins"
