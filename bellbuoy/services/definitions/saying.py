"""What the files of a folder say, every fault of all of them told at once."""

from __future__ import annotations

from bellbuoy.services.authorise import policy, service
from bellbuoy.services.context import Context
from bellbuoy.services.definitions.files import texts
from bellbuoy.services.lists import query_context
from core.definitions import alerts, playbooks, scoring, views
from core.definitions.reading import Reading
from core.definitions.types import DefinitionFaultsError, Fault, Said
from storage.alerts.rules import channels


@service("definition:read")
def said(ctx: Context, folder: str) -> tuple[Said, ...]:
    """What the files say, in the order of SUBJECTS; a subject without a file is not in
    it. Raises DefinitionFaultsError with all that is wrong, NotFoundError for no
    folder, UsageError for an empty one."""
    found, faults = texts(folder)
    with ctx.reader() as reader:
        known = tuple(channels(reader))
    told: list[Said] = []
    every: list[Fault] = list(faults)
    for subject, text in found.items():
        reading = Reading(f"{subject}.toml")
        one = _read(ctx, subject, text, reading, known)
        if one is not None:
            told.append(one)
        every += reading.faults
    if every:
        raise DefinitionFaultsError(folder, tuple(every))
    return tuple(told)


def _read(
    ctx: Context, subject: str, text: str, reading: Reading, channels: tuple[str, ...]
) -> Said | None:
    tables = reading.tables(text)
    if reading.faults:
        return None
    match subject:
        case scoring.SUBJECT:
            return scoring.read(reading, tables)
        case views.SUBJECT:
            return views.read(reading, tables, query_context(ctx), policy().roles)
        case alerts.SUBJECT:
            return alerts.read(reading, tables, query_context(ctx), channels)
        case _:
            return playbooks.read(reading, tables, query_context(ctx))
