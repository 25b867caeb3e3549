"""The example in docs/how-to-add/figure-or-table.md runs and draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .drawing import find_text_faults, place_on, read_axis, read_marks
from .examples import make_labels, make_rows


def test_the_example_draws_standard_deviations(root: Path) -> None:
    text = (root / "docs/how-to-add/figure-or-table.md").read_text(encoding="utf-8")
    example = text.split("## A figure")[1].split("```python\n")[1].split("```")[0]
    names: dict[str, Any] = {"__name__": "outcomes.figures.spread"}
    exec(compile(example, "spread.py", "exec"), names)
    labels = make_labels(("Dextrose", "Saline"))
    rows = make_rows(labels)
    rows = rows.assign(quantity=rows["quantity"].replace("mean", "sd"))
    figure = names["plot_spread"](rows, labels, "pain")
    assert find_text_faults(figure.svg) == []
    assert "Dextrose at baseline 51.0" in figure.alternative
    axis = read_axis(figure.svg, "middle")
    assert abs(read_marks(figure.svg)[0].x - place_on(axis, 51.0)) < 0.1
