"""`bellbuoy doctor`: is everything in order, and what to do."""

from __future__ import annotations

from pathlib import Path

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.checks import CHECKS, checks_answer
from bellbuoy.commands.command import Command
from bellbuoy.commands.options import Options
from bellbuoy.paths import default_store


def doctor(options: Options) -> Answer:
    """A line a finding; nobody is blamed for a default store not made yet."""
    from bellbuoy.services.doctor import checks

    store = options.store or default_store()
    if options.store is None and "://" not in store and not Path(store).expanduser().exists():
        return checks_answer(
            checks(None),
            options,
            f"no store at {store} yet: bellbuoy store init, or bellbuoy store demo",
        )
    return checks_answer(checks(store), options)


COMMANDS = (
    Command(
        noun="",
        verb="doctor",
        summary="is everything in order, and what to do",
        examples=("bellbuoy doctor", "bellbuoy doctor --store demo.db --json"),
        function=doctor,
        columns=CHECKS,
    ),
)
