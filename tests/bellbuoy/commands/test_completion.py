from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bellbuoy.__main__ import main
from tests.bellbuoy.conftest import ROOT


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_for_its_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "__complete" in script
    path = shutil.which(shell)
    if path:  # its own parser finds no fault
        done = subprocess.run([path, "-n"], input=script, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "csh"]) == 2
    assert "did you mean “zsh”" in capsys.readouterr().err


def in_bash(line: str) -> list[str]:
    """What bash offers for a line that ends at the cursor."""
    code = """
source <(bellbuoy completion bash)
COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=(bellbuoy) COMP_CWORD=1
_bellbuoy
printf '%s\\n' "${COMPREPLY[@]}"
"""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", code, "bash", line],
        capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, "PATH": path},
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.process
def test_bash_completes() -> None:
    assert in_bash("bellbuoy versi") == ["version"]
    assert in_bash("bellbuoy version --format=js") == ["json", "jsonl"]
    assert in_bash("bellbuoy completion ") == ["bash", "zsh", "fish"]
