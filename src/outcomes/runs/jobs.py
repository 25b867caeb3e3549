"""Plan the jobs: which notebook is run for which study, with which parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from outcomes.errors import Fault, ParameterError, RunError, StudyError
from outcomes.runs.check_notebooks import refuse_faulty
from outcomes.runs.check_reports import load_checked
from outcomes.runs.notebooks import (
    Notebook,
    find_notebooks,
    get_notebook,
    name_results_parameter,
    suggest,
)
from outcomes.runs.parameters import read_parameters, resolve_parameters
from outcomes.study import list_studies
from outcomes.study.study import Study

RAW = "data/raw"
REPORTS = "reports"
STAGING = f"{REPORTS}/.staging"
NEEDS = "needs"
"""In a report's staging folder, the folder with the results that it is given."""
_RESERVED = {
    "study": "name the study as an argument: outcomes run STUDY",
    "results_file": "it is always results.json beside the report",
}


@dataclass(frozen=True)
class Job:
    """One notebook to be run for one study.

    Parameters
    ----------
    study : Study
        Loaded and free of faults.
    notebook : Notebook
        What is run.
    parameters : mapping
        A value for every parameter of the notebook.
    seed : int
        What the notebook's random state is made from, beside all that the report depends on.
    variant : str
        Name of the set of parameters in a batch; empty for the report as the study asks for it.
    needs : tuple of str
        Names of the notebooks whose results it is given: those that it needs and the study asks
        for.
    """

    study: Study
    notebook: Notebook
    parameters: Mapping[str, object]
    seed: int = 0
    variant: str = ""
    needs: tuple[str, ...] = ()

    @property
    def report(self) -> str:
        """The report's name: the notebook's, and the variant's if there is one."""
        return name_report(self.notebook.name, self.variant)

    @property
    def shown_parameters(self) -> dict[str, object]:
        """The parameters that are a choice of the analysis; where files are staged is none."""
        staged = {"results_file", *map(name_results_parameter, self.notebook.front_matter.needs)}
        return {name: value for name, value in self.parameters.items() if name not in staged}

    @property
    def title(self) -> str:
        """The report's title: the notebook's, with the variant if there is one."""
        return title_report(self.notebook.front_matter.title, self.variant)

    @property
    def needed_folders(self) -> Mapping[str, str]:
        """Where the reports that it needs are published, by notebook: those of the same variant."""
        return {
            need: f"{REPORTS}/{self.study.id}/{name_report(need, self.variant)}"
            for need in self.needs
        }

    @property
    def folder(self) -> str:
        """Where the report is published, relative to the root."""
        return f"{REPORTS}/{self.study.id}/{self.report}"

    @property
    def staging(self) -> str:
        """Where the report is made before it is published, relative to the root."""
        return f"{STAGING}/{self.study.id}/{self.report}"

    def needed_file(self, need: str) -> str:
        """Return where it finds the results of a notebook that it needs, relative to the root."""
        return f"{self.staging}/{NEEDS}/{need}.json"


@dataclass(frozen=True)
class Request:
    """What is asked for: studies, notebooks and values of their parameters.

    Parameters
    ----------
    studies : sequence of str
        Study ids; none means every study.
    only : sequence of str
        Notebooks (report names or files) to run; none means all that each study wants.
    given : mapping of str to str
        Values of parameters from the command line, as typed; they win over all others.
    values : mapping
        Values of parameters from a batch file; they win over the study's and the notebook's.
    seed : int
        What the notebooks' random states are made from.
    variant : str
        Name of this set of parameters, which the reports' names then carry.
    """

    studies: Sequence[str] = ()
    only: Sequence[str] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    seed: int = 0
    variant: str = ""


def plan_jobs(
    root: Path,
    studies: Sequence[str] = (),
    only: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
    *,
    seed: int = 0,
) -> tuple[Job, ...]:
    """Plan a run of one request; see `Request` and `plan_requests`."""
    return plan_requests(root, [Request(studies, only, dict(parameters or {}), seed=seed)])


def plan_requests(root: Path, requests: Sequence[Request]) -> tuple[Job, ...]:
    """Plan a run, and check all of it before anything is run or written.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    requests : sequence of Request
        What is asked for; each study is read once.

    Returns
    -------
    tuple of Job
        By request; by study in the order asked for; then by the notebooks' numbers, but what
        another one needs before that one.

    Raises
    ------
    StudyError
        If any study has faults, or asks for reports that are not there or do not suit it; holds
        all faults of all of them.
    NotebookError
        If any of the notebooks does not say rightly what it is; holds all faults of all of them.
    ParameterError
        If a notebook lacks a parameter given, or a value is of another type.
    RunError
        If a study or notebook does not exist, or nothing is left to do.
    """
    notebooks = find_notebooks(root)
    for request in requests:
        _refuse({**request.values, **request.given}, _RESERVED)
    wanted = [find_studies(root, request.studies) for request in requests]
    every = tuple(dict.fromkeys(name for names in wanted for name in names))
    studies = {study.id: study for study in load_studies(root, every, notebooks)} if every else {}
    refuse_faulty(notebooks, [name for study in studies.values() for name in study.file.reports])
    return tuple(
        job
        for request, names in zip(requests, wanted, strict=True)
        for job in _plan(request, [studies[name] for name in names], notebooks)
    )


