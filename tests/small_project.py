"""A small project in a folder of its own: two studies and notebooks that end in every way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat

PARAMETERS = 'study: str = "knee-small"\nlevel: float = 0.95\nresults_file: str = ""'

FRONT_MATTER = """---
title: Does dextrose help?
question: How does {primary endpoint} compare between {arms compared} {at the primary visit}?
---"""

RESULTS = """
from outcomes import load_study, write_results
from outcomes.estimates import make_estimates

data = load_study(study)
estimates = make_estimates(
    [
        {
            "endpoint": "pain",
            "visit": "week 12",
            "week": 12,
            "arm": "dextrose",
            "comparator": "saline",
            "quantity": "difference",
            "estimate": -8.25,
            "ci_low": -12.0,
            "ci_high": -4.5,
            "level": level,
            "distribution": "t",
            "df": 5,
            "unit": "points",
            "favours": "dextrose",
        }
    ]
)
if results_file:
    write_results(results_file, estimates, data)
"""

STUDY = """
id: {id}
title: Dextrose against saline in a small knee study {title}
summary: Six participants, three visits.
provenance: {provenance}
sources:
  - {{citation: "Doe J. A small trial. 2020.", url: "https://example.org/trial"}}
assumptions: [Standard deviations were assumed.]
design: parallel
joint: knee
condition: osteoarthritis
evidence: dextrose-prolotherapy
arms:
  dextrose: {{label: Dextrose, role: active}}
  saline: {{label: Saline, role: placebo}}
visits:
  - {{name: baseline, week: 0}}
  - {{name: week 12, week: 12}}
tables:
  scores: scores.csv
measures:
  pain:
    {{kind: continuous, range: [0, 100], higher: worse, unit: points, column: pain,
     label: Pain, domain: pain}}
plan:
  primary: {{endpoint: pain, visit: week 12, comparison: [dextrose, saline], method: ancova}}
  alpha: 0.05
reports: [{reports}]
"""

SCORES = """participant,arm,visit,pain
1,dextrose,baseline,60
1,dextrose,week 12,40
2,dextrose,baseline,55
2,dextrose,week 12,30
3,dextrose,baseline,70
3,dextrose,week 12,45
4,saline,baseline,62
4,saline,week 12,58
5,saline,baseline,50
5,saline,week 12,49
6,saline,baseline,66
6,saline,week 12,60
"""


def write_notebook(
    folder: Path,
    name: str,
    cells: Sequence[str],
    *,
    parameters: str = PARAMETERS,
    front_matter: str = FRONT_MATTER,
) -> Path:
    """Write a notebook: front matter, the parameters, and code cells (or text, ``## ...``)."""
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_raw_cell(front_matter), first],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    for source in cells:
        is_text = source.startswith("## ")
        make = nbformat.v4.new_markdown_cell if is_text else nbformat.v4.new_code_cell
        notebook.cells.append(make(source))
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook, path)
    return path


def write_study(
    root: Path,
    name: str,
    reports: Sequence[str],
    *,
    provenance: str = "simulated",
    more: str = "",
) -> Path:
    """Write a small parallel study into ``data/raw``."""
    folder = root / "data" / "raw" / name
    folder.mkdir(parents=True, exist_ok=True)
    title = "(simulated)" if provenance == "simulated" else ""
    text = STUDY.format(id=name, title=title, provenance=provenance, reports=", ".join(reports))
    (folder / "study.yaml").write_text(text.strip() + "\n" + more, encoding="utf-8")
    (folder / "scores.csv").write_text(SCORES, encoding="utf-8")
    return folder


def make_project(root: Path, notebooks: Mapping[str, Sequence[str]]) -> Path:
    """Lay out a project whose one study, ``knee-small``, asks for every notebook given."""
    for name, cells in notebooks.items():
        write_notebook(root / "notebooks", name, cells)
    (root / "data" / "raw").mkdir(parents=True, exist_ok=True)
    write_study(root, "knee-small", [name[3:].replace("_", "-") for name in notebooks])
    return root
