"""The pictures of the tutorial, drawn from its own table and its own study file."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from outcomes import analysis, figures, load_study

STUDY = "knee-trial"


def lay_out_study(docs: Path, root: Path) -> Path:
    """Lay the tutorial's study out in a project.

    Parameters
    ----------
    docs : Path
        The folder of the documentation.
    root : Path
        The project's root.

    Returns
    -------
    Path
        The study's folder.
    """
    (text,) = re.findall(r"```yaml\n(.*?)```", (docs / "tutorial.md").read_text("utf-8"), re.DOTALL)
    folder = root / "data" / "raw" / STUDY
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    shutil.copyfile(docs / "tutorial" / "trial.csv", folder / "trial.csv")
    return folder


def draw_tutorial(docs: Path) -> None:
    """Draw them into the folder ``images`` of the documentation."""
    with tempfile.TemporaryDirectory() as root:
        study = load_study(lay_out_study(docs, Path(root)))
    differences = analysis.compare_with_control(study)
    drawn = {
        "difference": figures.plot_difference(differences, study.labels, "pain"),
        "course": figures.plot_profile(analysis.summarise_scores(study), study.labels, "pain"),
    }
    for name, figure in drawn.items():
        figure.save_picture(docs / "images" / f"tutorial-{name}.svg", "svg", columns=2)
