"""Checking what notebooks say of themselves, alone and of one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from outcomes.errors import Fault, NotebookError, ParameterError, RunError
from outcomes.evidence import Pack
from outcomes.runs.notebooks import Notebook, name_results_parameter, suggest
from outcomes.runs.parameters import read_parameters


def check_notebooks(
    notebooks: Mapping[str, Notebook], names: Iterable[str] | None = None
) -> tuple[Fault, ...]:
    """Check notebooks, and those that they need.

    Parameters
    ----------
    notebooks : mapping of str to Notebook
        Every notebook there is, by report name.
    names : iterable of str, optional
        Reports whose notebooks are checked; every one if left out.

    Returns
    -------
    tuple of Fault
        Everything that is wrong, by notebook; empty if nothing is.
    """
    faults: list[Fault] = []
    waiting, seen = list(notebooks if names is None else names), set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in notebooks:
            continue
        seen.add(name)
        notebook = notebooks[name]
        try:
            waiting += [*notebook.front_matter.needs, *notebook.front_matter.see]
            faults += [*_check_needs(notebook, notebooks), *_check_links(notebook, notebooks)]
        except NotebookError as error:
            faults += error.faults
        except RunError:
            fault = Fault("This cannot be read as a notebook.", "Restore it.", notebook.place)
            faults.append(fault)
    return tuple(faults)


def refuse_faulty(notebooks: Mapping[str, Notebook], names: Iterable[str]) -> None:
    """Refuse notebooks, or any that they need, that do not say rightly what they are.

    Raises
    ------
    NotebookError
        With every fault of all of them.
    """
    faults = check_notebooks(notebooks, names)
    if faults:
        raise NotebookError(faults)


def _check_needs(notebook: Notebook, notebooks: Mapping[str, Notebook]) -> Iterator[Fault]:
    """Yield needs that cannot be met: nobody makes them, or none could be made first.

    Each must have a parameter by which the notebook is given it.
    """
    declared = _list_texts(notebook)
    for number, need in enumerate(notebook.front_matter.needs):
        parameter = name_results_parameter(need)
        if need not in notebooks:
            message, fix = "No notebook makes this report.", suggest(need, notebooks)
        elif is_of_topic(notebooks[need]):
            message, fix = "This report is of a topic and gives no results.", "Name it under `see`."
        elif notebook.name in _reach(need, notebooks):
            message = "These reports need one another, so none could be made first."
            fix = "Remove the need from one of them."
        elif declared is not None and parameter not in declared:
            message = f"The notebook has no parameter {parameter} to be given what it needs."
            fix = f'Add {parameter}: str = "" to its parameters cell.'
        else:
            continue
        yield notebook.fault(("needs", number), message, fix)


def _check_links(notebook: Notebook, notebooks: Mapping[str, Notebook]) -> Iterator[Fault]:
    """Yield links to reports that there are not, or that are not of a topic."""
    for report in notebook.front_matter.see:
        if report not in notebooks:
            message, fix = "No notebook makes this report.", suggest(report, notebooks)
        elif not is_of_topic(notebooks[report]):
            message, fix = "This report is not of a topic.", "Remove the line."
        else:
            continue
        yield notebook.fault(("see", report), message, fix)


def is_of_topic(notebook: Notebook) -> bool:
    """Whether a notebook reports a topic; one that does not say rightly what it is, does not."""
    try:
        return notebook.front_matter.of == "topic"
    except RunError:
        return False


def list_topic_reports(notebooks: Mapping[str, Notebook], pack: Pack) -> list[str]:
    """Return the reports that are made of a topic: those whose tables its evidence has."""
    return [
        name
        for name, each in notebooks.items()
        if is_of_topic(each) and all(len(pack.tables[table]) for table in each.front_matter.tables)
    ]


def _list_texts(notebook: Notebook) -> set[str] | None:
    """Return the parameters of a notebook that are texts; None where planning refuses its cell."""
    try:
        declared = read_parameters(notebook).model_fields
    except ParameterError:
        return None
    return {name for name, field in declared.items() if field.annotation is str}


def _reach(name: str, notebooks: Mapping[str, Notebook]) -> set[str]:
    """Return a report and all that it needs, as far as notebooks can be read."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in notebooks:
            continue
        reached.add(name)
        try:
            waiting += notebooks[name].front_matter.needs
        except RunError:
            continue
    return reached
