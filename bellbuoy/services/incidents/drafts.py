"""Drafts of a reply and of a notice, for a person to send; nothing is sent from here."""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.detail import detail
from core.incidents.post_mortem import when_words
from core.incidents.types import IncidentDetail
from core.record.drafts import Templates, draft, read_templates, starters
from core.record.types import Draft, DraftKind
from core.values.errors import NotFoundError
from core.values.instants import to_micros
from core.values.took import took_words
from storage.engine.reader import Reader
from storage.incidents.components import components_of
from storage.incidents.records import updates_of

__all__ = ["Drafted", "draft_for", "read_templates"]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft about an incident, and the clients (public ids) whom it is meant for."""

    key: str
    to: tuple[str, ...]
    draft: Draft


@service("incident:read")
def draft_for(
    ctx: Context,
    key: str,
    kind: DraftKind = "reply",
    *,
    client: str | None = None,
    templates: Templates | None = None,
) -> Drafted:
    """A reply to one client (by its id; None: who reported it), or a notice to all whom
    the incident hurts. Raises NotFoundError for an incident that is not there and for a
    client whom it does not hurt, UsageError where no template fits."""
    found = detail(ctx, key)
    incident = found.incident
    hurt = [(each.key, each.name) for each in found.affected]
    if client is not None:
        hurt = [each for each in hurt if each[0] == client]
        if not hurt:
            hint = f"bellbuoy incident show {incident.key} --part clients"
            raise NotFoundError(f"{incident.key} does not hurt client “{client}”", hint)
    to = hurt[:1] if kind == "reply" else hurt
    with ctx.reader() as reader:
        told = _told(ctx, reader, found, to[0][1] if to else incident.client_name)
    made = draft(templates or starters(), kind, incident.status, told)
    return Drafted(incident.key, tuple(each for each, _ in to), made)


def _told(ctx: Context, reader: Reader, found: IncidentDetail, client: str) -> dict[str, str]:
    incident = found.incident
    end = incident.resolved or incident.closed
    due = incident.sla.resolve.due
    words = {
        "client": client,
        "title": incident.title,
        "id": incident.key,
        "severity": incident.severity or "medium",
        "status": incident.status,
        "opened": when_words(incident.opened, ctx.zone),
        "components": ", ".join(components_of(reader, [incident.id]).get(incident.id, ())),
        "update": _last_said(ctx, reader, found),
        "sender": ctx.viewer.name,
    }
    if due is not None and due > ctx.now:
        words["due"] = when_words(due, ctx.zone)
    if end is not None:
        words["resolved"] = when_words(end, ctx.zone)
        words["took"] = took_words(int((end - incident.opened).total_seconds()))
    return words


def _last_said(ctx: Context, reader: Reader, found: IncidentDetail) -> str:
    """The last words that were for the clients: of a person, or of the source."""
    number, now = found.incident.id, to_micros(ctx.now)
    said = [
        (row.at_us, row.words)
        for row in updates_of(reader, [number]).get(number, ())
        if row.words and row.at_us <= now
    ]
    said += [(to_micros(s.at), s.text) for s in found.steps if s.visible and s.text]
    return max(said, key=lambda each: each[0])[1] if said else ""
