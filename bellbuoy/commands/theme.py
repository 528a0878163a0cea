"""`bellbuoy theme …`: the colours there are, and whether they can be read."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from core.values.errors import CheckFailedError, NotFoundError, UsageError

if TYPE_CHECKING:
    from themes.load import Theme

_THEMES = (
    Column("name", "theme"),
    Column("title", "title"),
    Column("ground", "ground"),
    Column("contrast", "contrast"),
    Column("colour_safe", "every eye", extra=True),
    Column("own", "of your own", extra=True),
    Column("chosen", "chosen"),
    Column("problem", "problem"),
    Column("path", "file", extra=True),
)
_COLOURS = (
    Column("role", "role"),
    Column("colour", "colour"),
    Column("contrast", "on background"),
    Column("on_surface", "on surface"),
)
_PAIRS = (
    Column("theme", "theme"),
    Column("state", "state"),
    Column("kind", "kind", extra=True),
    Column("one", "one", extra=True),
    Column("other", "other", extra=True),
    Column("eye", "eye", extra=True),
    Column("value", "measured", extra=True),
    Column("least", "least", extra=True),
    Column("text", "pair"),
)


def list_(options: Options) -> Answer:
    """Every theme, the shipped ones and those of one's own, a broken one with its fault."""
    from bellbuoy.services.look import own_file
    from themes.load import names

    chosen = own_file.read().preferences["theme"]
    rows = [_row(name, chosen) for name in names(own_file.themes_dir())]
    notes = () if chosen != "auto" else ("look.theme is auto: the terminal is asked",)
    return Answer("theme", rows, _THEMES, total=len(rows), notes=notes)


def _row(name: str, chosen: str) -> dict[str, Json]:
    from bellbuoy.services.look import own_file
    from themes.load import BUILT_IN, ThemeError, file_of, load

    file = file_of(name, own_file.themes_dir())
    row: dict[str, Json] = {
        "name": name, "title": None, "ground": None, "contrast": None, "colour_safe": None,
        "own": file.parent != BUILT_IN, "chosen": name == chosen, "problem": None,
        "path": str(file),
    }  # fmt: skip
    try:
        theme = load(name, own_file.themes_dir())
    except ThemeError as error:
        return {**row, "problem": str(error)}
    ground = "the terminal's" if theme.ansi else "dark" if theme.dark else "light"
    return {
        **row, "title": theme.title, "ground": ground, "contrast": theme.contrast,
        "colour_safe": theme.colour_safe,
    }  # fmt: skip


def show(options: Options) -> Answer:
    """The colours of a theme, and how well each is read."""
    from themes.contrast import ratio
    from themes.load import ROLES

    theme = _named(options.need("name"))

    def against(role: str, ground: str) -> float | None:
        if theme.ansi or role == ground:
            return None
        return round(ratio(theme.colour(role), theme.colour(ground)), 2)

    rows: list[dict[str, Json]] = [
        {
            "role": role,
            "colour": theme.colour(role),
            "contrast": against(role, "background"),
            "on_surface": against(role, "surface"),
        }
        for role in ROLES
    ]
    return Answer("theme_colour", rows, _COLOURS, total=len(rows))


def preview(options: Options) -> Answer | int:
    """A sample of each role; on a terminal in its colours."""
    from bellbuoy.commands.drawing import chart_text, glyphs_of
    from bellbuoy.commands.page import width_of
    from tui.palette import MONO, Look, Palette
    from tui.theme_sample import sample_lines, samples

    theme = _named(options.need("name"))
    look = Look(Palette(theme) if options.color else MONO, glyphs_of(options))
    if options.format != "table":
        rows: list[dict[str, Json]] = [
            {"role": role, "colour": theme.colour(role), "text": words}
            for role, words in samples(look.glyphs)
        ]
        return Answer("theme_sample", rows, total=len(rows))
    lines = sample_lines(theme, look, width_of(options))
    if not options.color or options.output is not None:
        return Answer("theme_sample", text=(chart_text(lines),))
    from rich.console import Console

    # Into a text first: Rich ends the process itself when a pipe is closed.
    drawn = StringIO()
    console = Console(file=drawn, force_terminal=True, width=width_of(options))
    for line in lines:
        console.print(line)
    sys.stdout.write(drawn.getvalue())
    return 0


