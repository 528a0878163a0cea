"""What is written after an incident: facts filled in, questions left to people; Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.incidents.types import IncidentDetail, SlaSide, Step
from core.values.instants import from_micros
from core.values.markdown import markdown_text
from core.values.money import Money, show_money
from core.values.took import took_words

_WHYS = 5


def post_mortem(
    detail: IncidentDetail,
    components: Sequence[str],
    zone: ZoneInfo,
    as_of: datetime,
) -> str:
    """The document, in Markdown; all text from outside is text in it, never markup."""
    found = detail.incident
    parts = (
        [f"# Post-mortem: {_text(found.title)} ({_text(found.key)})"],
        _summary(detail, components, zone, as_of),
        _impact(detail),
        ["## Timeline", *_timeline(detail.timeline, zone)],
        _promises(detail, zone),
        ["## What happened", "_To be written._"],
        ["## Five whys", *(f"{n}. Why?" for n in range(1, _WHYS + 1))],
        ["## What went well", "-"],
        ["## What we change", "| what | who | until |", "| :--- | :--- | :--- |", "|  |  |  |"],
    )
    return "\n\n".join("\n".join(_spaced(part)) for part in parts) + "\n"


def when_words(at: datetime, zone: ZoneInfo) -> str:
    """`2026-03-01 09:00 UTC`, in the zone of the store."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _summary(
    detail: IncidentDetail, components: Sequence[str], zone: ZoneInfo, as_of: datetime
) -> list[str]:
    found = detail.incident
    end = found.resolved or found.closed
    lasted = took_words(int(((end or as_of) - found.opened).total_seconds()))
    facts = [
        ("Severity", found.severity or "not rated (counts as medium)"),
        ("Status", found.status + (f", {found.resolution}" if found.resolution else "")),
        ("Opened", when_words(found.opened, zone)),
        ("Resolved", when_words(end, zone) if end else "not yet"),
        ("Lasted", lasted if end else f"{lasted} so far"),
        ("Components", ", ".join(components) or "none told"),
        ("Owner", found.owner or "nobody"),
        ("Opened again", f"{found.reopened} times" if found.reopened else "never"),
    ]
    return ["## Summary", *(f"- {name}: {_text(value)}" for name, value in facts)]


def _impact(detail: IncidentDetail) -> list[str]:
    arr = ", ".join(_money(each) for each in detail.arr) or "none"
    lines = [
        "## Impact",
        f"- Clients: {detail.incident.clients:,}, {detail.renewing:,} of them"
        f" {'renews' if detail.renewing == 1 else 'renew'} within 90 days",
        f"- ARR of these clients: {arr}",
        f"- Points of health scores: {_points(detail)}",
        "",
        "| client | id | ARR | health | points lost |",
        "| :--- | :--- | ---: | ---: | ---: |",
    ]
    lines += [
        _row(
            each.name, each.key, "" if each.arr is None else _money(each.arr), each.health,
            each.points,
        )
        for each in detail.affected
    ]  # fmt: skip
    more = detail.incident.clients - len(detail.affected)
    return [*lines, "", f"{more:,} more clients are not listed."] if more > 0 else lines


def _points(detail: IncidentDetail) -> str:
    known = [each.points for each in detail.affected if each.points is not None]
    return f"{sum(known):,} lost, by those that have a score" if known else "unknown"


def _timeline(moments: Iterable[Step], zone: ZoneInfo) -> list[str]:
    lines = ["| when | who | what | words |", "| :--- | :--- | :--- | :--- |"]
    lines += [
        _row(when_words(each.at, zone), each.by or "the source", _what(each), each.text)
        for each in moments
    ]
    return lines


def _promises(detail: IncidentDetail, zone: ZoneInfo) -> list[str]:
    sla = detail.incident.sla
    lines = [
        "## What was promised",
        "| clock | target | used | how it stands | ran out |",
        "| :--- | ---: | ---: | :--- | :--- |",
        _clock("to answer", sla.respond, zone),
        _clock("to resolve", sla.resolve, zone),
        "",
        "| from | until | clock | used in all |",
        "| :--- | :--- | :--- | ---: |",
    ]
    for row in detail.ledger:
        until = "now" if row.until is None else when_words(from_micros(row.until), zone)
        runs = "runs" if row.counts else "stands still"
        used = took_words(row.used // 1_000_000)
        lines.append(_row(when_words(from_micros(row.since), zone), until, runs, used))
    return lines


def _clock(name: str, side: SlaSide, zone: ZoneInfo) -> str:
    ran_out = "" if side.breached is None else when_words(side.breached, zone)
    state = side.state.replace("_", " ")
    return _row(name, took_words(side.target_s), took_words(side.used_s), state, ran_out)


def _what(step: Step) -> str:
    if step.kind == "said" and not step.number:
        return step.what[0][2] or "update" if step.what else "update"
    turns = ", ".join(
        f"{name} {old or 'none'} → {new or 'none'}" for name, old, new in step.what
    )
    return f"{step.kind}: {turns}" if turns else step.kind


def _money(amount: Money) -> str:
    return show_money(amount)


def _row(*cells: object) -> str:
    return f"| {' | '.join(_text('' if cell is None else cell) for cell in cells)} |"


def _text(value: object) -> str:
    return markdown_text(value)


def _spaced(lines: Sequence[str]) -> list[str]:
    """A heading, and tables behind other lines, stand apart."""
    found: list[str] = []
    for line in lines:
        heads = found and (
            found[-1].startswith("#") or (line[:1] == "|") != (found[-1][:1] == "|")
        )
        if heads and found[-1] and line:
            found.append("")
        found.append(line)
    return found
