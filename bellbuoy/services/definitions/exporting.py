"""The definitions of a store as files: the same store gives the same bytes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.definitions.files import standing_texts, write
from bellbuoy.services.definitions.standing import standing
from core.definitions import alerts, playbooks, scoring, views
from core.definitions.types import Definition, DefinitionFile

_TEXTS: dict[str, Callable[..., str]] = {
    scoring.SUBJECT: scoring.text,
    views.SUBJECT: views.text,
    alerts.SUBJECT: alerts.text,
    playbooks.SUBJECT: playbooks.text,
}


@service("definition:read")
def export(ctx: Context, folder: str) -> tuple[DefinitionFile, ...]:
    """The files that say what a person has put into the store, one a subject. A
    `prune = true` that stands in a file of the folder stays in it. Nothing is written.
    """
    before = standing_texts(folder)
    with ctx.reader() as reader:
        found = [one for one in standing(reader, ctx.viewer) if one.kept]
    return tuple(
        _file(subject, [one for one in found if one.subject == subject], before)
        for subject in _TEXTS
    )


def _file(subject: str, own: Iterable[Definition], before: dict[str, str]) -> DefinitionFile:
    told = list(own)
    text = _TEXTS[subject](told, prune=_prunes(before.get(subject, "")))
    return DefinitionFile(subject, f"{subject}.toml", text, len(told))


def _prunes(text: str) -> bool:
    try:
        return tomllib.loads(text).get("prune") is True
    except (ValueError, RecursionError):
        return False


@service("definition:read")
def compared(
    _ctx: Context, folder: str, files: tuple[DefinitionFile, ...]
) -> Mapping[str, str]:
    """File to how it stands in a folder: `new`, `same`, or `differs`."""
    before = standing_texts(folder)
    states = {}
    for file in files:
        there = before.get(file.subject)
        states[file.name] = (
            "new" if there is None else "differs" if there != file.text else "same"
        )
    return states


@service("definition:read")
def write_files(_ctx: Context, folder: str, files: tuple[DefinitionFile, ...]) -> None:
    """Write them into a folder, which is made. Raises BellbuoyError where it cannot be."""
    write(folder, files)
