"""What differs between files and a store, and what has drifted since the last apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.definitions.types import (
    Applied,
    Definition,
    Difference,
    Drift,
    DriftKind,
    FieldChange,
    Marked,
    Said,
)
from core.values.canonical import digest

REMOVABLE = ("plan", "view", "rule", "playbook")
"""Kinds of which there may be none; the others always say something."""
_LENGTH = 16


def mark_of(one: Definition) -> str:
    """The same for two definitions that say the same."""
    said = {name: list(v) if isinstance(v, tuple) else v for name, v in one.fields}
    return digest(one.kind, one.key, said)[:_LENGTH]


def mark_of_all(found: Iterable[Definition]) -> str:
    """The state of a store: all of its definitions, whatever their order."""
    return digest(
        *sorted(f"{one.subject} {mark_of(one)} {one.kept} {one.row}" for one in found)
    )


def differences(
    standing: Sequence[Definition], said: Said, *, prune: bool = False
) -> tuple[Difference, ...]:
    """What has to be done for a subject, in the order of its file, then what goes."""
    own = {one.id: one for one in standing if one.subject == said.subject}
    wanted = {one.id for one in said.definitions}
    found = [_difference(own.get(after.id), after) for after in said.definitions]
    gone = (
        Difference("remove", one, None, _changed(one, None))
        for one in not_named(own.values(), wanted)
        if prune or said.prune
    )
    return (*(each for each in found if each is not None), *gone)


def not_named(standing: Iterable[Definition], wanted: Iterable[str]) -> Iterator[Definition]:
    """What a person has put into the store and no file names."""
    named = set(wanted)
    return (
        one for one in standing if one.kept and one.kind in REMOVABLE and one.id not in named
    )


def _difference(before: Definition | None, after: Definition) -> Difference | None:
    fields = _changed(before, after)
    if before is None:
        return Difference("add", None, after, fields)
    return Difference("change", before, after, fields) if fields else None


def _changed(before: Definition | None, after: Definition | None) -> tuple[FieldChange, ...]:
    was = dict(before.fields) if before else {}
    now = dict(after.fields) if after else {}
    return tuple(
        FieldChange(name, was.get(name), now.get(name))
        for name in dict.fromkeys([*was, *now])
        if was.get(name) != now.get(name)
    )


def marks_of(said: Said, standing: Iterable[Definition]) -> dict[str, Marked]:
    """What a file names, as it stands in a store that says the same."""
    there = {one.id: one for one in standing if one.subject == said.subject}
    found = {}
    for name in sorted(each.id for each in said.definitions):
        one = there[name]
        found[name] = Marked(one.title, mark_of(one), *one.row)
    return found


def drifts(
    applied: Mapping[str, Applied], standing: Sequence[Definition], pruned: Iterable[str]
) -> tuple[Drift, ...]:
    """What no longer stands as it was applied; in the subjects of `pruned` also what
    came besides. Nobody is named yet."""
    now = {(one.subject, one.id): one for one in standing}
    found: list[Drift] = []
    for subject, last in applied.items():
        for name, marked in last.marks.items():
            there = now.get((subject, name))
            if there is None or mark_of(there) != marked.mark:
                kind: DriftKind = "gone" if there is None else "changed"
                row = (marked.table, marked.key)
                found.append(Drift(kind, subject, name, marked.title, row))
    for subject in pruned:
        if subject in applied:
            own = (one for one in standing if one.subject == subject)
            found += [
                Drift("new", subject, one.id, one.title, one.row)
                for one in not_named(own, applied[subject].marks)
            ]
    return tuple(found)
