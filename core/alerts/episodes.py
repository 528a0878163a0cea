"""What an evaluation does to the alerts of a rule: which begin, ring again, or end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.alerts.types import AlertState, Rule, Subject

SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """An open alert as an evaluation finds it; times in microseconds."""

    id: int
    subject: str
    state: AlertState
    rings: int
    rung_us: int
    snoozed_us: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What to write: subjects whose episode begins, alerts that ring again, and alerts
    that end."""

    opened: tuple[Subject, ...]
    again: tuple[int, ...]
    closed: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.opened or self.again or self.closed)


def changes(
    rule: Rule,
    holding: Iterable[str],
    starting: Iterable[Subject],
    open_alerts: Mapping[str, Standing],
    now_us: int,
) -> Changes:
    """Compare what holds with what stands open.

    `holding` are the keys of open alerts whose condition still holds, `starting`
    the subjects that may begin an episode; of one that has an open alert already,
    none begins. An acknowledged alert never rings again, a snoozed one when its
    time is over, a new one as the rule says. Stable in order: by subject.
    """
    holds = set(holding)
    opened = {s.key: s for s in starting if s.key not in open_alerts}
    closed = [a.id for key, a in sorted(open_alerts.items()) if key not in holds]
    stay = [alert for key, alert in sorted(open_alerts.items()) if key in holds]
    again = [alert.id for alert in stay if _rings(rule, alert, now_us)]
    return Changes(tuple(opened[key] for key in sorted(opened)), tuple(again), tuple(closed))


def _rings(rule: Rule, alert: Standing, now_us: int) -> bool:
    if alert.state == "snoozed":
        return alert.snoozed_us is not None and alert.snoozed_us <= now_us
    if alert.state != "new" or not rule.again:
        return False
    return now_us - alert.rung_us >= rule.again * SECOND_US
