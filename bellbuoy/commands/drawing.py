"""Charts of the screens as plain text, for --chart."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bellbuoy.commands.options import Options
from core.values.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from tui.charts.chart import Chart
    from tui.glyphs import Glyphs
    from tui.palette import Look


def glyphs_of(options: Options) -> Glyphs:
    """The signs that the terminal (or --glyphs) allows."""
    from tui.glyphs import SETS, choose

    wanted = next((name for name in SETS if name == options.glyphs), None)
    encoding = "utf-8" if options.output is not None else _encoding()
    return choose(wanted, os.environ, encoding)


def look_of(options: Options) -> Look:
    """How charts of a command look: their signs, and no colour."""
    from tui.palette import MONO, Look

    return Look(MONO, glyphs_of(options))


def charts_text(charts: Iterable[Chart], options: Options) -> str:
    """Charts as the screens draw them, as wide as the terminal, a blank line between;
    below each its key numbers in words."""
    from bellbuoy.commands.page import width_of
    from tui.charts.draw import told

    look = look_of(options)
    width = width_of(options)
    return "\n\n".join(chart_text(told(chart, look, width)) for chart in charts)


def chart_text(lines: Iterable[Text]) -> str:
    """The lines of a chart as one block of text."""
    return "\n".join(line.plain.rstrip() for line in lines)


def check_chart(options: Options) -> None:
    """Raises UsageError for a chart in a format of data."""
    if options.chart and options.format != "table":
        raise UsageError("a chart is text", f"drop --chart, or --format {options.format}")


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"
