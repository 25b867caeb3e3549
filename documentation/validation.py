"""The validation report: a notebook like those of studies, run and rendered by the same program."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pandas as pd
import papermill

from documentation.examples import ROOT
from outcomes.forking.engine import NAME
from outcomes.report import WORDS_PAGE, Page, render_report, render_words
from outcomes.runs.front_matter import read_front_matter
from outcomes.runs.inputs import find_versions
from outcomes.runs.tidy_notebook import tidy_notebook

NOTEBOOK = ROOT / "documentation" / "validation.ipynb"


def write_validation(page: Path) -> None:
    """Run the notebook on the results pinned in ``validation/`` and write its page.

    Beside it stand the notebook as it was run and what agrees with other programs, as JSON; beside
    the site's front page the words and methods that it leads to.

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
    notebook = tidy_notebook(notebook, ROOT)
    text = render_report(notebook, about)
    page.parent.mkdir(parents=True)
    _write(page, text)
    _write(page.parents[2] / WORDS_PAGE, render_words())
    (page.parent / "notebook.ipynb").write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    pinned = pd.read_csv(ROOT / "validation" / "agreement.csv")
    pinned.to_json(page.parent / "results.json", orient="records", indent=1)


def _write(page: Path, text: str) -> None:
    page.write_text(text.replace(">All studies<", ">Documentation<"), encoding="utf-8")
