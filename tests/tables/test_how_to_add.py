"""The example in docs/how-to-add/table.md runs and tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from outcomes.rounding import ABSENT
from tests.tables.examples import frame, make_labels


def test_the_example_tables_standard_errors(root: Path) -> None:
    text = (root / "docs/how-to-add/table.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    names: dict[str, Any] = {"__name__": "errors_of_means"}
    exec(compile(code, "table.md", "exec"), names)
    row = {"endpoint": "womac.pain", "quantity": "mean", "estimate": 50.0}
    rows = [
        {**row, "arm": "saline", "visit": "week 52", "se": 3.4321},
        {**row, "arm": "dextrose", "visit": "week 12", "se": 3.0},
    ]
    table = names["table_errors_of_means"](frame(*rows), make_labels(), "womac.pain")
    assert table.rows == (("week 12", "3.00", ABSENT), ("week 52", ABSENT, "3.43"))
