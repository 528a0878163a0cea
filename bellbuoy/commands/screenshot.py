"""`bellbuoy screenshot PLACE`: a picture of a place for a document."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.atomic import check_target, replacing
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.demo import demo_store
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.registry import load

if TYPE_CHECKING:
    from tui.places import Place

_SIZE = re.compile(r"([0-9]{2,3})x([0-9]{1,3})")
_SMALLEST, _LARGEST = (20, 5), (400, 200)
_PICTURE = (
    Column("path", "file"),
    Column("place", "place"),
    Column("width", "width"),
    Column("height", "height"),
    Column("theme", "theme"),
    Column("bytes", "bytes"),
    Column("sha256", "sha256"),
)


def size(text: str) -> tuple[int, int]:
    """`160x48` as cells and rows. Raises ValueError."""
    found = _SIZE.fullmatch(text)
    cells = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(a <= b <= c for a, b, c in zip(_SMALLEST, cells, _LARGEST, strict=True)):
        raise ValueError("write COLUMNSxROWS, from 20x5 to 400x200")
    return cells


def screenshot(options: Options) -> Answer:
    """The screen of a place as SVG; the same store, clock and time zone give the same
    bytes."""
    from tui.addresses import place_at

    place = place_at(options.need("place"), options.query or "")
    check_target(options.need("svg"))
    if not options.demo:
        return _taken(place, options)
    with demo_store(options) as store:
        return _taken(place, replace(options, store=store))


def _taken(place: Place, options: Options) -> Answer:
    from hashlib import sha256

    ctx = open_for(replace(options, read_only=True))
    # Of the terminal that it is taken in: a picture has colours of its own.
    os.environ.pop("NO_COLOR", None)
    cells = options.values["size"]
    assert isinstance(cells, tuple)
    theme = options.theme or "dark"
    outfit = load("tui.outfit:drawn_outfit")(os.environ, theme, options.glyphs or "braille")
    svg: str = load("tui.headless:seen")(
        ctx, outfit, place, load("tui.headless:Size")(*cells), load("tui.picture:svg")
    )
    path = options.need("svg")
    with replacing(path) as file:
        file.write(svg)
    data = svg.encode("utf-8")
    row: dict[str, Json] = {
        "path": path,
        "place": options.need("place"),
        "width": cells[0],
        "height": cells[1],
        "theme": theme,
        "bytes": len(data),
        "sha256": sha256(data).hexdigest(),
    }
    return Answer("screenshot", [row], _PICTURE, as_of=ctx.now, single=True)


COMMANDS = (
    Command(
        noun="",
        verb="screenshot",
        summary="a picture of a place, for a document",
        examples=(
            "bellbuoy screenshot radar --svg radar.svg",
            "bellbuoy screenshot client/C-0002/usage --svg use.svg --size 160x48 --demo",
        ),
        function=screenshot,
        arguments=(
            Arg("place", "radar, clients, client/ID/TAB, settings/look …"),
            Arg("svg", "the file to write", "option", metavar="FILE", default="screen.svg",
                completes="path"),
            Arg("size", "cells and rows", "option", size, metavar="COLSxROWS",
                default=(80, 24)),
        ),
        takes=("query", "theme", "demo"),
        columns=_PICTURE,
    ),
)  # fmt: skip
