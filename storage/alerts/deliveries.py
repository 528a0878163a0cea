"""The outbox: what is to be sent, claimed by one conditional statement each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from core.alerts.types import Delivery
from core.values.instants import from_micros
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

_SELECT = (
    "id, uid, alert_id, rule, channel, kind, state, created_us, due_us, attempts, ended_us,"
    " status, said"
)
HELD = "held back: quiet hours"
_COLUMNS = (
    "id", "uid", "alert_id", "rule", "channel", "kind", "quiet", "body", "state",
    "created_us", "due_us", "attempts", "said",
)  # fmt: skip


class Posted(NamedTuple):
    """What is put into the outbox. `quiet` is the rule's word at that time."""

    uid: str
    alert: int | None
    rule: str
    channel: str
    kind: str
    quiet: str
    body: str


class Claimed(NamedTuple):
    """A delivery that is this caller's to send; `attempts` counts this one, `said` is how
    the last ended."""

    id: int
    uid: str
    rule: str
    channel: str
    kind: str
    quiet: str
    body: str
    attempts: int
    said: str

    @property
    def was_held(self) -> bool:
        """Whether it is sent for the first time, after a quiet time."""
        return self.said == HELD and self.attempts == 1


def post(
    unit: Unit, found: Sequence[Posted], now_us: int, due_us: int | None = None
) -> list[int]:
    """Put deliveries into the outbox, each `uid` once, to be sent now or when they are
    due; the numbers of the new ones."""
    from storage.alerts.tables import AlertDelivery
    from storage.engine.unit import bulk_insert

    first = int(unit.value("SELECT coalesce(max(id), 0) + 1 FROM alert_delivery"))
    known = {
        uid
        for each in found
        for (uid,) in unit.rows("SELECT uid FROM alert_delivery WHERE uid = ?", (each.uid,))
    }
    fresh = [each for each in found if each.uid not in known]
    rows = [
        (number, *each, "waiting", now_us, now_us if due_us is None else due_us, 0, "")
        for number, each in enumerate(fresh, first)
    ]
    unit.bulk(bulk_insert(AlertDelivery, _COLUMNS), rows)
    return [row[0] for row in rows]


class Summary(NamedTuple):
    """The newest summary of a rule on its way through a channel. `open`: nobody was sent
    it yet, so that it may still grow; `due_us` is when it goes out, or went."""

    id: int
    open: bool
    due_us: int
    body: str


def newest_summary(rows: Rows, rule: str, channel: str, since_us: int) -> Summary | None:
    """One that waits, or went out after a moment."""
    row = rows.one(
        "SELECT id, CASE WHEN state = 'waiting' AND attempts = 0 THEN 1 ELSE 0 END, due_us,"
        " body FROM alert_delivery WHERE kind = 'summary' AND rule = :rule"
        " AND channel = :channel AND (state = 'waiting'"
        " OR (state IN ('sending', 'done', 'dead', 'dropped') AND due_us > :since))"
        " ORDER BY id DESC LIMIT 1",
        {"rule": rule, "channel": channel, "since": since_us},
    )
    return None if row is None else Summary(row[0], row[1] == 1, row[2], row[3])


def grow(unit: Unit, number: int, body: str) -> None:
    """Another text for a delivery that nobody was sent yet."""
    unit.run(
        "UPDATE alert_delivery SET body = ? WHERE id = ? AND state = 'waiting'"
        " AND attempts = 0",
        (body, number),
    )


def any_due(rows: Rows, now_us: int) -> bool:
    """Whether anything is to be sent by now."""
    found = rows.value(
        "SELECT 1 FROM alert_delivery WHERE state = 'waiting' AND due_us <= ? LIMIT 1",
        (now_us,),
    )
    return found is not None


def due(rows: Rows, now_us: int, most: int) -> list[tuple[int, str]]:
    """(number, channel) of what is to be sent by now, the oldest first."""
    return [
        (number, channel)
        for number, channel in rows.rows(
            "SELECT id, channel FROM alert_delivery WHERE state = 'waiting' AND due_us <= ?"
            " ORDER BY due_us, id LIMIT ?",
            (now_us, most),
        )
    ]


def claim(unit: Unit, number: int, now_us: int) -> Claimed | None:
    """Take one delivery; None when another has it, or its time has not come."""
    row = unit.one(
        "UPDATE alert_delivery SET state = 'sending', claimed_us = :now,"
        " attempts = attempts + 1 WHERE id = :id AND state = 'waiting' AND due_us <= :now"
        " RETURNING id, uid, rule, channel, kind, quiet, body, attempts, said",
        {"id": number, "now": now_us},
    )
    return None if row is None else Claimed(*row)


def give_back(unit: Unit, before_us: int, now_us: int) -> int:
    """Deliveries whose sender was cut off go back; how many. They may have arrived,
    and then arrive again under the same id."""
    return unit.run(
        "UPDATE alert_delivery SET state = 'waiting', due_us = ?,"
        " said = 'its sender was cut off' WHERE state = 'sending' AND claimed_us < ?",
        (now_us, before_us),
    )


