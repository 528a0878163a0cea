"""Checks of the doctor that need a rule of their own: libraries, and the clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.settings import clock_words
from core.store.types import Check
from core.values.counting import counted
from storage.store.sizes import usage_span

_NAMED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)\s*(?P<bounds>[^;]*)(?:;(?P<marker>.*))?")
_BOUND = re.compile(r"(>=|<=|==|<|>)\s*([0-9.]+)")
_OLD_DAYS = 7


def libraries(
    wanted: Iterable[str] | None = None, find: Callable[[str], str] = version
) -> Check:
    """The libraries that Bellbuoy names, each at a version that it was made for."""
    given = requires("bellbuoy") or [] if wanted is None else wanted
    there: list[str] = []
    wrong: list[str] = []
    for line in given:
        told, well = _library(line, find)
        if told:
            (there if well else wrong).append(told)
    if not wrong:
        return Check("libraries", "ok", ", ".join(there) or "none is named")
    return Check(
        "libraries", "fail", ", ".join(wrong),
        "install Bellbuoy anew, into an environment of its own",
    )  # fmt: skip


def _library(line: str, find: Callable[[str], str]) -> tuple[str, bool]:
    """`textual 8.2.8`, and whether it is as wanted; nothing of one that is optional."""
    named = _NAMED.fullmatch(line.strip())
    if named is None or "extra" in (named["marker"] or ""):
        return "", True
    name = named["name"]
    try:
        found = find(name)
    except PackageNotFoundError:
        return f"{name} is missing", False
    bounds = _BOUND.findall(named["bounds"])
    if all(_holds(found, sign, bound) for sign, bound in bounds):
        return f"{name} {found}", True
    said = ", ".join(sign + bound for sign, bound in bounds)
    return f"{name} {found} is not {said}", False


def _holds(found: str, sign: str, bound: str) -> bool:
    one, other = list(_numbers(found)), list(_numbers(bound))
    length = max(len(one), len(other))
    one += [0] * (length - len(one))
    other += [0] * (length - len(other))
    return {
        ">=": one >= other, "<=": one <= other, "==": one == other,
        "<": one < other, ">": one > other,
    }[sign]  # fmt: skip


def _numbers(text: str) -> Iterator[int]:
    """The numbers of a version, up to what is no number: `9.0rc1` is 9, 0."""
    for part in text.split("."):
        digits = re.match(r"\d+", part)
        if digits is None:
            return
        yield int(digits[0])
        if digits[0] != part:
            return


@service("store:read")
def clock(ctx: Context) -> Check:
    """Which clock the store goes by, and how it stands to the newest day of facts."""
    with ctx.reader() as reader:
        _, last = usage_span(reader)
    words = clock_words(ctx) or "live"
    told = f"{words}, days in {ctx.info.timezone}"
    ahead = 0 if last is None else last - ctx.today
    if ahead > 0:
        text = f"{told}; the newest facts lie {_days(ahead)} ahead of it"
        hint = "look at this machine's clock; or: bellbuoy config set clock live"
        return Check("clock", "warn", text, hint)
    if last is not None and -ahead > _OLD_DAYS:
        text = f"{told}; the newest facts are {_days(-ahead)} old"
        return Check("clock", "warn", text, "bellbuoy import PATH brings newer ones")
    hint = "" if ctx.info.clock.mode == "live" else "bellbuoy config set clock live"
    return Check("clock", "ok", told, hint)


def _days(count: int) -> str:
    return counted(count, "day")
