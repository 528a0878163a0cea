"""All clients: the radar's list without its filter."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.context import Context
from core.clients.types import ClientRow
from tui.clients.columns import client_columns
from tui.clients.rows import ClientRows
from tui.widgets.window_columns import Column


class ClientsPage(ClientRows):
    """Screen 2."""

    FRONT = "clients"

    def columns(self, ctx: Context) -> Sequence[Column[ClientRow]]:
        return client_columns(self.session.look, ctx.today)

    @property
    def crumbs(self) -> tuple[str, ...]:
        shown = self.view_word or ("Filtered" if self.base_query else "")
        return ("Clients", *((shown,) if shown else ()), *self.group_crumbs)
