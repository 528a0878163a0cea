"""What has to hold for the repository as a whole."""

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("run.lock", "dev.lock")
TARGETS = (
    "help", "venv", "demo", "test", "storm", "check", "bench", "bench-data", "bench-tui",
    "lock", "clean",
)  # fmt: skip


def lock(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def entries(text: str) -> list[str]:
    """The requirements of a lock, each with its hashes on one line."""
    joined = text.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip()]


def pins(text: str) -> dict[str, str]:
    """Name (with its marker) to version."""
    found = {}
    for entry in entries(text):
        match = re.match(r"([a-z0-9-]+)==(\S+)\s*(;[^-]*)?", entry)
        assert match, entry
        found[match[1] + (match[3] or "").strip()] = match[2]
    return found


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCKS)
def test_locks_record_no_registry(name: str) -> None:
    text = lock(name)
    for word in ("http", "--index-url", "--extra-index-url", "--find-links", "file:", "@ "):
        assert word not in text


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(name: str) -> None:
    found = entries(lock(name))
    assert len(found) > 30
    for entry in found:
        requirement, *hashes = entry.split("--hash=")
        assert re.match(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ;.*)?$", requirement.strip()), entry
        assert hashes, entry
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value.strip()) for value in hashes)


def test_the_development_lock_is_the_run_lock_and_more() -> None:
    run, dev = pins(lock("run.lock")), pins(lock("dev.lock"))
    assert run.items() <= dev.items()
    assert {"pytest", "ruff", "mypy", "import-linter", "hypothesis"} <= dev.keys() - run.keys()


def test_locks_hold_what_the_project_asks_for() -> None:
    wanted = project()["project"]["dependencies"] + project()["dependency-groups"]["build"]
    names = {re.match(r"[a-z0-9-]+", requirement)[0] for requirement in wanted}  # type: ignore[index]
    locked = {key.split(";")[0].strip() for key in pins(lock("run.lock"))}
    assert names <= locked


def test_the_layers_are_under_contract() -> None:
    linter = project()["tool"]["importlinter"]
    contracts = {contract["id"]: contract for contract in linter["contracts"]}
    assert contracts["layers"]["layers"] == [
        "bellbuoy.__main__",
        "bellbuoy.commands",
        "tui | jobs",
        "bellbuoy.services",
        "storage",
        "core",
    ]
    assert contracts.keys() >= {"core-pure", "sql", "one-door", "drawing", "no-cycles"}
    assert set(linter["root_packages"]) == set(wheel_packages())


def wheel_packages() -> list[str]:
    packages = project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert isinstance(packages, list)
    return packages


def test_every_package_of_the_wheel_is_typed_and_checked() -> None:
    for package in wheel_packages():
        assert (ROOT / package / "py.typed").is_file()
        assert (ROOT / package / "__init__.py").is_file()
    assert project()["tool"]["mypy"]["strict"] is True
    assert set(project()["tool"]["mypy"]["packages"]) == set(wheel_packages())


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert not [str(path) for path in folders if not (path / "__init__.py").is_file()]


def test_the_gate_can_be_run() -> None:
    gate = ROOT / ".ci" / "run"
    assert os.access(gate, os.X_OK)
    assert "make check test" in gate.read_text(encoding="utf-8")


Make = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def make() -> Make:
    """Runs make in a folder, as if by hand: a make around the tests leaves no mark."""
    program = shutil.which("make")
    if program is None:
        pytest.skip("make is not installed")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}

    def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *words],
            cwd=folder,
            env=clean,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.process
@pytest.mark.parametrize("target", TARGETS)
def test_each_target_of_the_makefile_can_be_planned(make: Make, target: str) -> None:
    done = make(ROOT, "--dry-run", target)
    assert done.returncode == 0, done.stderr


@pytest.mark.process
def test_make_alone_lists_the_targets(make: Make) -> None:
    listed = make(ROOT).stdout.splitlines()
    assert [line.split()[1] for line in listed] == list(TARGETS[1:])


@pytest.mark.process
def test_an_old_python_is_refused_in_one_line(make: Make, tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = make(tmp_path, ".venv/bin/pip", f"PYTHON={old}")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "needs Python 3.11 or newer" in done.stderr.splitlines()[0]
    assert not (tmp_path / ".venv").exists()


@pytest.mark.process
def test_the_demo_has_stdout_to_itself(make: Make, tmp_path: Path) -> None:
    """With everything installed already, make adds not a byte."""
    for name in ("Makefile", "pyproject.toml", "requirements"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    binaries = tmp_path / ".venv" / "bin"
    binaries.mkdir(parents=True)
    for stamp in ("bin/pip", ".run", ".self"):
        (tmp_path / ".venv" / stamp).touch()
    program = binaries / "bellbuoy"
    program.write_text("#!/bin/sh\necho radar $*\n")
    program.chmod(0o755)
    done = make(tmp_path, "demo")
    assert (done.returncode, done.stdout, done.stderr) == (0, "radar --demo\n", "")
