"""The example in docs/how-to-add/analysis.md runs and counts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def test_the_example_counts_who_is_at_the_best_score(root: Path, make_study):
    text = (root / "docs/how-to-add/analysis.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    names: dict[str, Any] = {"__name__": "ceiling"}
    exec(compile(code, "analysis.md", "exec"), names)
    rows = [(str(i), "active", "week 12", 0 if i < 3 else 40) for i in range(10)]
    found = names["count_ceiling"](make_study(rows))
    assert found["estimate"].to_list() == [0.3]
    assert found["threshold"].to_list() == [0]
