"""A chunk of clients in arrays: what their standings depend on, what is stored.

A few statements, however many clients. `storage.health.inputs` loads the same for
few. It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.clients.revenue_arrays import Amounts, SubscriptionArrays, subscription_arrays
from core.clients.standing_arrays import At, ClientArrays, baselines
from core.clients.stored_arrays import SaidArrays, StoredArrays
from core.health.penalty_arrays import IncidentArrays, incident_arrays
from core.health.types import HealthConfig
from core.health.week import ASK, BITS, NO_SCORE, SLOTS
from core.values.spans import MISSING, Flags, Ints
from storage.engine.reader import Rows
from storage.health.chosen import Chosen
from storage.health.columns import Row, Words, columns_of, ints, mine, words
from storage.health.said import TIER_CODE, Told, ask_history

WORDS = ("owner", "plan", "industry", "country")
_CLIENTS = f"""
SELECT c.id, coalesce(c.start_day, :none), coalesce(c.end_day, :none),
  CASE c.status WHEN 'churned' THEN 1 ELSE 0 END, coalesce(c.baseline_calls, 0),
  coalesce(c.baseline_logins, 0),
  CASE WHEN s.calls_since <= :day THEN s.calls_30 ELSE -1 END,
  CASE WHEN s.logins_since <= :day THEN s.logins_30 ELSE -1 END,
  s.calls_30, s.logins_30, s.week, c.live, coalesce(c.score, -1), c.health_rank,
  {TIER_CODE.format(tier="c.tier")}, coalesce(c.delta7, :none), c.partial, c.open_incidents,
  coalesce(c.renews_day, :none), c.arr_minor, coalesce(s.usage_cp, -1),
  coalesce(s.engagement_cp, -1), coalesce(s.incidents_cp, -1), s.penalty, s.days,
  CASE s.config WHEN :version THEN 1 ELSE 0 END,
  c.currency, c.top_reason, c.owner, c.plan, c.industry, c.country
FROM client c JOIN score s ON s.client_id = c.id WHERE {{chosen}} ORDER BY c.id
"""
_NUMBERS = 26
_INCIDENT = """i.severity, i.opened_us, i.resolved_us, i.resolution,
  CASE WHEN i.excluded_by IS NULL THEN 0 ELSE 1 END"""
_THEN = """i.opened_us <= :until AND (i.resolved_us IS NULL OR i.resolved_us >= :since)
  AND (:known IS NULL OR i.known_us <= :known)"""
# Clients' own incidents, and those that are linked to them.
_INCIDENTS = f"""
SELECT i.client_id, {_INCIDENT} FROM incident i WHERE {{own}} AND {_THEN}
UNION ALL
SELECT l.client_id, {_INCIDENT} FROM incident_client l JOIN incident i ON i.id = l.incident_id
WHERE {{linked}} AND l.client_id <> i.client_id AND {_THEN}
  AND (:known IS NULL OR l.known_us <= :known)
"""
_SUBSCRIPTIONS = """
SELECT client_id, start_day, end_day, amount_minor, currency, quantity, period, status,
  trial, term_months
FROM subscription WHERE {chosen} AND trial = 0 AND start_day <= :until
  AND (end_day IS NULL OR end_day > :since) AND (:known IS NULL OR known_us <= :known)
