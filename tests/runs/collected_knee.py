"""A copy of the bundled knee study whose data are called collected: they enter a pool."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from outcomes.estimates import read_results
from tests.runs.program import read_page
from tests.study.keys import write_key


def lay_out_collected(project: Path, root: Path) -> Path:
    """Lay out the bundled notebooks and a study that rests one of its reports on another."""
    shutil.copytree(root / "notebooks", project / "notebooks")
    study = project / "data/raw/my-knee"
    shutil.copytree(root / "data/raw/knee-dextrose-saline", study)
    text = (study / "study.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("id: knee-dextrose-saline", "id: my-knee"),
        ("provenance: simulated", "provenance: collected"),
        ("calibrated_to: [rabago2013]\n", ""),
        ("  secondary: [womac.pain, womac.stiffness, womac.function, flexion]\n", ""),
        ("  flexion: {instrument: knee-flexion, column: flexion_deg}\n", ""),
    ):
        assert old in text
        text = text.replace(old, new)
    lines = [line for line in text.splitlines() if not line.startswith("reports:")]
    lines.append("reports: [treatment-effect, evidence]")
    (study / "study.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_key(study)
    return project


def relieve_pain(project: Path) -> None:
    """Set every answer about pain of those who had dextrose to nothing, after baseline."""
    folder = project / "data/raw/my-knee"
    people = (folder / "participants.csv").read_text().splitlines()
    header, *rows = (folder / "scores.csv").read_text().splitlines()
    treated = {row.split(",")[0] for row in people if "dextrose" in row.split(",")}
    assert treated
    names = header.split(",")
    pain = [place for place, name in enumerate(names) if name.startswith("womac_")]
    changed = [header]
    for row in rows:
        cells = row.split(",")
        if cells[0] in treated and "baseline" not in cells:
            for place in pain:
                cells[place] = "0" if cells[place] else ""
        changed.append(",".join(cells))
    (folder / "scores.csv").write_text("\n".join(changed) + "\n")


def added_by_the_study(project: Path) -> set[str]:
    """Return the points, one per comparison, that the report on evidence says the study adds."""
    page = read_page(project, "my-knee", "evidence")
    said = page.partition('id="study-added"')[2].partition("</h2>")[2].partition("<h2")[0]
    return set(re.findall(r"this study has (\d+\.\d) points", said))


def own_differences(project: Path) -> set[str]:
    """Return the study's own differences, as the report that is needed has them now."""
    own = read_results(project / "reports/my-knee/treatment-effect/results.json")
    return {f"{abs(value):.1f}" for value in own.loc[own["quantity"] == "difference", "estimate"]}
