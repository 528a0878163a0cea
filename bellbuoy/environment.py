"""Every variable of the environment that Bellbuoy heeds, and the example file of them.

Settings of a store are in the store; these say where it is and how this machine is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MASK = "…"


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable: what it says, how it may read, and whether it is a secret, whose
    value is never shown. `address`: it may hold one in its middle."""

    name: str
    meaning: str
    example: str
    secret: bool = False
    address: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable("BELLBUOY_STORE", "the store when --store does not name one: a file or a"
             " postgresql:// address", "postgresql://ana@db.example/crm?schema=acme",
             address=True),
    Variable("BELLBUOY_LOG", "debug, info, warning, error or off", "info"),
    Variable("XDG_DATA_HOME", "the folder of the usual store", "/home/ana/.local/share"),
    Variable("XDG_CONFIG_HOME", "the folder of settings, keys and themes",
             "/home/ana/.config"),
    Variable("XDG_CACHE_HOME", "the folder of what may be deleted at any time",
             "/home/ana/.cache"),
    Variable("XDG_STATE_HOME", "the folder of the log", "/home/ana/.local/state"),
    Variable("PGPASSWORD", "the password of a PostgreSQL store; ~/.pgpass is better kept",
             "", secret=True),
    Variable("PGPASSFILE", "the file of passwords, when it is not ~/.pgpass",
             "/run/secrets/pgpass"),
    Variable("NO_COLOR", "not empty: no colour", "1"),
    Variable("TERM", "what the terminal is; dumb: plain text", "xterm-256color"),
    Variable("COLORTERM", "truecolor: more than 256 colours", "truecolor"),
    Variable("LANG", "whether the terminal shows UTF-8; LC_ALL and LC_CTYPE go before it",
             "C.UTF-8"),
)  # fmt: skip


def shown(variable: Variable, env: Mapping[str, str]) -> str | None:
    """The value as it may be shown: a secret is masked; None where it is not set."""
    from core.values.address import shown_address

    value = env.get(variable.name)
    if value is None:
        return None
    if variable.secret:
        return MASK
    return shown_address(value) if variable.address else value


def example() -> str:
    """The text of `.env.example`: every variable, none of them set."""
    lines = ["# Copy what you need into .env, and keep that file to yourself.", ""]
    for each in VARIABLES:
        lines += [f"# {each.meaning}", f"#{each.name}={each.example}", ""]
    return "\n".join(lines)
