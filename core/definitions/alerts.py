"""Alert rules and quiet hours as definitions.

Channels are none: their addresses may hold a token, which no file under version control
should. A rule names its channels, which have to be there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

from core.alerts.quiet import hours_text, read_hours
from core.alerts.rules import checked
from core.alerts.types import Rule
from core.definitions.reading import Forms, Reading
from core.definitions.toml_text import file_of, lines_of, table_of, without
from core.definitions.types import Definition, Said, Value
from core.query.context import QueryContext
from core.values.errors import UsageError
from core.values.lengths import length_text

SUBJECT = "alerts"
HOURS = "alerts.quiet"
_TOP: Forms = {"prune": ("truth", False), "quiet_hours": ("text", "")}
_CHANNELS = ("screen", "bell")
_RULE: Forms = {
    "name": ("text", ...), "subject": ("text", "client"), "condition": ("text", ...),
    "severity": ("text", "medium"), "channels": ("texts", _CHANNELS), "was": ("text", ""),
    "days": ("whole", 1), "again": ("span", 0), "quiet": ("text", "hold"),
    "active": ("truth", True),
}  # fmt: skip
_USUAL: Mapping[str, Value] = {
    "channels": _CHANNELS, "was": "", "days": 1, "again": "0s", "quiet": "hold",
    "active": True,
}  # fmt: skip
_COMMENT = """
What rings. Rules of the program stand here once somebody has changed them.
quiet_hours    "22:00-07:00" in the zone of the store, or "off"
prune = true   on top: own rules that are not named here go, changed ones of the
               program are again as they came
[[rule]]       name, subject (client, incident, job, store), condition, severity,
               channels, was, days, again ("6h"), quiet (hold, drop, pass), active
"""


def definition_of(rule: Rule) -> Definition:
    """A rule as a definition; one that stands as it came is not `kept`."""
    fields: tuple[tuple[str, Value], ...] = (
        ("subject", rule.subject), ("condition", rule.condition), ("severity", rule.severity),
        ("channels", rule.channels), ("was", rule.was), ("days", rule.days),
        ("again", length_text(rule.again)), ("quiet", rule.quiet), ("active", rule.active),
    )  # fmt: skip
    kept = not rule.shipped or rule.rev > 0
    row = ("alert_rule", rule.name)
    return Definition(SUBJECT, "rule", rule.name, rule.name, fields, kept, row, rule)


def hours_definition(hours: str) -> Definition:
    """The quiet hours as a definition; `hours` as `alert quiet` prints them."""
    return Definition(
        SUBJECT, "quiet hours", "", "", (("hours", hours),), row=("setting", HOURS), thing=hours
    )


def definitions_of(rules: Iterable[Rule], hours: str) -> tuple[Definition, ...]:
    """All of them, the hours first, then the rules in their order."""
    return (hours_definition(hours), *map(definition_of, rules))


def read(
    reading: Reading,
    tables: Mapping[str, Any],
    context: QueryContext,
    channels: Collection[str],
) -> Said:
    """What the file says; what is wrong with it is kept in `reading`."""
    reading.known(tables, "", (*_TOP, "rule"))
    head = reading.fields({k: v for k, v in tables.items() if k in _TOP}, "", _TOP) or {}
    found: list[Definition] = []
    if "quiet_hours" in tables and "quiet_hours" in head:
        text = head["quiet_hours"]
        hours = reading.trying("quiet_hours", lambda: hours_text(read_hours(text)))
        found += [] if hours is None else [hours_definition(hours)]
    seen: set[str] = set()
    for place, table in reading.entries(tables.get("rule"), "rule"):
        plain = reading.fields(table, place, _RULE)
        if plain is None or reading.twice(seen, plain["name"], plain["name"], place):
            continue
        rule = reading.trying(place, partial(_rule, plain, context, channels))
        if rule is not None:
            found.append(definition_of(rule))
    return Said(SUBJECT, bool(head.get("prune")), tuple(found))


def _rule(plain: Mapping[str, Any], context: QueryContext, channels: Collection[str]) -> Rule:
    try:
        rule = checked(Rule(**plain), context)
    except UsageError as error:
        raise UsageError(f"“{plain['name']}”: {error.message}", error.hint) from None
    missing = [each for each in rule.channels if each not in channels]
    if missing:
        raise UsageError(
            f"“{rule.name}”: there is no channel “{missing[0]}” in the store",
            f"channels: {', '.join(channels)}",
        )
    return rule


def text(definitions: Iterable[Definition], *, prune: bool = False) -> str:
    """The file that says them."""
    found = list(definitions)
    top: list[tuple[str, Value]] = [("prune", True)] if prune else []
    top += [("quiet_hours", dict(each.fields)["hours"]) for each in found if not each.key]
    parts = [lines_of(top)]
    parts += [
        table_of("[[rule]]", (("name", each.name), *without(each.fields, _USUAL)))
        for each in found
        if each.key
    ]
    return file_of(_COMMENT, parts)
