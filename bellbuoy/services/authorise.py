"""The door of every service: denied unless the policy file allows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from importlib import import_module
from importlib.resources import files
from typing import Concatenate, ParamSpec, TypeVar

from bellbuoy.services.context import Context
from core.access.policy import Policy, decide, read_policy, roles_with
from core.values.errors import BellbuoyError, DeniedError, UsageError
from core.values.instants import day_text, local_day, to_micros

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Guard:
    """What a service function needs: the action, and whether it changes the store."""

    action: str
    writes: bool


_BEAT = "worker:run"
"""A heartbeat waits for nothing."""
_SETTLING = "bellbuoy.services.undo.unfinished"
"""Named, not imported: it lies behind the door itself."""
GUARDS: dict[str, Guard] = {}
"""Every guarded function by its qualified name; filled as the services load."""


def service(
    action: str, *, writes: bool = False
) -> Callable[[Callable[Concatenate[Context, P], R]], Callable[Concatenate[Context, P], R]]:
    """Guard a service function: its first argument is the context.

    The viewer's role must name `action`. One that `writes` is refused while the
    context looks at a past day or is read-only. A denial goes into the audit.
    """

    def guard(
        function: Callable[Concatenate[Context, P], R],
    ) -> Callable[Concatenate[Context, P], R]:
        GUARDS[f"{function.__module__}.{function.__qualname__}"] = Guard(action, writes)

        @wraps(function)
        def guarded(ctx: Context, /, *args: P.args, **kwargs: P.kwargs) -> R:
            authorise(ctx, action, writes=writes)
            if writes and action != _BEAT:
                _settle(ctx)
            return function(ctx, *args, **kwargs)

        return guarded

    return guard


def _settle(ctx: Context) -> None:
    """Whoever writes takes back first what a dead process left in the middle."""
    import_module(_SETTLING).settle_unfinished(ctx)


@cache
def policy() -> Policy:
    """The policy that ships with this version."""
    return read_policy(
        files("bellbuoy").joinpath("policy.toml").read_text("utf-8"), "policy.toml"
    )


def authorise(ctx: Context, action: str, *, writes: bool = False) -> None:
    """Raise DeniedError unless the viewer may; UsageError where nothing may be written."""
    decision = decide(policy(), ctx.viewer, action)
    if not decision.allowed:
        _note_denial(ctx, action, decision.reason)
        may = ", ".join(roles_with(policy(), action)) or "no role"
        raise DeniedError(decision.reason, f"allowed to: {may}")
    if writes and ctx.as_of is not None:
        day = day_text(local_day(ctx.as_of, ctx.zone))
        raise UsageError(f"this is a look at {day}: it only reads", "go back to now first")
    if writes and ctx.read_only:
        raise UsageError("the store was opened read-only", "open it without --read-only")


def allowed(ctx: Context, action: str) -> bool:
    """Whether the viewer may; asked in passing, so a refusal is not recorded."""
    return decide(policy(), ctx.viewer, action).allowed


def _note_denial(ctx: Context, action: str, reason: str) -> None:
    from storage.audit.actor import Actor
    from storage.audit.writes import audit

    actor = Actor(ctx.viewer.name, ctx.viewer.role, ctx.trace_id, to_micros(ctx.present))
    try:
        with ctx.store.unit() as unit:
            audit(unit, actor, action, "", "denied", reason=reason)
    except BellbuoyError:
        # A store that cannot be written still denies; the caller learns why.
        return
