"""Plan the jobs: which notebook is run for which study or topic, with which parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from outcomes.errors import ParameterError, RunError, StudyError
from outcomes.runs.check_notebooks import is_of_topic, list_topic_reports, refuse_faulty
from outcomes.runs.jobs import Job, is_withheld, name_variant
from outcomes.runs.load_studies import combine, find_studies, load_studies
from outcomes.runs.notebooks import (
    Notebook,
    find_notebooks,
    get_notebook,
    name_results_parameter,
)
from outcomes.runs.parameters import read_parameters, resolve_parameters
from outcomes.runs.subjects import OfStudy, OfTopic, find_topics
from outcomes.study.study import Study

_RESERVED = {
    "study": "name the study as an argument: outcomes run STUDY",
    "topic": "it is the evidence that the study file names",
    "results_file": "it is always results.json beside the report",
}


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


@dataclass(frozen=True)
class Plan:
    """What is run of what was asked for.

    Parameters
    ----------
    jobs : tuple of Job
        By request; by study in the order asked for, then by topic that these name; then by the
        notebooks' numbers, but what another one needs before that one.
    refused : tuple of StudyError
        Studies that have faults, or ask for reports that are not there or do not suit them.
    """

    jobs: tuple[Job, ...]
    refused: tuple[StudyError, ...] = ()


def plan_jobs(
    root: Path,
    studies: Sequence[str] = (),
    only: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
    *,
    seed: int = 0,
) -> tuple[Job, ...]:
    """Plan a run of one request in which no study may have a fault; see `plan_requests`.

    Raises
    ------
    StudyError
        If any study has faults; holds all faults of all of them.
    """
    plan = plan_requests(root, [make_request(studies, only, parameters or {}, seed)])
    if plan.refused:
        raise combine(plan.refused)
    return plan.jobs


def make_request(
    studies: Sequence[str], only: Sequence[str], given: Mapping[str, str], seed: int = 0
) -> Request:
    """Return what the command line asks for; with parameters of its own it is a variant.

    So a report that was made to see what another choice gives never takes the place of the one
    that was planned.
    """
    return Request(studies, only, dict(given), seed=seed, variant=name_variant(given))


def plan_requests(root: Path, requests: Sequence[Request]) -> Plan:
    """Plan a run, and check all of it before anything is run or written.

    Parameters
    ----------
    root : Path
        Root folder of the project.
    requests : sequence of Request
        What is asked for; each study is read once.

    Raises
    ------
    StudyError
        If every study asked for has faults; holds all faults of all of them.
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
    loaded, refused = load_studies(root, every, notebooks) if every else ((), ())
    if refused and not loaded:
        raise combine(refused)
    studies = {study.id: study for study in loaded}
    of_topics = [name for name, each in notebooks.items() if is_of_topic(each)]
    asked = [name for study in loaded for name in study.file.reports]
    refuse_faulty(notebooks, [*asked, *of_topics])
    topics = find_topics(loaded, root)
    jobs = tuple(
        job
        for request, names in zip(requests, wanted, strict=True)
        for job in _plan(
            request, [studies[name] for name in names if name in studies], topics, notebooks
        )
    )
    return Plan(jobs, refused)


