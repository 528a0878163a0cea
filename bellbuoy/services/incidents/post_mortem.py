"""The document after an incident, with its facts filled in."""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.detail import detail
from core.incidents.post_mortem import post_mortem
from storage.incidents.components import components_of


@service("incident:read")
def post_mortem_of(ctx: Context, key: str) -> tuple[str, str]:
    """The public id of an incident, and its post-mortem as Markdown, as things stood at
    the moment asked for. Raises NotFoundError."""
    found = detail(ctx, key)
    number = found.incident.id
    with ctx.reader() as reader:
        parts = components_of(reader, [number]).get(number, ())
    return found.incident.key, post_mortem(found, parts, ctx.zone, ctx.now)
