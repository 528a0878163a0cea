"""The rows of a screen as the command writes them that the screen names."""

from __future__ import annotations

import csv
import io
import shlex
from contextlib import redirect_stderr, redirect_stdout

import pytest

from bellbuoy.__main__ import main
from tests.stateful.radar_person import Person


def exported(person: Person) -> list[dict[str, str]]:
    """What `Y` would copy, run by the same person with --csv."""
    command = person.app.page.command
    words = [*shlex.split(command)[1:], "--csv", "--limit", "all"]
    words += ["--store", person.ctx.store.address, "--as", person.ctx.viewer.role]
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("LOGNAME", person.who)
        assert main(words) == 0, f"{command}: {err.getvalue()}"
    return list(csv.DictReader(io.StringIO(out.getvalue())))
