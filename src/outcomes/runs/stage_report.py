"""Stage a report that was run: its page, its tidied notebook and its results, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from outcomes.atomic import write_text
from outcomes.estimates import identify_results, read_results
from outcomes.prose.banner import write_banner
from outcomes.prose.question import fill_question
from outcomes.report import (
    Page,
    draw_headline,
    read_headings,
    render_report,
    write_headline,
    write_topic_headline,
)
from outcomes.runs.inputs import Inputs, find_versions, hash_file, hash_folder
from outcomes.runs.jobs import Job
from outcomes.runs.ledger import Failure, State
from outcomes.runs.needed_results import RESULTS
from outcomes.runs.subjects import OfTopic
from outcomes.runs.tidy_notebook import tidy_notebook
from outcomes.study.disclosure import say_rule

PAGE = "index.html"
NOTEBOOK = "notebook.ipynb"
DRAWING = "headline.svg"
"""What the report's card shows."""


def stage_report(
    job: Job, state: State, failure: Failure | None, inputs: Inputs, root: Path
) -> dict[str, Any]:
    """Render a job's page beside its results and its notebook, in its staging folder.

    A failed job's page says so, and no results stand beside it; that of one which is withheld says
    why there is no report, and nothing else.

    Parameters
    ----------
    job : Job
        Has been run into its staging folder.
    state : State
        How it ended.
    failure : Failure or None
        Why it has no results; None if it has.
    inputs : Inputs
        What it was made from.
    root : Path
        Root folder of the project.

    Returns
    -------
    dict
        What the manifest keeps of this report, its state and times aside.
    """
    staging = root / job.staging
    notebook = _stage_notebook(job, failure, root)
    results = staging / RESULTS
    if failure is not None:
        results.unlink(missing_ok=True)
    has_results = results.is_file()
    headline = provenance = ""
    if has_results:
        provenance = identify_results(results)["provenance"]
        estimates = read_results(results)
        if isinstance(job.subject, OfTopic):
            headline = write_topic_headline(estimates, job.subject.pack)
        else:
            headline = write_headline(estimates, job.subject.study)
            write_text(staging / DRAWING, draw_headline(estimates, job.subject.study))
    page = render_report(notebook, _describe_page(job, state, failure, inputs))
    write_text(staging / PAGE, page)
    return {
        "title": job.title,
        "sections": _list_sections(page, job),
        "headline": headline,
        "provenance": provenance,
        "notebook": f"notebooks/{job.notebook.path.name}",
        "notebook_sha256": inputs.notebook_sha256,
        "data_sha256": inputs.data_sha256,
        "source_sha256": inputs.source_sha256,
        "environment_sha256": inputs.environment_sha256,
        "parameters": dict(inputs.parameters),
        "needs": dict(inputs.needs),
        "seed": inputs.seed,
        "key": inputs.key,
        "versions": find_versions(),
        "results_sha256": hash_file(results) if has_results else "",
        "files": hash_folder(staging),
    }


def _stage_notebook(job: Job, failure: Failure | None, root: Path) -> Any:
    """Tidy the notebook that was run, in its folder; of a report that is withheld there is none."""
    if job.is_withheld:
        return nbformat.v4.new_notebook()
    made = root / job.staging / NOTEBOOK
    notebook = tidy_notebook(_read_executed(made, job), root)
    if failure is not None and job.subject.is_protected:
        _clear_outputs(notebook)
    write_text(made, nbformat.writes(notebook) + "\n")
    return notebook


def _list_sections(page: str, job: Job) -> dict[str, str]:
    """Return the headings of the sections that stand on a page, of those declared, by id."""
    declared = job.notebook.front_matter.sections
    return {each.anchor: each.text for each in read_headings(page) if each.anchor in declared}


def _read_executed(made: Path, job: Job) -> Any:
    """Return the executed notebook; where none was written to its end, the stored one."""
    try:
        return nbformat.read(made, as_version=4)
    except (OSError, ValueError):
        return nbformat.read(job.notebook.path, as_version=4)


def _clear_outputs(notebook: Any) -> None:
    """Remove what the cells gave: a traceback may quote the participants' data."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []


def _describe_page(job: Job, state: State, failure: Failure | None, inputs: Inputs) -> Page:
    study, front = job.study, job.notebook.front_matter
    rule = say_rule(study.file) if study else ""
    question = front.question if study is None else fill_question(front.question, study)
    parameters = ", ".join(f"{name} = {value}" for name, value in inputs.parameters.items())
    versions = ", ".join(f"{name} {number}" for name, number in find_versions().items())
    details = (
        ("Study" if study else "Topic", f"{job.owner} ({job.subject.provenance})"),
        *([("Data fingerprint", inputs.data_sha256)] if job.subject.files else []),
        ("Notebook", f"notebooks/{job.notebook.path.name}"),
        ("Notebook fingerprint", inputs.notebook_sha256),
        ("Parameters", parameters),
        *((f"Results given, of {need}", digest) for need, digest in inputs.needs.items()),
        ("Seed", str(inputs.seed)),
        *([("Protection of participants", rule)] if rule else []),
        ("Code fingerprint", inputs.source_sha256),
        ("Versions", versions),
    )
    return Page(
        study_title=job.subject.title,
        title=front.title,
        question="" if job.is_withheld else question,
        sections=dict(front.sections),
        folded=front.folded,
        provenance=job.subject.provenance,
        banner=write_banner(study) if study else None,
        details=details,
        failure=str(failure or ""),
        failing_cell=failure.cell if failure else None,
        state=str(state),
        protected=job.subject.is_protected,
        of_published=front.evidence,
        is_of_study=study is not None,
        see=() if job.is_withheld else _list_links(job),
    )


def _list_links(job: Job) -> tuple[tuple[str, str], ...]:
    """Return what the page links to: reports of the topic that its study names."""
    topic = job.study.evidence if job.study else None
    if topic is None:
        return ()
    return tuple(
        (said, f"../../{topic.name}/{name}/index.html") for name, said in job.links.items()
    )
