"""What a role may do: nothing that the policy does not name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from core.access.types import Decision, Viewer
from core.values.errors import UsageError


@dataclass(frozen=True, slots=True)
class Policy:
    """Role to the actions it may do: `noun:verb`, `noun:*`, or `*` for all."""

    roles: Mapping[str, frozenset[str]]


def read_policy(text: str, name: str) -> Policy:
    """A policy from TOML: `[roles.NAME] allow = ["client:read", …]`.

    Raises UsageError that names the file and what is wrong in it.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: {error}") from None
    roles: dict[str, frozenset[str]] = {}
    for role, body in tables.get("roles", {}).items():
        allow = body.get("allow") if isinstance(body, dict) else None
        if not isinstance(allow, list) or not all(isinstance(item, str) for item in allow):
            raise UsageError(f"{name}: role {role} needs a list `allow` of actions")
        roles[role] = frozenset(allow)
    return Policy(roles)


def decide(policy: Policy, viewer: Viewer, action: str) -> Decision:
    """Whether the viewer's role names the action; a role unknown may do nothing."""
    allowed = policy.roles.get(viewer.role)
    if allowed is None:
        return Decision(False, f"there is no role {viewer.role}")
    noun = action.split(":", 1)[0]
    if allowed & {"*", f"{noun}:*", action}:
        return Decision(True, f"role {viewer.role}")
    return Decision(False, f"role {viewer.role} may not {action}")


def roles_with(policy: Policy, action: str) -> tuple[str, ...]:
    """The roles that may do an action, by name: whom to ask."""
    return tuple(
        sorted(
            role for role in policy.roles if decide(policy, Viewer("", role), action).allowed
        )
    )
