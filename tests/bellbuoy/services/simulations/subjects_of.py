"""A client as a scenario finds it in a store."""

from __future__ import annotations

from bellbuoy.services.context import Context
from bellbuoy.services.simulations.subjects import ground_of, subjects
from core.simulations.scenario import Subject
from storage.desk.clients import numbers_of
from storage.health.config import current_config


def subject_of(ctx: Context, key: str) -> Subject:
    with ctx.reader() as reader:
        ground = ground_of(ctx, current_config(reader))
        (number,) = numbers_of(reader, [key]).values()
        (found,) = subjects(reader, [number], ground, lambda *_: None, lambda: False)
    return found.subject