"""
_ARR = """
SELECT client_id, currency, arr_minor FROM client_arr WHERE {chosen}
ORDER BY client_id, currency
"""
_FED = """
SELECT i.client_id, max(o.feeds_calls), max(o.feeds_logins)
FROM source o JOIN client_identity i ON i.source = o.name
WHERE {chosen} AND (o.feeds_calls = 1 OR o.feeds_logins = 1) GROUP BY i.client_id
"""


@dataclass(frozen=True, slots=True)
class Chunk:
    """n clients by number: what an assessment reads, and what it is compared with:
    the stored columns, the stored `week`, and what history says (`told`)."""

    ids: Ints
    clients: ClientArrays
    use: tuple[Ints, Ints]
    week: Ints
    told: Told
    incidents: IncidentArrays
    subscriptions: SubscriptionArrays
    stored: StoredArrays
    words: dict[str, Words]


def load_chunk(
    rows: Rows, ids: Sequence[int], at: At, config: HealthConfig, *, trust: bool = True
) -> Chunk:
    """Load clients whose windows end on the day of `at`. Unless `trust`, history is
    asked for all of them. Raises what `subscription_arrays` raises."""
    chosen = Chosen(ids)
    _, told = mine(
        np.array(ids, dtype=np.int64),
        rows.rows(
            _CLIENTS.format(chosen=chosen.where("c.id")),
            {**chosen.params, "none": MISSING, "day": at.day, "version": config.version},
        ),
    )
    columns = columns_of(told, _NUMBERS + 2 + len(WORDS))
    numbers = [ints(column) for column in columns[:_NUMBERS]]
    named = {name: words(columns[_NUMBERS + 2 + n]) for n, name in enumerate(WORDS)}
    found = numbers[0]
    calls, logins = baselines(
        config, named["plan"].index, named["plan"].values, (numbers[4], numbers[5])
    )
    clients = ClientArrays(numbers[1], numbers[2], numbers[3] == 1, calls, logins)
    place, arr = mine(
        found, rows.rows(_ARR.format(chosen=chosen.where("client_id")), chosen.params)
    )
    subscriptions = subscriptions_of(rows, chosen, found, at.day, at.day, {r[1] for r in arr})
    stored = _stored(
        numbers[11:], columns[_NUMBERS], columns[_NUMBERS + 1],
        _amounts(place, arr, subscriptions.currencies),
    )  # fmt: skip
    return Chunk(
        ids=found,
        clients=clients,
        use=_use(rows, found, numbers),
        week=numbers[10],
        told=_told(rows, found, numbers[10], stored, at, config, trust=trust),
        incidents=incidents_of(rows, chosen, found, at.now_us, at.window_us),
        subscriptions=subscriptions,
        stored=stored,
        words=named,
    )


def incidents_of(
    rows: Rows,
    chosen: Chosen,
    ids: Ints,
    until_us: int,
    since_us: int,
    known_us: int | None = None,
) -> IncidentArrays:
    """Incidents that had opened by `until_us` and were open at `since_us` or later,
    of those known by `known_us`."""
    place, told = mine(
        ids,
        rows.rows(
            _INCIDENTS.format(
                own=chosen.where("i.client_id"), linked=chosen.where("l.client_id")
            ),
            {**chosen.params, "until": until_us, "since": since_us, "known": known_us},
        ),
    )
    return incident_arrays(place, [row[1:] for row in told])


def subscriptions_of(
    rows: Rows,
    chosen: Chosen,
    ids: Ints,
    since: int,
    until: int,
    currencies: set[str],
    known_us: int | None = None,
) -> SubscriptionArrays:
    """Subscriptions, but trials, that run on any day from `since` to `until`, of
    those known by `known_us`."""
    place, told = mine(
        ids,
        rows.rows(
            _SUBSCRIPTIONS.format(chosen=chosen.where("client_id")),
            {**chosen.params, "since": since, "until": until, "known": known_us},
        ),
    )
    return subscription_arrays(place, [row[1:] for row in told], currencies)


def fed(rows: Rows, ids: Ints) -> tuple[Flags, Flags]:
    """Whether a source feeds calls, and logins, of each client."""
    found = np.zeros((2, len(ids)), dtype=bool)
    feeding = "SELECT 1 FROM source WHERE feeds_calls = 1 OR feeds_logins = 1 LIMIT 1"
    if len(ids) and rows.value(feeding) is not None:
        chosen = Chosen(ids.tolist())
        place, told = mine(
            ids, rows.rows(_FED.format(chosen=chosen.where("i.client_id")), chosen.params)
        )
        for measure in (0, 1):
            found[measure, place] = [row[measure + 1] == 1 for row in told]
    return found[0], found[1]


def _use(rows: Rows, ids: Ints, numbers: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Window sums, -1 where neither a row nor a source tells of the measure."""
    calls, logins = numbers[6].copy(), numbers[7].copy()
    silent = np.flatnonzero((calls < 0) | (logins < 0))
    has_calls, has_logins = fed(rows, ids[silent])
    for use, sums, has in ((calls, numbers[8], has_calls), (logins, numbers[9], has_logins)):
        use[silent[has]] = sums[silent[has]]
    return calls, logins


def _amounts(place: Ints, told: Sequence[Row], currencies: tuple[str, ...]) -> Amounts:
    index = {name: number for number, name in enumerate(currencies)}
    return Amounts(
        client=place,
        currency=ints([index[row[1]] for row in told]),
        minor=ints([row[2] for row in told]),
        currencies=currencies,
    )


def _stored(
    numbers: Sequence[Ints], currency: Sequence[str | None], reason: Sequence[str], arr: Amounts
) -> StoredArrays:
    texts = np.empty((2, len(reason)), dtype=object)
    texts[0], texts[1] = currency, reason
    return StoredArrays(
        live=numbers[0] == 1,
        score=numbers[1],
        rank=numbers[2],
        tier=numbers[3],
        delta7=numbers[4],
        partial=numbers[5] == 1,
        open_incidents=numbers[6],
        renews=numbers[7],
        arr_minor=numbers[8],
        currency=texts[0],
        top_reason=texts[1],
        usage=numbers[9],
        engagement=numbers[10],
        incidents=numbers[11],
        penalty=numbers[12],
        days=numbers[13],
        config=numbers[14] == 1,
        arr=arr,
    )


def _told(
    rows: Rows,
    ids: Ints,
    week: Ints,
    stored: StoredArrays,
    at: At,
    config: HealthConfig,
    *,
    trust: bool,
) -> Told:
    """A client with a week says itself what its history says; the others are asked."""
    known = week != ASK if trust else np.zeros(len(ids), dtype=bool)
    score_7 = week >> (BITS * (SLOTS - 1))
    said = SaidArrays(
        score=stored.score,
        tier=stored.tier,
        config=stored.config,
        there=known,
        live=stored.live,
        arr=np.where(stored.live, in_base(len(ids), stored.arr, at.currency), 0),
    )
    told = Told(week, np.where(score_7 == NO_SCORE, -1, score_7), said)
    return ask_history(rows, ids, ~known, at, config, told)


def in_base(clients: int, amounts: Amounts, currency: str) -> Ints:
    """ARR in one currency by client, 0 for none."""
    found = np.zeros(clients, dtype=np.int64)
    if currency in amounts.currencies:
        here = amounts.currency == amounts.currencies.index(currency)
        found[amounts.client[here]] = amounts.minor[here]
    return found
