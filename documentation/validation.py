"""The validation report: a notebook like those of studies, run and rendered by the same program."""

from __future__ import annotations

from pathlib import Path

import papermill

from documentation.examples import ROOT
from outcomes.forking.engine import NAME
from outcomes.report import Page, render_report
from outcomes.runs.front_matter import read_front_matter
from outcomes.runs.inputs import find_versions
from outcomes.runs.tidy_notebook import tidy_notebook

NOTEBOOK = ROOT / "documentation" / "validation.ipynb"


def write_validation(page: Path) -> None:
    """Run the notebook on the results pinned in ``validation/`` and write its page.

    Parameters
    ----------
    page : Path
        The HTML file, two folders below the site's front page, to which it leads back.
    """
    notebook = papermill.execute_notebook(
        str(NOTEBOOK),
        None,
        parameters={"folder": str(ROOT / "validation")},
        engine_name=NAME,
        progress_bar=False,
        record_timing=False,
    )
    front = read_front_matter(notebook.cells, NOTEBOOK.name)
    versions = ", ".join(f"{name} {number}" for name, number in find_versions().items())
    about = Page(
        study_title="outcomes-notebooks",
        title=front.title,
        provenance="collected",
        question=front.question,
        details=(("Notebook", f"documentation/{NOTEBOOK.name}"), ("Versions", versions)),
        is_of_study=False,
    )
    text = render_report(tidy_notebook(notebook, ROOT), about)
    page.parent.mkdir(parents=True)
    page.write_text(text.replace(">All studies<", ">Documentation<"), encoding="utf-8")
