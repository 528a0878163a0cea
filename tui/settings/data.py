"""What the settings show, read together; and what this person may change."""

from __future__ import annotations

from dataclasses import dataclass

from bellbuoy.services import formula
from bellbuoy.services.authorise import policy
from bellbuoy.services.context import Context
from bellbuoy.services.definitions.listing import listed
from core.definitions.types import DefinitionState
from tui.pulse import may
from tui.settings.formula_pane import FormulaFacts

DEFINED = "definition:read"
READ, CHANGE = "health:read", "health:configure"
_NOBODY = "system"
"""The worker's own role: no person has it."""


@dataclass(frozen=True, slots=True)
class SettingsData:
    """`formula` and `definitions` are None for a role that may not see them."""

    ctx: Context
    formula: FormulaFacts | None
    definitions: tuple[DefinitionState, ...] | None = None


def read_settings(ctx: Context) -> SettingsData:
    """Read off the event loop. What a role may not see is not asked for: each
    refusal is recorded."""
    defined = listed(ctx) if may(ctx, DEFINED) else None
    if not may(ctx, READ):
        return SettingsData(ctx, None, defined)
    config = formula.current(ctx)
    return SettingsData(
        ctx,
        FormulaFacts(
            config=config,
            versions=tuple(formula.versions(ctx)),
            preset=formula.preset_of(config.weights),
            refusal=refusal_of(ctx),
        ),
        defined,
    )


def refusal_of(ctx: Context) -> str:
    """Why the formula cannot be changed here; empty: it can."""
    if not may(ctx, CHANGE):
        found = policy().roles.items()
        roles = sorted(role for role, allowed in found if role != _NOBODY and grants(allowed))
        return f"role {ctx.viewer.role} only looks: {', '.join(roles)} may change it"
    if ctx.as_of is not None:
        return "a look at a past day only reads; T now goes back"
    return "the store was opened read-only" if ctx.read_only else ""


def grants(allowed: frozenset[str]) -> bool:
    """Whether a role may change the formula."""
    return bool(allowed & {"*", "health:*", CHANGE})
