"""How health is scored, as definitions: its weights, its baseline, its tiers, and a
plan's own baseline each by itself. The file is also what `config set scoring` reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from core.definitions.reading import Forms, Reading
from core.definitions.toml_text import file_of, lines_of, table_of
from core.definitions.types import Definition, Said, Value
from core.health.components import COMPONENTS
from core.health.formula import checked, plain_formula, read_formula
from core.health.types import Baseline, HealthConfig
from core.values.text import fold

SUBJECT = "scoring"
ROW = ("setting", "health.config")
_PARTS = ("weights", "baseline", "tiers")
_MEASURES: Forms = {"calls": ("whole", ...), "logins": ("whole", ...)}
_FORMS: Mapping[str, Forms] = {
    "weights": {each.id: ("number", ...) for each in COMPONENTS},
    "baseline": _MEASURES,
    "tiers": {"healthy": ("whole", ...), "at_risk": ("whole", ...), "critical": ("whole", 0)},
}
_PLAN: Forms = {"plan": ("text", ...), **_MEASURES}
_COMMENT = """
How health is scored. A table that is left out stays as the store has it.
weights    are shared out to 100 %
baseline   what counts as full use in 30 days
tiers      the lowest score of each
[[plans]]  a plan's own baseline; with prune = true those not named here go
"""


def definitions_of(config: HealthConfig) -> tuple[Definition, ...]:
    """The formula, a definition a part."""
    plain = plain_formula(config)
    parts = [
        _definition(
            part, "", _fields({n: v for n, v in plain[part].items() if n != "critical"})
        )
        for part in _PARTS
    ]
    return (*parts, *(_plan(each) for each in plain["plans"]))


def _plan(plain: Mapping[str, Any]) -> Definition:
    fields = {name: value for name, value in plain.items() if name != "plan"}
    return _definition("plan", str(plain["plan"]), _fields(fields))


def _definition(kind: str, name: str, fields: tuple[tuple[str, Value], ...]) -> Definition:
    return Definition(SUBJECT, kind, fold(name), name, fields, row=ROW)


def _fields(plain: Mapping[str, Any]) -> tuple[tuple[str, Value], ...]:
    return tuple((name, int(value)) for name, value in plain.items())


def read(reading: Reading, tables: Mapping[str, Any]) -> Said:
    """What the file says; what is wrong with it is kept in `reading`."""
    reading.known(tables, "", ("prune", *_PARTS, "plans"))
    prune = reading.fields({k: v for k, v in tables.items() if k == "prune"}, "",
                           {"prune": ("truth", False)})  # fmt: skip
    found = [_part(reading, part, tables[part]) for part in _PARTS if part in tables]
    seen: set[str] = set()
    for place, table in reading.entries(tables.get("plans"), "plans"):
        plain = reading.fields(table, place, _PLAN)
        if plain is None or reading.twice(seen, fold(plain["plan"]), plain["plan"], place):
            continue
        config = reading.trying(
            place, partial(read_formula, {"plans": [plain]}, HealthConfig())
        )
        if config is not None:
            found.append(_plan(plain))
    whole = tuple(each for each in found if each is not None)
    return Said(SUBJECT, bool(prune and prune["prune"]), whole)


def _part(reading: Reading, part: str, value: object) -> Definition | None:
    table = reading.table(value, part)
    plain = None if table is None else reading.fields(table, part, _FORMS[part])
    if plain is None:
        return None
    config = reading.trying(part, lambda: read_formula({part: plain}, HealthConfig()))
    if config is None:
        return None
    return next(each for each in definitions_of(config) if each.kind == part)


def formula_with(
    config: HealthConfig, wanted: Iterable[Definition], gone: Iterable[Definition]
) -> HealthConfig:
    """A formula in which parts say what they are wanted to, without the plans that go.
    Raises UsageError where the parts do not fit together."""
    plans = dict(config.plans)
    for plan in [name for name in plans if fold(name) in {each.key for each in gone}]:
        del plans[plan]
    for each in wanted:
        said: dict[str, Any] = dict(each.fields)
        match each.kind:
            case "weights":
                config = replace(config, weights=tuple(said[c.id] for c in COMPONENTS))
            case "baseline":
                config = replace(config, baseline=Baseline(**said))
            case "tiers":
                config = replace(
                    config, healthy_from=said["healthy"], at_risk_from=said["at_risk"]
                )
            case _:
                plans = {name: base for name, base in plans.items() if fold(name) != each.key}
                plans[each.name] = Baseline(**said)
    return checked(replace(config, plans=tuple(plans.items())))


def text(definitions: Iterable[Definition], *, prune: bool = False) -> str:
    """The file that says them."""
    found = list(definitions)
    parts = [lines_of([("prune", True)]) if prune else ""]
    for each in found:
        if each.kind in _PARTS:
            parts.append(table_of(f"[{each.kind}]", each.fields))
        else:
            parts.append(table_of("[[plans]]", (("plan", each.name), *each.fields)))
    return file_of(_COMMENT, parts)
