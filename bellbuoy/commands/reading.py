"""From words to values: argparse takes the flags apart, the records judge them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from bellbuoy.commands.command import Arg
from bellbuoy.commands.suggest import hint
from core.values.errors import RowError, UsageError

_NUMBER = re.compile(r"-\.?\d")


class _Parser(argparse.ArgumentParser):
    """Flags only; every complaint is a UsageError instead of an exit."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message.removeprefix("argument "))


def is_flag(word: str) -> bool:
    """Whether a word is written as a flag (`-5` is a number, `-` is stdin)."""
    return len(word) > 1 and word.startswith("-") and not _NUMBER.match(word)


def read_flags(
    args: Sequence[Arg], words: Sequence[str]
) -> tuple[dict[str, object], list[str]]:
    """The values of flags and options by name, and the words that are left.

    An option that was not given has its default, a flag False. What is left
    keeps its order; flags that nobody declared are among it.
    """
    parser = _Parser(prog="bellbuoy", add_help=False, allow_abbrev=False)
    for arg in args:
        if arg.kind == "flag":
            parser.add_argument(*arg.spellings, dest=arg.name, action="store_true")
        else:
            parser.add_argument(*arg.spellings, dest=arg.name, action="append")
    found, left = parser.parse_known_args(_join_values(args, words))
    return {arg.name: _value(arg, getattr(found, arg.name)) for arg in args}, left


def assign(args: Sequence[Arg], words: Sequence[str]) -> tuple[dict[str, object], list[str]]:
    """Positional words to positional arguments in order, and the words beyond them.

    Raises UsageError for one that is missing.
    """
    values: dict[str, object] = {}
    left = list(words)
    for arg in args:
        taken = left if arg.repeat else left[:1]
        left = left[len(taken) :]
        if not taken and not arg.optional and arg.default is None:
            raise UsageError(f"{arg.label} is missing", _wanted(arg))
        values[arg.name] = _several(arg, taken) if arg.repeat else _one(arg, taken)
    return values, left


def refuse_unknown(
    left: Iterable[str], known: Iterable[Arg], elsewhere: Mapping[str, str], otherwise: str
) -> None:
    """Raises UsageError for the first word that is a flag of nobody.

    `elsewhere` gives the message for flags that exist, but not here.
    """
    for word in left:
        if not is_flag(word):
            continue
        flag = word.partition("=")[0]
        if flag in elsewhere:
            raise UsageError(elsewhere[flag], otherwise)
        spellings = [spelling for arg in known for spelling in arg.spellings]
        raise UsageError(f"unknown flag “{flag}”", hint(flag, spellings, otherwise))


def convert(arg: Arg, raw: str) -> object:
    """One value, read and checked. Raises UsageError that names the argument."""
    if arg.choices and raw not in arg.choices:
        listed = ", ".join(arg.choices)
        raise UsageError(
            f"{arg.spoken}: “{raw}” is no choice", hint(raw, arg.choices, f"choose {listed}")
        )
    try:
        return arg.type(raw)
    except UsageError as fault:
        raise UsageError(f"{arg.spoken}: {fault.message}", fault.hint) from None
    except RowError as fault:
        raise UsageError(f"{arg.spoken}: {fault.reason}") from None
    except ValueError:
        raise UsageError(f"{arg.spoken}: “{raw}” cannot be read") from None


def _value(arg: Arg, given: bool | list[str] | None) -> object:
    if isinstance(given, bool):
        return given
    return _several(arg, given or []) if arg.repeat else _one(arg, (given or [])[-1:])


def _one(arg: Arg, given: Sequence[str]) -> object:
    return convert(arg, given[0]) if given else arg.default


def _several(arg: Arg, given: Sequence[str]) -> object:
    if not given:
        return () if arg.default is None else arg.default
    return tuple(convert(arg, raw) for raw in given)


def _wanted(arg: Arg) -> str:
    return f"{arg.label}: {', '.join(arg.choices) or arg.help}"


def _join_values(args: Sequence[Arg], words: Sequence[str]) -> list[str]:
    """`--sort -arr` as `--sort=-arr`: argparse would take `-arr` for a flag."""
    long = {arg.flag for arg in args if arg.kind == "option"}
    flags = {spelling for arg in args for spelling in arg.spellings}
    joined: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word not in long:
            joined.append(word)
            continue
        value = next(waiting, None)
        if value is None:
            raise UsageError(f"{word} needs a value")
        if value in flags or value.startswith("--"):
            raise UsageError(f"{word} needs a value, not {value}", f"or write {word}={value}")
        joined.append(f"{word}={value}")
    return joined