def _plan(
    request: Request,
    studies: Sequence[Study],
    topics: Mapping[str, OfTopic],
    notebooks: Mapping[str, Notebook],
) -> list[Job]:
    wanted = {get_notebook(notebooks, name).name for name in request.only}
    jobs = [
        _make_job(study, notebooks, name, request, asked=not wanted or name in wanted)
        for study in studies
        for name in _choose_reports(study, wanted, notebooks)
    ]
    jobs += [
        _make_topic_job(topics[topic], notebooks[name], request, asked=not wanted or name in wanted)
        for topic, name in _choose_of_topics(studies, wanted, jobs, notebooks)
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
        for need in _find_needs(study, notebooks[name], notebooks):
            choose(need)
        if name not in chosen:
            chosen.append(name)

    for name in notebooks:
        if name in study.file.reports and (not wanted or name in wanted):
            choose(name)
    return chosen


def _choose_of_topics(
    studies: Sequence[Study],
    wanted: Collection[str],
    jobs: Sequence[Job],
    notebooks: Mapping[str, Notebook],
) -> list[tuple[str, str]]:
    """Return topics with the reports to be made of each: those asked for, and those linked to."""
    linked = {
        (job.study.evidence.name, report)
        for job in jobs
        if job.study is not None and job.study.evidence is not None
        for report in job.links
    }
    packs = {study.evidence.name: study.evidence for study in studies if study.evidence}
    return [
        (topic, name)
        for topic, pack in packs.items()
        for name in list_topic_reports(notebooks, pack)
        if not wanted or name in wanted or (topic, name) in linked
    ]


def _find_links(
    study: Study, notebook: Notebook, notebooks: Mapping[str, Notebook]
) -> dict[str, str]:
    """Return the reports of the study's topic that a page links to, with the words of the link.

    They are made with it. A variant has none: they would be those that others publish.
    """
    if study.evidence is None:
        return {}
    made = list_topic_reports(notebooks, study.evidence)
    return {name: said for name, said in notebook.front_matter.see.items() if name in made}


def _find_needs(
    study: Study, notebook: Notebook, notebooks: Mapping[str, Notebook]
) -> tuple[str, ...]:
    """Return which of the reports that a notebook needs are made of a study: those it asks for.

    That a report suits the study's design was checked when the study was loaded. What is withheld
    of a blinded study is not made, and needs nothing.
    """
    if is_withheld(study, notebook):
        return ()
    asked = [need for need in notebook.front_matter.needs if need in study.file.reports]
    return tuple(need for need in asked if not is_withheld(study, notebooks[need]))


def _make_job(
    study: Study, notebooks: Mapping[str, Notebook], name: str, request: Request, *, asked: bool
) -> Job:
    notebook = notebooks[name]
    if not asked:
        request = _adapt_to_need(request, notebook)
    needs = _find_needs(study, notebook, notebooks)
    links = {} if request.variant else _find_links(study, notebook, notebooks)
    job = Job(OfStudy(study), notebook, {}, request.seed, request.variant, needs, links)
    inherited = {
        "study": study.id,
        "level": round(1 - study.file.plan.alpha, 10),
        "results_file": f"{job.staging}/results.json",
        **{name_results_parameter(need): job.needed_file(need) for need in needs},
    }
    for need in notebook.front_matter.needs:
        instead = f"it is given the results of the report {need}, if the study asks for that one"
        _refuse({**request.values, **request.given}, {name_results_parameter(need): instead})
    return _resolve(job, inherited, request)


def _make_topic_job(topic: OfTopic, notebook: Notebook, request: Request, *, asked: bool) -> Job:
    if not asked:
        request = _adapt_to_need(request, notebook)
    job = Job(topic, notebook, {}, request.seed, request.variant)
    return _resolve(
        job, {"topic": topic.id, "results_file": f"{job.staging}/results.json"}, request
    )


def _resolve(job: Job, inherited: Mapping[str, object], request: Request) -> Job:
    """Give a job the value of every parameter; its notebook must have one for what it is of."""
    notebook, of = job.notebook, job.notebook.front_matter.of
    resolved = resolve_parameters(notebook, inherited, request.given, request.values)
    if of not in resolved:
        raise ParameterError(
            f"notebook {notebook.path.name} has no parameter {of!r}, so it cannot be told which "
            f'{of} to report. Add {of}: str = "..." to its parameters cell.'
        )
    return replace(job, parameters=resolved)


def _adapt_to_need(request: Request, notebook: Notebook) -> Request:
    """Return a request as it reaches a report that is made only because another one needs it.

    That is the report which the study publishes, so no seed given for the other one is its own; of
    a variant it is that variant's, and takes the parameters that it knows.
    """
    if not request.variant:
        return Request()
    known = read_parameters(notebook).model_fields
    return replace(
        request,
        given={name: value for name, value in request.given.items() if name in known},
        values={name: value for name, value in request.values.items() if name in known},
    )


def _refuse(given: Mapping[str, object], reserved: Mapping[str, str]) -> None:
    for name, instead in reserved.items():
        if name in given:
            raise ParameterError(f"parameter {name!r} is set by the run itself: {instead}.")
