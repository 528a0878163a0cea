"""The settings `look.…`: how the screens look and listen, kept in settings.toml."""

from __future__ import annotations

from bellbuoy.commands.columns import Json
from bellbuoy.commands.options import Options
from bellbuoy.commands.suggest import hint
from core.look.types import PREFIX, SETTINGS
from core.values.errors import UsageError

LOOK_KEYS = tuple(setting.key for setting in SETTINGS)
_BY_KEY = {setting.key: setting for setting in SETTINGS}


def is_look(key: str) -> bool:
    return key.startswith(PREFIX)


def look_row(key: str) -> dict[str, Json]:
    """A setting as a row. Raises UsageError for one that there is not."""
    from bellbuoy.services.look import own_file

    _known(key)
    setting = _BY_KEY[key]
    return {
        "key": key,
        "value": own_file.read().preferences[setting.id],
        "meaning": setting.about,
        "writable": True,
    }


def look_note() -> tuple[str, ...]:
    """What is wrong with the file, in a line."""
    from bellbuoy.services.look import own_file

    problem = own_file.read().problem
    return (problem,) if problem else ()


def set_look(options: Options, key: str, value: str | None) -> str:
    """Keep another value; what to say of it. Raises UsageError for one that does not hold."""
    from bellbuoy.services.look import own_file

    _known(key)
    setting = _BY_KEY[key]
    if value is None:
        choices = [*setting.choices, *(["a theme"] if setting.open else [])]
        raise UsageError(f"{key} needs a value", f"one of {', '.join(choices)}")
    if options.dry_run:
        own_file.check(setting.id, value)
        now = own_file.read().preferences[setting.id]
        return f"a dry run: it would be {value}; it is {now}"
    before = own_file.put(setting.id, value)
    return "nothing changed" if before == value else f"it was {before}"


def _known(key: str) -> None:
    if key not in _BY_KEY:
        raise UsageError(f"no setting “{key}”", hint(key, LOOK_KEYS, ", ".join(LOOK_KEYS)))
