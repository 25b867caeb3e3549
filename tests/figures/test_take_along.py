"""The example of docs/take-along.md runs as it stands."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pytest


def test_a_figure_and_a_table_stand_in_two_panels(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (root / "docs" / "take-along.md").read_text(encoding="utf-8")
    example = text.split("```python\n")[1].split("```")[0]
    lines = [
        line for line in example.splitlines() if line and not line.startswith(("import", "from"))
    ]
    assert len(lines) <= 10
    (tmp_path / "data").symlink_to(root / "data")
    monkeypatch.chdir(tmp_path)
    with mpl.rc_context({"backend": "agg"}):
        exec(compile(example, "example.py", "exec"), {})
    content = (tmp_path / "two-panels.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) > 5000
