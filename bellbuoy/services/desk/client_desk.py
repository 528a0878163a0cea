"""What people have done about one client, read together."""

from __future__ import annotations

from bellbuoy.services.authorise import allowed, service
from bellbuoy.services.clients import identify
from bellbuoy.services.context import Context
from core.desk.types import ClientDesk
from core.values.instants import to_micros
from storage.desk import clients, reads

MOST = 200
"""Interactions, and tasks, that a screen shows; lists have them all."""


@service("client:read")
def of_client(ctx: Context, name: str) -> ClientDesk:
    """Interactions, tasks, tags and a snooze of one client; of a past moment what had
    been written by then. Those that the role may not read are left out. Raises
    NotFoundError; UsageError where several clients fit."""
    client = identify(ctx, name)
    until = to_micros(ctx.now)
    speaks, acts = allowed(ctx, "interaction:read"), allowed(ctx, "task:read")
    with ctx.reader() as reader:
        said = reads.interactions_of_client(reader, client, until, MOST) if speaks else ()
        to_do = reads.tasks_of_client(reader, client, until, MOST) if acts else ()
        interactions, open_tasks = reads.counts_of_client(reader, client, until)
        return ClientDesk(
            interactions=tuple(said),
            tasks=tuple(to_do),
            interaction_count=interactions if speaks else 0,
            open_tasks=open_tasks if acts else 0,
            tags=clients.tags_of(reader, client),
            snooze=clients.snooze_of(reader, client, ctx.today),
            owned=clients.own_owner_of(reader, client),
        )
