"""The signs that are drawn: three sets, from braille down to plain ascii.

Rules, bars, shades and marks are taken from a set, never typed into a chart, so
that a console without those glyphs, or one that draws them two cells wide,
loses no fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

SetName = Literal["braille", "blocks", "ascii"]
SETS: tuple[SetName, ...] = ("braille", "blocks", "ascii")

# Signs of our own words, for terminals that cannot show them or draw them wide.
_PLAIN_WORDS = str.maketrans(
    {
        "…": "..",
        "↑": "up",
        "↓": "down",
        "·": "-",
        "•": "*",
        "−": "-",
        "–": "-",
        "×": "x",
        "÷": "/",
        "›": ">",
        "→": "->",
        "⏎": "enter",
        "←": "<",
        "“": '"',
        "”": '"',
        "▲": "^",
        "▼": "v",
        "●": "*",
        "►": ">",
        "✓": "x",
    }
)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs; every sign is one cell wide, `ellipsis` excepted.

    `shades` are the five steps none to full, `sparks` the eight heights of a
    sparkline, `eighths` a started cell of a bar (empty: only whole cells), and
    `line` the marker by which plotext draws a line.
    """

    name: SetName = "braille"
    line: str = "braille"
    shades: tuple[str, ...] = ("·", "░", "▒", "▓", "█")
    sparks: tuple[str, ...] = ("▁", "▂", "▃", "▄", "▅", "▆", "▇", "█")
    eighths: tuple[str, ...] = ("▏", "▎", "▍", "▌", "▋", "▊", "▉")
    full: str = "█"
    rule: str = "─"
    bar: str = "│"
    corner: str = "└"
    corner_right: str = "┘"
    tick_left: str = "┤"
    tick_zero: str = "┼"
    tick_down: str = "┬"
    tick_up: str = "┴"
    cursor: str = "►"
    mark: str = "✓"
    up: str = "▲"
    down: str = "▼"
    dot: str = "●"
    gap: str = "·"
    ellipsis: str = "…"

    def words(self, text: str) -> str:
        """Our own words in signs that this set has; data is never passed here."""
        return text.translate(_PLAIN_WORDS) if self.name == "ascii" else text


BRAILLE = Glyphs()
BLOCKS = replace(BRAILLE, name="blocks", line="hd")
ASCII = Glyphs(
    name="ascii",
    line="*",
    shades=(".", "-", "=", "%", "#"),
    sparks=("_", "-", "=", "+", "*", "*", "#", "#"),
    eighths=(),
    full="#",
    rule="-",
    bar="|",
    corner="+",
    corner_right="+",
    tick_left="+",
    tick_zero="+",
    tick_down="+",
    tick_up="+",
    cursor=">",
    mark="x",
    up="^",
    down="v",
    dot="*",
    gap=".",
    ellipsis="..",
)
GLYPHS: dict[SetName, Glyphs] = {"braille": BRAILLE, "blocks": BLOCKS, "ascii": ASCII}

# Consoles whose fonts hold no block or braille signs.
_PLAIN_TERMS = frozenset({"", "dumb", "linux", "vt100", "vt102", "vt220", "ansi", "cons25"})
_RICH_TERMS = ("256color", "kitty", "alacritty", "foot", "ghostty", "wezterm", "direct")


def choose(
    wanted: SetName | None, env: Mapping[str, str], encoding: str, ambiguous_width: int = 1
) -> Glyphs:
    """The set to draw with.

    `wanted` (from `--glyphs` or the settings) wins; else the locale and TERM in
    `env` decide, and the `encoding` of the output. With `ambiguous_width` 2 the
    ascii set is taken for rules, bars and marks; only braille lines stay, for
    no terminal draws those wide.
    """
    name = wanted or _fitting(env, encoding)
    if ambiguous_width == 2 and name != "ascii":
        return replace(ASCII, line="braille") if name == "braille" else ASCII
    return GLYPHS[name]


def _fitting(env: Mapping[str, str], encoding: str) -> SetName:
    locale = next((env[key] for key in ("LC_ALL", "LC_CTYPE", "LANG") if env.get(key)), "")
    charset = locale.partition(".")[2].partition("@")[0] or encoding
    if charset.lower().replace("-", "") != "utf8":
        return "ascii"
    if env.get("WT_SESSION") or env.get("COLORTERM"):
        return "braille"
    term = env.get("TERM", "")
    if term in _PLAIN_TERMS:
        return "ascii"
    return "braille" if any(word in term for word in _RICH_TERMS) else "blocks"
