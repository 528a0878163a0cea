"""`bellbuoy open PLACE`: the screens at a place, or the place as plain lines."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.demo import demo_store
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.page import width_of
from bellbuoy.commands.registry import load
from core.values.errors import UsageError

if TYPE_CHECKING:
    from tui.places import Place

ROWS = 48
"""So many rows has the screen that is told as lines."""
_LINES = (Column("line", "line"), Column("text", "text"))


def open_(options: Options) -> Answer | int:
    """Open the screens at a place; with --plain its lines, which need no terminal."""
    from tui.addresses import place_at

    place = place_at(options.need("place"), options.query or "")
    if not options.plain:
        if options.format != "table" or options.output is not None:
            raise UsageError("a screen has no format", "add --plain")
        return _screens(place, options)
    if not options.demo:
        return _plain(place, options)
    with demo_store(options) as store:
        return _plain(place, replace(options, store=store))


def _screens(place: Place, options: Options) -> int:
    from bellbuoy.commands.app import on_a_terminal, settle_color

    if not on_a_terminal(options):
        raise UsageError("the screens need a terminal", "add --plain for its lines")
    settle_color(options)
    code: int = load("tui.start:run")(
        options.store, as_of=options.as_of, role=options.role, theme=options.theme,
        glyphs=options.glyphs, read_only=options.read_only, demo=options.demo, place=place,
    )  # fmt: skip
    return code


def _plain(place: Place, options: Options) -> Answer:
    from bellbuoy.commands.drawing import glyphs_of

    ctx = open_for(replace(options, read_only=True))
    headless, outfits = load("tui.headless:seen"), load("tui.outfit:plain_outfit")
    lines: list[str] = headless(
        ctx,
        outfits(os.environ, glyphs_of(options)),
        place,
        load("tui.headless:Size")(max(40, width_of(options)), ROWS),
        load("tui.plain_place:plain_lines"),
    )
    if options.format == "table" and options.cols is None:
        return Answer("place", text=tuple(lines), as_of=ctx.now)
    rows: list[dict[str, Json]] = [
        {"line": number, "text": text} for number, text in enumerate(lines, 1)
    ]
    return Answer("place", rows, _LINES, as_of=ctx.now, total=len(rows))


COMMANDS = (
    Command(
        noun="",
        verb="open",
        summary="the screens at a place, or with --plain its lines",
        examples=(
            "bellbuoy open client/C-0412/explain",
            "bellbuoy --plain open clients tier:critical",
        ),
        function=open_,
        arguments=(Arg("place", "radar, clients, client/ID/TAB, settings/look …"),),
        takes=("query", "plain", "theme", "demo"),
        columns=_LINES,
    ),
)
