"""What if, with no run at all: clients lost, use changed, incidents closed, other weights."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.simulations.looking import Look, Said, looked_at
from bellbuoy.services.simulations.preview import LARGEST
from core.desk.types import Selection
from core.health.formula import read_fields
from core.simulations.types import Preview, WhatIf
from core.simulations.what_if import checked, effect_of
from core.values.errors import UsageError


@service("simulation:read")
def what_if(
    ctx: Context,
    meant: Selection,
    what: WhatIf,
    weights: Mapping[str, str] | None = None,
    *,
    largest: int = LARGEST,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Preview:
    """What would become of the clients that are meant; `weights` as a person typed them, a
    component's name to its weight. Raises UsageError for nothing that changes, and for what
    is out of bounds; BellbuoyError when stopped."""
    checked(what)
    words = [what.words] * bool(what.words)
    if weights:
        words.append("weights " + "/".join(weights.values()))
    if not words:
        raise UsageError("nothing is different", "--use=-20%, --lost, --closed, --weights …")
    said = ", ".join(words)
    look = Look(meant, largest, progress, cancelled)
    formula = partial(read_fields, weights or {})
    return looked_at(ctx, Said(said, said), look, partial(effect_of, what), formula)
