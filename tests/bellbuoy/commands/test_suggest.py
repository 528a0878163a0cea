from __future__ import annotations

from bellbuoy.commands.suggest import hint, nearest


def test_the_nearest_word() -> None:
    words = ("client", "incident", "health")
    assert nearest("clients", words) == "client"
    assert nearest("inciden", words) == "incident"
    assert nearest("zzz", words) is None


def test_the_hint() -> None:
    assert hint("clint", ("client",), "look") == "did you mean “client”?"
    assert hint("zzz", ("client",), "look") == "look"
