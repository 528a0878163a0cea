"""What to do about one client next, from all that is planned for it."""

from __future__ import annotations

from bellbuoy.services.authorise import allowed, service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.client_desk import of_client as desk_of
from bellbuoy.services.playbooks import following, suggesting
from core.health.types import HealthExplanation
from core.playbooks import next_step as rules
from core.playbooks.types import NextStep


@service("client:read")
def next_step(ctx: Context, why: HealthExplanation) -> NextStep:
    """Of the client whose score `why` explains; of a past moment without what would fit
    it. What the role may not read is left out. Raises NotFoundError."""
    key, plays = why.client_key, allowed(ctx, "playbook:read")
    followed = following.of_client(ctx, key) if plays else ()
    fits = suggesting.of_clients(ctx, [key]) if plays and ctx.as_of is None else []
    return rules.next_step(
        why, desk_of(ctx, key), followed, fits[0] if fits else None, ctx.now, ctx.today
    )
