from __future__ import annotations

import pytest

from bellbuoy.commands.options import Options
from bellbuoy.commands.watch import watching


def test_progress_is_for_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with watching("scores", Options(progress=False)) as progress:
        progress.update(1, 2)
    assert capsys.readouterr().err == ""
    with watching("scores", Options(progress=True)) as progress:
        progress.update(1, 2)
        assert "scores  1 of 2  50%" in capsys.readouterr().err
    assert capsys.readouterr().err.endswith("\r")
