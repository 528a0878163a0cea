from __future__ import annotations

from bellbuoy.commands.exit_codes import MEANINGS, ExitCode
from core.values import errors


def test_every_error_has_its_code_and_name() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.BellbuoyError)
    ]
    assert len(kinds) == 9
    for kind in kinds:
        assert ExitCode(kind.exit_code).name.lower() == kind.name


def test_every_code_has_a_meaning() -> None:
    assert list(MEANINGS) == list(ExitCode)
    assert [int(code) for code in ExitCode] == [*range(10), 130, 143]
