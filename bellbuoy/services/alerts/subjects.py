"""Who fits a rule now: which open alerts still hold, and of whom one begins."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bellbuoy.services.alerts.asking import (
    asked_of_clients,
    asked_of_incidents,
    days_of,
    fits,
)
from bellbuoy.services.alerts.client_facts import client_subjects
from bellbuoy.services.alerts.job_facts import about, job_rows, job_subject, values
from bellbuoy.services.backup.keeping import newest_us
from bellbuoy.services.context import Context
from core.alerts.types import Fact, Rule, Subject
from core.values.instants import from_micros, iso, to_micros
from storage.alerts import clients, facts, reads
from storage.alerts.held import held_subjects
from storage.engine.reader import Reader

MOST_OPEN = 10_000
"""So many alerts of one rule stand open at most: a rule that fits more is too wide
to be read, and its list says how many were left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """`holding` are the subjects of open alerts that still fit, `starting` those of
    whom one begins; `looked` were looked at, `left_out` fit besides (None: as before)."""

    holding: frozenset[str]
    starting: tuple[Subject, ...]
    looked: int
    left_out: int | None


def look_up(
    ctx: Context, reader: Reader, rule: Rule, only: Collection[int] | None, last: int | None
) -> Found:
    """Look a rule up; of clients only some, None: all. `last` is the local day of
    the look before. Raises QueryError for a rule that cannot be read any more."""
    match rule.subject:
        case "client":
            return _clients(ctx, reader, rule, only, last)
        case "incident":
            return _incidents(ctx, reader, rule)
        case "job":
            return _jobs(ctx, reader, rule)
        case "store":
            return _store(ctx, reader, rule)


def _clients(
    ctx: Context, reader: Reader, rule: Rule, only: Collection[int] | None, last: int | None
) -> Found:
    days = days_of(rule, ctx.today, last)
    asked = asked_of_clients(ctx, reader, rule, days)
    numbers = reads.open_numbers(reader, rule.name)
    looked = set(numbers.values()) if only is None else set(numbers.values()) & set(only)
    holding = clients.still_fitting(reader, asked, looked)
    # Of whom nothing is new, what held still holds.
    holding |= {key for key, number in numbers.items() if number not in looked}
    room = max(0, MOST_OPEN - len(holding))
    found = clients.beginning(reader, rule.name, asked, only, room + 1)
    left_out = None
    if only is None:
        left_out = 0
        if len(found) > room:
            left_out = clients.fitting(reader, asked) - len(holding) - room
    starting = client_subjects(reader, found[:room], days)
    return Found(frozenset(holding), tuple(starting), len(found) + len(looked), left_out)


def _incidents(ctx: Context, reader: Reader, rule: Rule) -> Found:
    where, params = asked_of_incidents(ctx, reader, rule)
    found = facts.fitting_incidents(reader, where, params, MOST_OPEN + 1)
    now_us = to_micros(ctx.now)
    subjects = tuple(_incident(row, now_us) for row in found[:MOST_OPEN])
    keys = frozenset(each.key for each in subjects) | held_subjects(reader, rule)
    return Found(keys, subjects, len(subjects), int(len(found) > MOST_OPEN))


def _incident(row: tuple[Any, ...], now_us: int) -> Subject:
    number, key, title, client, name, severity, status, opened, acknowledged = row
    minutes = max(0, now_us - opened) // 60_000_000
    told: dict[str, Fact] = {
        "client": client,
        "client_name": name,
        "severity": severity,
        "status": status,
        "opened": iso(from_micros(opened)),
        "acknowledged": None if acknowledged is None else iso(from_micros(acknowledged)),
        "open_minutes": minutes,
        "why": f"{severity or 'unrated'}, {status} for {_length(minutes)}, {name}",
    }
    return Subject("incident", key, title, number, told)


def _length(minutes: int) -> str:
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2_880 else f"{minutes // 1_440} days"


def _jobs(ctx: Context, reader: Reader, rule: Rule) -> Found:
    rows = job_rows(ctx, reader)
    subjects = tuple(
        job_subject(ctx, reader, rule, row) for row in rows if fits(ctx, rule, row)
    )
    return _all_at_once(subjects, len(rows))


def _store(ctx: Context, reader: Reader, rule: Rule) -> Found:
    row = facts.store_facts(
        reader,
        today=ctx.today,
        now_us=to_micros(ctx.present),
        wall_us=ctx.wall_us,
        size=ctx.store.size().bytes,
        backup_us=newest_us(reader),
    )
    if not fits(ctx, rule, row):
        return _all_at_once((), 1)
    told = {**values(row), "why": about(ctx, rule, row)}
    return _all_at_once((Subject("store", "store", "store", 0, told),), 1)


def _all_at_once(subjects: tuple[Subject, ...], looked: int) -> Found:
    return Found(frozenset(each.key for each in subjects), subjects, looked, 0)