def finish(
    unit: Unit, number: int, state: str, now_us: int, said: str, status: int | None = None
) -> bool:
    """Close a delivery that this caller holds, as `done`, `dead` or `dropped`."""
    return bool(
        unit.run(
            "UPDATE alert_delivery SET state = ?, ended_us = ?, said = ?, status = ?"
            " WHERE id = ? AND state = 'sending'",
            (state, now_us, said, status, number),
        )
    )


def show(unit: Unit, number: int, now_us: int) -> None:
    """Hand a delivery over to the screens: they count it from now on."""
    unit.run(
        "UPDATE alert_delivery SET state = 'done', ended_us = ?, said = 'shown',"
        " seq = (SELECT coalesce(max(seq), 0) + 1 FROM alert_delivery)"
        " WHERE id = ? AND state = 'sending'",
        (now_us, number),
    )


def put_off(
    unit: Unit, number: int, due_us: int, said: str, status: int | None, *, tried: bool
) -> None:
    """Send it later; a try that was none does not count."""
    unit.run(
        "UPDATE alert_delivery SET state = 'waiting', due_us = ?, said = ?, status = ?,"
        " attempts = attempts - ? WHERE id = ? AND state = 'sending'",
        (due_us, said, status, 0 if tried else 1, number),
    )


def take_held(unit: Unit, into: Claimed, now_us: int) -> list[str]:
    """Close what else of a rule was held back for a channel, to be told in one with a
    delivery that this caller holds; the bodies, the oldest first."""
    found = unit.rows(
        "UPDATE alert_delivery SET state = 'dropped', ended_us = :now, said = :told"
        " WHERE rule = :rule AND channel = :channel AND state = 'waiting' AND attempts = 0"
        " AND said = :held AND kind != 'test' RETURNING id, body",
        {
            "now": now_us,
            "told": f"told in one with {into.id}",
            "rule": into.rule,
            "channel": into.channel,
            "held": HELD,
        },
    )
    return [body for _, body in sorted(found)]


def tell_all(unit: Unit, number: int, kind: str, body: str) -> None:
    """Another text for a delivery that this caller holds and has not sent yet."""
    unit.run(
        "UPDATE alert_delivery SET kind = ?, body = ? WHERE id = ? AND state = 'sending'",
        (kind, body, number),
    )


def hold_lane(unit: Unit, channel: str, until_us: int) -> None:
    """What else waits for a receiver in trouble is not sent before."""
    unit.run(
        "UPDATE alert_delivery SET due_us = ? WHERE channel = ? AND state = 'waiting'"
        " AND due_us < ?",
        (until_us, channel, until_us),
    )


def replay(unit: Unit, numbers: Sequence[int], now_us: int) -> int:
    """Send dead deliveries again, under their old ids; how many."""
    return sum(
        unit.run(
            "UPDATE alert_delivery SET state = 'waiting', due_us = ?, attempts = 0,"
            " ended_us = NULL WHERE id = ? AND state = 'dead'",
            (now_us, number),
        )
        for number in numbers
    )


def of_alert(rows: Rows, alert: int) -> tuple[Delivery, ...]:
    found = rows.rows(
        f"SELECT {_SELECT} FROM alert_delivery WHERE alert_id = ? ORDER BY id", (alert,)
    )
    return tuple(map(_delivery, found))


def listed(rows: Rows, states: Sequence[str], limit: int) -> tuple[Delivery, ...]:
    """The newest deliveries in some states."""
    marks = ", ".join("?" for _ in states)
    found = rows.rows(
        f"SELECT {_SELECT} FROM alert_delivery WHERE state IN ({marks})"
        " ORDER BY id DESC LIMIT ?",
        (*states, limit),
    )
    return tuple(map(_delivery, found))


def one(rows: Rows, number: int) -> Delivery | None:
    row = rows.one(f"SELECT {_SELECT} FROM alert_delivery WHERE id = ?", (number,))
    return None if row is None else _delivery(row)


def counts(rows: Rows) -> dict[str, int]:
    """How many deliveries are in each state but those that went well."""
    return dict(
        rows.rows(
            "SELECT state, count(*) FROM alert_delivery WHERE state IN"
            " ('waiting', 'sending', 'dead') GROUP BY state"
        )
    )


def newest_seq(rows: Rows) -> int:
    """The newest that went to screens; 0 where none did."""
    return int(rows.value("SELECT max(seq) FROM alert_delivery") or 0)


def shown_since(rows: Rows, seq: int, most: int) -> list[tuple[int, str, str]]:
    """(seq, channel, body) of what went to screens behind a number, in order."""
    return [
        (number, channel, body)
        for number, channel, body in rows.rows(
            "SELECT seq, channel, body FROM alert_delivery WHERE seq > ? ORDER BY seq LIMIT ?",
            (seq, most),
        )
    ]


def _delivery(row: tuple[Any, ...]) -> Delivery:
    (
        number, uid, alert, rule, channel, kind, state, created, due_us, attempts, ended,
        status, said,
    ) = row  # fmt: skip
    return Delivery(
        id=number, uid=uid, alert=alert, rule=rule, channel=channel, kind=kind, state=state,
        created=from_micros(created), due=from_micros(due_us), attempts=attempts,
        ended=None if ended is None else from_micros(ended), status=status, said=said,
    )  # fmt: skip