def _plan(
    request: Request, studies: Sequence[Study], notebooks: Mapping[str, Notebook]
) -> list[Job]:
    wanted = {get_notebook(notebooks, name).name for name in request.only}
    jobs = [
        _make_job(study, notebooks, name, request, asked=not wanted or name in wanted)
        for study in studies
        for name in _choose_reports(study, wanted, notebooks)
    ]
    if not jobs:
        asked = f" that asks for {', '.join(sorted(wanted))}" if wanted else ""
        raise RunError(
            f"nothing to run: there is no study{asked}. "
            "See what there is with outcomes list; reports are asked for in study.yaml."
        )
    return jobs


def _choose_reports(
    study: Study, wanted: Collection[str], notebooks: Mapping[str, Notebook]
) -> list[str]:
    """Return the reports to be made of a study, what one needs before it."""
    chosen: list[str] = []

    def choose(name: str) -> None:
        for need in find_needs(study, notebooks[name]):
            choose(need)
        if name not in chosen:
            chosen.append(name)

    for name in notebooks:
        if name in study.file.reports and (not wanted or name in wanted):
            choose(name)
    return chosen


def find_needs(study: Study, notebook: Notebook) -> tuple[str, ...]:
    """Return which of the reports that a notebook needs are made of a study: those it asks for.

    That a report suits the study's design was checked when the study was loaded.
    """
    return tuple(need for need in notebook.front_matter.needs if need in study.file.reports)


def find_studies(root: Path, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the ids of the studies asked for, each once; every study if none is named.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    names : sequence of str
        Ids, or folders in ``data/raw``.

    Raises
    ------
    RunError
        If there is no such study; the message names the nearest.
    """
    there = list_studies(root)
    raw = (root / RAW).resolve()
    found = [Path(n).resolve().name if Path(n).resolve().parent == raw else n for n in names]
    for name in found:
        if name not in there and not _is_folder(raw, name):
            raise RunError(f"there is no study {name!r} in {RAW}. {suggest(name, there)}")
    return tuple(dict.fromkeys(found or there))


def _is_folder(raw: Path, name: str) -> bool:
    """Whether a study was begun there: what its folder lacks is told when it is checked."""
    return name not in ("", "..") and Path(name).name == name and (raw / name).is_dir()


def load_studies(
    root: Path, names: Sequence[str], notebooks: Mapping[str, Notebook]
) -> tuple[Study, ...]:
    """Load studies by id, or every study there is; all faults of all of them come at once."""
    loaded: list[Study] = []
    refused: list[StudyError] = []
    for name in find_studies(root, names):
        try:
            loaded.append(load_checked(root / RAW / name, notebooks))
        except StudyError as error:
            refused.append(error)
    if refused:
        raise _combine(refused)
    return tuple(loaded)


def _combine(errors: Sequence[StudyError]) -> StudyError:
    if len(errors) == 1:
        return errors[0]
    faults: list[Fault] = []
    for error in errors:
        faults += [replace(fault, file=f"{error.study}/{fault.file}") for fault in error.faults]
    return StudyError(", ".join(error.study for error in errors), faults)


def name_report(notebook: str, variant: str) -> str:
    """Return a report's name, and its folder's: ``my-report--strict`` for a variant."""
    return f"{notebook}--{variant}" if variant else notebook


def base_report(report: str) -> str:
    """Return the report that a variant is one of."""
    return report.partition("--")[0]


def variant_of(report: str) -> str:
    """Return the variant that a report is; empty if it is none."""
    return report.partition("--")[2]


def title_report(title: str, variant: str) -> str:
    """Return a report's title, with its variant if it is one."""
    return f"{title} ({variant})" if variant else title


def _make_job(
    study: Study, notebooks: Mapping[str, Notebook], name: str, request: Request, *, asked: bool
) -> Job:
    """Plan one job.

    One that is only needed by another is the report that the study publishes, so the parameters
    given for the other are not its own; of a variant it is that variant's, and takes those that it
    knows.
    """
    notebook = notebooks[name]
    needs = find_needs(study, notebook)
    job = Job(study, notebook, {}, request.seed, request.variant, needs)
    inherited = {
        "study": study.id,
        "level": round(1 - study.file.plan.alpha, 10),
        "results_file": f"{job.staging}/results.json",
        **{name_results_parameter(need): job.needed_file(need) for need in needs},
    }
    given, values = request.given, request.values
    for need in notebook.front_matter.needs:
        instead = f"it is given the results of the report {need}, if the study asks for that one"
        _refuse({**values, **given}, {name_results_parameter(need): instead})
    if not asked and not request.variant:
        given, values = {}, {}
    elif not asked:
        known = read_parameters(notebook).model_fields
        given = {name: value for name, value in given.items() if name in known}
        values = {name: value for name, value in values.items() if name in known}
    resolved = resolve_parameters(notebook, inherited, given, values)
    if "study" not in resolved:
        raise ParameterError(
            f"notebook {notebook.path.name} has no parameter 'study', so it cannot be told which "
            'study to report. Add study: str = "..." to its parameters cell.'
        )
    return replace(job, parameters=resolved)


def _refuse(given: Mapping[str, object], reserved: Mapping[str, str]) -> None:
    for name, instead in reserved.items():
        if name in given:
            raise ParameterError(f"parameter {name!r} is set by the run itself: {instead}.")
