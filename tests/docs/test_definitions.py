"""The files that the document shows are ones that a store takes."""

from __future__ import annotations

import re
from pathlib import Path

from bellbuoy.services import formula
from bellbuoy.services.alerts import rules
from bellbuoy.services.views import reading
from core.health.types import Baseline
from tests.bellbuoy.services.definitions.folders import apply, wrote
from tests.fixtures.stores import NewStore

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "definitions.md").read_text("utf-8")
_FILE = re.compile(r"```toml\n# (\w+)\.toml\n(.*?)```", re.DOTALL)


def test_every_file_of_the_document_can_be_applied(
    new_sqlite: NewStore, tmp_path: Path
) -> None:
    files = dict(_FILE.findall(TEXT))
    assert list(files) == ["scoring", "views", "alerts", "playbooks"]
    ctx = new_sqlite()
    apply(ctx, wrote(tmp_path, **files))
    assert formula.current(ctx).plans == (("pro", Baseline(9_000, 60)),)
    assert reading.find(ctx, "Late").shared == "manager"
    assert rules.show(ctx, "big-fall").rule.days == 14
