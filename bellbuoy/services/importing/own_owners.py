"""Owners that people set: an import leaves them alone, and keeps what it says beside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bellbuoy.services.importing.batch import Write
from storage.desk.clients import owned_among
from storage.desk.many import imported_says


class OwnOwners:
    """Those of the clients of a batch whose owner a person set."""

    def __init__(self, write: Write, clients: Iterable[int]) -> None:
        self._write = write
        self._imported = owned_among(write.unit, clients)
        self._said: dict[int, str] = {}

    def keep(self, client: int, said: dict[str, Any]) -> None:
        """Take the owner out of what a source says of a client, where a person set it."""
        if client not in self._imported:
            return
        owner, said["owner"] = said["owner"], None
        before = self._imported[client]
        if owner is not None and owner != before:
            self._said[client] = self._imported[client] = owner
            self._write.change.updated(
                "client_owner", client, {"imported": before}, {"imported": owner}
            )

    def store(self) -> None:
        """Write down what the sources say."""
        if self._said:
            imported_says(self._write.unit, self._said.items())
