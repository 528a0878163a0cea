"""The start screen as plain lines: for pipes, and where there is no terminal."""

from __future__ import annotations

from bellbuoy.services import clients, health, overview
from bellbuoy.services.clients import RADAR_QUERY
from bellbuoy.services.context import Context
from core.clients.types import ClientRow
from core.values.text import safe_text
from tui.clients.columns import radar_columns
from tui.clients.counters import counter_lines
from tui.clients.preview import preview_lines
from tui.glyphs import BLOCKS, Glyphs
from tui.local_time import LOCAL
from tui.look import ScreenLook
from tui.palette import MONO
from tui.pulse import freshness, read_pulse
from tui.widgets.window_columns import PREFIX, header_text, lay_out, plain_text, row_pieces

MOST_ROWS = 20


def plain_radar(
    ctx: Context, query: str = RADAR_QUERY, width: int = 80, glyphs: Glyphs = BLOCKS
) -> list[str]:
    """Counters, the clients of a query (the first 20, or its `limit:`), and why the
    first stands where it does. No line is wider than `width` cells.

    Raises QueryError for a query that cannot be read, DeniedError by role.
    """
    listed = clients.window(ctx, query)
    ctx = listed.ctx
    look = ScreenLook(MONO, glyphs, zone=LOCAL, now=ctx.now, today=ctx.today)
    with ctx.store.reader() as reader:
        held = ctx.holding(reader)
        total = listed.window.count(reader)
        most = listed.directives.limit or MOST_ROWS
        rows = listed.window.page(reader, 0)[:most]
        counters = counter_lines(overview.overview(held), width, look)
        why = health.explain(held, rows[0].key) if rows else None
        fresh, _ = freshness(held, read_pulse(held), glyphs.dot)
    shown = f"{len(rows):,} of {total:,}" if len(rows) < total else f"{total:,}"
    lines = [
        f"Risk radar  {glyphs.words(fresh)}".rstrip(),
        f"filter {safe_text(query) or '(all clients)'}  {shown} clients, worst first",
        *(line.plain.strip() for line in counters),
        "",
        *_table(rows, width, look),
    ]
    if rows and why is not None:
        told = preview_lines(rows[0], why, width, look)
        lines += ["", *(line.plain.strip() for line in told[:-1])]
    return [line.rstrip() for line in lines]


def _table(rows: tuple[ClientRow, ...], width: int, look: ScreenLook) -> list[str]:
    if not rows:
        return ["No client matches."]
    # Lines start at the first column: nothing is marked and there is no cursor.
    placed = lay_out(radar_columns(look, look.today), width)
    mark = look.glyphs.ellipsis
    return [
        header_text(placed, mark)[PREFIX:],
        *(plain_text(row_pieces(placed, row, mark)) for row in rows),
    ]
