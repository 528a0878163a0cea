"""What can be done with an alert or a rule: no widget is needed here."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services.context import Context
from core.alerts.types import Alert, Rule
from core.values.errors import BellbuoyError
from core.values.text import safe_text
from tui.places import Place
from tui.pulse import may

GIVE = "p"
_GIVING = (GIVE, "give to a person", "who looks after it from now on")
ALERT_CHOICES = (
    ("k", "acknowledge", "it rings no more"),
    ("1", "snooze 1 hour", "then it rings again, if it still holds"),
    ("4", "snooze 4 hours"),
    ("d", "snooze 1 day"),
)
RULE_CHOICES = (
    ("o", "turn on or off", "its open alerts end when it is off"),
    ("t", "try it out", "a made-up alert through each of its channels"),
)
_SPANS = {"1": timedelta(hours=1), "4": timedelta(hours=4), "d": timedelta(days=1)}


def choices_of(ctx: Context) -> tuple[tuple[str, ...], ...]:
    """What the role may do with an alert."""
    first, *others = ALERT_CHOICES
    return (first, _GIVING, *others) if may(ctx, "alert:assign") else ALERT_CHOICES


def name_fault(person: str) -> str:
    """What is wrong with the name of a person; empty: nothing."""
    from bellbuoy.services.alerts import acts

    try:
        acts.name_of(person)
    except BellbuoyError as error:
        return error.message
    return ""


def give(ctx: Context, alert: Alert, person: str) -> str:
    """Give an alert to a person, on a thread; what to say of it. Raises DeniedError,
    and ConflictError for an alert that is over."""
    from bellbuoy.services.alerts import acts

    given = acts.assign(ctx, alert.key, person)
    return safe_text(f"{given.who} looks after it: {given.name}", 120)


def take(ctx: Context, letter: str, alert: Alert) -> str:
    """Acknowledge or snooze, on a thread; what to say of it. Raises DeniedError, and
    ConflictError for an alert that is over."""
    from bellbuoy.services.alerts import acts

    name = safe_text(alert.name, 60)
    if letter == "k":
        acts.acknowledge(ctx, alert.key)
        return f"acknowledged: {name}"
    acts.snooze(ctx, alert.key, _SPANS[letter])
    return f"snoozed: {name}"


def change_rule(ctx: Context, letter: str, rule: Rule) -> str:
    """Turn a rule on or off, or try it out, on a thread; what to say of it."""
    from bellbuoy.services.alerts import rules, testing

    if letter == "o":
        after = rules.edit(ctx, rule.name, {"active": not rule.active})
        return f"{rule.name} is {'on' if after.active else 'off'}"
    sent = testing.try_out(ctx, rule.name)
    told = ", ".join(f"{each.channel} {each.state}" for each in sent)
    return safe_text(f"tried {rule.name}: {told}")


def edit_condition(ctx: Context, rule: Rule, condition: str) -> str:
    """Another condition for a rule, on a thread; what to say of it. Raises
    QueryError for one that cannot be read."""
    from bellbuoy.services.alerts import rules

    after = rules.edit(ctx, rule.name, {"condition": condition})
    if after.rev == rule.rev:
        return f"{rule.name} stays as it was"
    return safe_text(f"{rule.name} rings if {after.condition}")


def place_of(alert: Alert) -> Place | None:
    """Where the value stands that an alert is about; None for the store itself."""
    match alert.kind:
        case "client":
            return Place("client", alert.subject, "explain")
        case "incident":
            return Place("incident", alert.subject)
        case "job":
            return Place("jobs", alert.subject)
        case _:
            return None
