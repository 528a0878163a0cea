"""`config list --env`: what the environment says; secrets are named and not shown."""

from __future__ import annotations

import os
from pathlib import Path

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.options import Options
from bellbuoy.commands.present import open_present
from bellbuoy.environment import MASK, VARIABLES, shown
from bellbuoy.paths import default_store
from core.values.errors import BellbuoyError

ENVIRONMENT = (
    Column("name", "variable", fixed=True),
    Column("value", "value"),
    Column("set", "is set"),
    Column("secret", "a secret", extra=True),
    Column("meaning", "meaning"),
)


def list_environment(options: Options) -> Answer:
    """Every variable, and those that the store's alert channels take their keys from."""
    rows = [
        _row(each.name, shown(each, os.environ), each.meaning, secret=each.secret)
        for each in VARIABLES
    ]
    known = {each.name for each in VARIABLES}
    keys, notes = _keys(options)
    for name, channels in sorted(keys.items()):
        if name not in known:
            value = MASK if name in os.environ else None
            meaning = f"signs what goes to alert channel {', '.join(sorted(channels))}"
            rows.append(_row(name, value, meaning, secret=True))
    return Answer("variable", rows, ENVIRONMENT, total=len(rows), notes=notes)


def _row(name: str, value: str | None, meaning: str, *, secret: bool) -> dict[str, Json]:
    return {
        "name": name,
        "value": value,
        "set": value is not None,
        "secret": secret,
        "meaning": meaning,
    }


def _keys(options: Options) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Variables to alert channels; without a store there are none."""
    named = options.store or default_store()
    if "://" not in named and not Path(named).exists():
        return {}, ()
    from bellbuoy.services.alerts import channels

    found: dict[str, list[str]] = {}
    try:
        for each in channels.listed(open_present(options)):
            if each.secret:
                found.setdefault(each.secret, []).append(each.name)
    except BellbuoyError as fault:
        return {}, (f"the store could not be asked for more: {fault.message}",)
    return found, ()