def check(options: Options) -> Answer:
    """Contrast of text and marks, and the tiers as each kind of eye sees them."""
    from bellbuoy.services.look import own_file
    from themes.load import names

    wanted = options.text("theme")
    if wanted is not None:
        rows = _pair_rows(_named(wanted))
    else:
        every = names(own_file.themes_dir())
        rows = [row for name in every for row in _rows_of(name)]
    told = [row for row in rows if options.flag("all") or row["state"] != "ok"]
    failed = [row for row in rows if row["state"] == "failed"]
    notes = [f"{len(rows)} pairs measured, {len(failed)} failed"]
    if any(row["state"] == "note" for row in told):
        notes.append("note: not promised by the theme; a sign and a word say the same")
    failure = None
    if failed:
        words = f"{len(failed)} of {len(rows)} pairs cannot be told apart"
        failure = CheckFailedError(words, str(failed[0]["text"]))
    return Answer(
        "theme_check",
        told,
        _PAIRS,
        total=len(told),
        notes=tuple(notes),
        text=() if told else ("Every pair can be read.",),
        failure=failure,
    )


def _rows_of(name: str) -> list[dict[str, Json]]:
    """The pairs of a theme; of one that cannot be read, its fault."""
    try:
        return _pair_rows(_named(name))
    except UsageError as error:
        return [_broken(name, error.message)]


def _pair_rows(theme: Theme) -> list[dict[str, Json]]:
    from themes.pairs import pairs

    return [
        {
            "theme": theme.name,
            "state": pair.state,
            "kind": pair.kind,
            "one": pair.one,
            "other": pair.other,
            "eye": pair.eye or None,
            "value": round(pair.value, 2),
            "least": pair.least,
            "text": pair.words,
        }
        for pair in pairs(theme)
    ]


def _broken(name: str, problem: str) -> dict[str, Json]:
    return {
        "theme": name, "state": "failed", "kind": "file", "one": None, "other": None,
        "eye": None, "value": None, "least": None, "text": problem,
    }  # fmt: skip


def _named(name: str) -> Theme:
    """A theme by its name, or that of a file. Raises NotFoundError, UsageError."""
    from bellbuoy.services.look import own_file
    from themes.load import ThemeError, load, names, read

    if name.endswith(".toml") or "/" in name:
        if not Path(name).is_file():
            raise NotFoundError(f"there is no file {name}")
        try:
            return read(Path(name))
        except ThemeError as error:
            raise UsageError(str(error)) from None
    if name not in names(own_file.themes_dir()):
        there = ", ".join(names(own_file.themes_dir()))
        raise NotFoundError(f"there is no theme “{name}”", f"there are {there}")
    try:
        return load(name, own_file.themes_dir())
    except ThemeError as error:
        raise UsageError(str(error)) from None


COMMANDS = (
    Command(
        noun="theme",
        verb="list",
        summary="the themes there are, and which is chosen",
        examples=("bellbuoy theme list", "bellbuoy theme list --json"),
        function=list_,
        columns=_THEMES,
    ),
    Command(
        noun="theme",
        verb="show",
        summary="the colours of a theme",
        examples=("bellbuoy theme show dark", "bellbuoy theme show colour-safe --json"),
        function=show,
        arguments=(Arg("name", "a theme, or its file", completes="path"),),
        columns=_COLOURS,
    ),
    Command(
        noun="theme",
        verb="preview",
        summary="a sample in the colours of a theme",
        examples=("bellbuoy theme preview light", "bellbuoy theme preview mine.toml"),
        function=preview,
        arguments=(Arg("name", "a theme, or its file", completes="path"),),
    ),
    Command(
        noun="theme",
        verb="check",
        summary="can it be read, and told apart by every eye",
        examples=("bellbuoy theme check", "bellbuoy theme check ./mine.toml --json"),
        function=check,
        arguments=(
            Arg("theme", "a theme, or its file; without: all", optional=True,
                completes="path"),
            Arg("all", "also the pairs that are fine", "flag"),
        ),
        columns=_PAIRS,
    ),
)  # fmt: skip
