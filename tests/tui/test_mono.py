"""No fact hangs on colour: the text alone tells tier, cursor, tab and change."""

from __future__ import annotations

import re

import pytest

from bellbuoy.services.context import Context
from tests.tui.charts.samples import PLAIN
from tests.tui.hand import using
from tui.glyphs import ASCII, BRAILLE
from tui.palette import MONO, Look, Palette
from tui.theming import palette_of

NEXT = "right_square_bracket"
WALK = {
    "radar": ("1",),
    "clients": ("2",),
    "incidents": ("3",),
    "portfolio": ("0",),
    "overview": ("1", "enter"),
    "usage": (NEXT,),
    "client incidents": (NEXT,),
    "explain": (NEXT,),
    "help": ("question_mark",),
}


async def walked(ctx: Context, look: Look) -> dict[str, list[str]]:
    """The lines of every place."""
    found = {}
    async with using(ctx, look=look) as hand:
        for place, keys in WALK.items():
            await hand.press(*keys)
            found[place] = hand.lines
    return found


async def test_mono_says_what_colours_say(demo_ctx: Context) -> None:
    mono = await walked(demo_ctx, PLAIN)
    coloured = await walked(
        demo_ctx, Look(Palette(palette_of("dark", {"TERM": "x"}).theme), BRAILLE)
    )
    assert mono == coloured
    radar = "\n".join(mono["radar"])
    assert "[1 Radar]" in radar
    assert re.search(r"►  Oxbow Foods +!! critical +30 +\+0", radar)
    assert re.search(r"! +at risk +69 +-29", radar)
    assert "[Overview]" in mono["overview"][2]
    assert "[Explain]" in mono["explain"][2]


async def test_plain_signs_say_it_too(demo_ctx: Context) -> None:
    told = await walked(demo_ctx, Look(MONO, ASCII))
    assert "[1 Radar]" in told["radar"][0]
    assert re.search(r">  Oxbow Foods +!! critical +30", "\n".join(told["radar"]))
    for place, lines in told.items():
        for line in lines:
            odd = {char for char in line if not char.isascii()}
            # Names of clients are data, and stay as they are.
            assert not odd & set("█▓▒░│─└►✓▲▼●…•·−→↑↓⏎▁▂▃▄▅▆▇"), (place, line)


@pytest.mark.parametrize("name", ["light", "high-contrast", "colour-safe", "ansi"])
async def test_every_theme_says_the_same(demo_ctx: Context, name: str) -> None:
    dark = Look(palette_of("dark", {"TERM": "x"}), BRAILLE)
    other = Look(palette_of(name, {"TERM": "x"}), BRAILLE)
    async with using(demo_ctx, look=dark) as hand:
        before = hand.lines
    async with using(demo_ctx, look=other) as hand:
        assert hand.lines == before
        if name != "ansi":
            ground = hand.app.screen.styles.background.hex.lower()
            assert ground == other.palette.theme.background  # type: ignore[union-attr]
