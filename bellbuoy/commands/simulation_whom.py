"""Whom a simulation is about, and what it would do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.client_acts import meant_by
from bellbuoy.commands.command import Arg
from bellbuoy.commands.options import Options
from bellbuoy.commands.simulation_page import PREVIEW, preview_json, preview_text
from core.simulations.types import Preview
from core.values.errors import NotFoundError

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from core.desk.types import Selection

_EVERYBODY = "status:any"
SCENARIO_NAME = Arg("name", "the scenario: bellbuoy sim list")
CLIENTS = Arg("clients", "a query, or the id of one client; all without", metavar="QUERY",
              optional=True)  # fmt: skip
SET = Arg("set", "a parameter: days=7", "option", types.filled, metavar="NAME=N",
          repeat=True)  # fmt: skip


def meant_of(ctx: Context, options: Options) -> Selection:
    """Whom it is about. Raises NotFoundError where nobody is who was asked for."""
    from bellbuoy.services import clients

    text = options.text("clients")
    meant = meant_by(ctx, text or _EVERYBODY)
    if text and meant.query is not None and not clients.count(ctx, meant.query):
        raise NotFoundError(f"no client fits “{text}”", "bellbuoy client list")
    return meant


def told(found: Preview, ctx: Context, options: Options) -> Answer:
    """What would happen, as a page or as one record."""
    if as_page(options):
        return Answer("sim_preview", text=preview_text(found, options), as_of=ctx.now)
    return Answer("sim_preview", [preview_json(found)], PREVIEW, as_of=ctx.now, single=True)


def as_page(options: Options) -> bool:
    """Whether people read it, whole."""
    return options.format == "table" and options.cols is None
