"""The declared tables, for work that goes through all of them.

They are named in text: the words above declare their tables with this package.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from storage.engine.reader import TableShape
from storage.engine.schema import Table


def model_of(table: str) -> type[Table]:
    """The declaration of a table. Raises KeyError for a table that is not declared."""
    import_module("storage.schema")
    found = {str(model.__tablename__): model for model in Table.__subclasses__()}
    return found[table]


def referred_first(shapes: Iterable[TableShape]) -> list[TableShape]:
    """Tables so that each comes behind those that its rows refer to."""
    declared = import_module("storage.schema").METADATA.sorted_tables
    places = {table.name: place for place, table in enumerate(declared)}
    return sorted(shapes, key=lambda shape: (places.get(shape.name, -1), shape.name))
