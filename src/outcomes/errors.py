"""The exceptions of this package, in one tree.

::

    OutcomesError
    ├── StudyError          a study's files are wrong; carries every Fault found
    ├── InstrumentError     an instrument is unknown, or items cannot be scored with it
    ├── ArgumentError       a function was given another kind of object, or an unknown name
    ├── ParameterError      a notebook was given a parameter it does not have, or a wrong value
    ├── EvidenceError       the packaged published numbers are wrong, or lack what was asked for
    ├── AnalysisError       an analysis cannot be done with these data
    │   ├── NotEstimableError   the scores do not suffice; carries the Reason
    │   ├── NoEffectError       what a trial printed gives no effect; carries a code
    │   ├── DesignError         a model's columns, levels, visits or patients do not allow it
    │   └── ConvergenceError    an iterative fit has found no trustworthy optimum
    ├── DrawingError        a figure holds what a page cannot show
    └── RunError            a job cannot be planned, run or published
        ├── NotebookError       notebooks do not say rightly what they are; carries every Fault
        ├── InterruptedRunError a run was ended by a signal
        ├── ForkError           no process can be forked here: a kernel is to be spawned instead
        └── NotebookDiedError   the process that ran a notebook ended before the notebook did
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from signal import Signals
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outcomes.analysis_record import Reason


MOST_LISTED = 10
"""Rows and values that one line lists."""

_QUOTED = re.compile(r"`([^`]*)`")
_NUMBERS = re.compile(r"\d[\d.,]*")


class OutcomesError(Exception):
    """Base of every error that this package raises on purpose."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a study's files, and what to do about it.

    Parameters
    ----------
    message : str
        What is wrong, in one sentence.
    fix : str
        What to do about it, in one sentence.
    file : str
        File name, relative to the study's folder; of a notebook, to the project's.
    row : int, optional
        Line in that file, the first line being 1 (in a CSV file, the header); of a notebook, line
        of its first cell.
    column : str, optional
        Column of a table, or dotted key of the study file or the front matter.
    value : str, optional
        The value found there.
    """

    message: str
    fix: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None

    @property
    def place(self) -> str:
        """File, row and column, as ``scores.csv, row 3, column pain``."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            is_key = self.file.endswith((".yaml", ".yml", ".ipynb"))
            parts.append(self.column if is_key else f"column {self.column}")
        return ", ".join(parts)

    @property
    def cause(self) -> str:
        """What is wrong without anything that stands in a table, for files that are passed on."""
        if self.file.endswith((".yaml", ".ipynb")):
            return self.message
        return _QUOTED.sub(
            lambda text: text[0] if text[1] == self.column else "`...`", self.message
        )

    def __str__(self) -> str:
        found = "" if self.value is None else f" (found {self.value!r})"
        return f"{self.place}: {self.message}{found} {self.fix}"


def list_faults(faults: Iterable[Fault]) -> Iterator[str]:
    """Yield faults as lines, those of one cause in one column as one line with their rows."""
    alike: dict[tuple[str, str, str, str | None], list[Fault]] = {}
    for fault in faults:
        advice = _NUMBERS.sub("0", fault.fix)  # that names the value found is one advice
        alike.setdefault((fault.message, advice, fault.file, fault.column), []).append(fault)
    for group in alike.values():
        first = group[0]
        if len(group) == 1:
            yield str(first)
            continue
        rows = _join([str(fault.row) for fault in group])
        values = list(
            dict.fromkeys(repr(fault.value) for fault in group if fault.value is not None)
        )
        found = f" (found {_join(values)})" if values else ""
        place = first.place.replace(f"row {first.row}", f"rows {rows}")
        yield f"{place}: {first.message}{found} {first.fix}"


def _join(texts: list[str]) -> str:
    """Return the first few texts, and how many more there are."""
    rest = len(texts) - MOST_LISTED
    return ", ".join(texts[:MOST_LISTED]) + (f" and {rest} more" if rest > 0 else "")


class StudyError(OutcomesError):
    """A study's files are wrong.

    Parameters
    ----------
    study : str
        Name of the study's folder.
    faults : iterable of Fault
        Every fault found, in the order of files and rows.
    """

    def __init__(self, study: str, faults: Iterable[Fault]) -> None:
        self.study = study
        self.faults = tuple(faults)
        lines = list(list_faults(self.faults))
        heading = f"study {study}: {len(lines)} fault{'' if len(lines) == 1 else 's'} found"
        super().__init__("\n".join([heading, *(f"  {line}" for line in lines)]))


class InstrumentError(OutcomesError):
    """An instrument is unknown, or items cannot be scored with it."""


class ArgumentError(OutcomesError):
    """A function was given another kind of object than it takes, or a name that a study lacks."""


class ParameterError(OutcomesError):
    """A notebook was given a parameter it does not have, or a value it cannot take."""


class EvidenceError(OutcomesError):
    """The packaged published numbers are wrong, or lack what was asked for."""


class AnalysisError(OutcomesError):
    """An analysis cannot be done with these data."""


class NotEstimableError(AnalysisError):
    """The scores of a study do not suffice for an estimate.

    Parameters
    ----------
    reason : Reason
        Why; its ``detail`` is the message.
    """

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.detail or reason.code)


class NoEffectError(AnalysisError):
    """No effect between two arms can be made of what a trial printed.

    Parameters
    ----------
    code : str
        Why, one of `outcomes.analysis.synthesis.derivation.NoEffect`.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class DesignError(AnalysisError):
    """A model's columns, levels, visits or patients do not allow the analysis.

    Parameters
    ----------
    message : str
        What is wrong, in the words of the data frame.
    reason : Reason, optional
        The same for readers, where it is of a known kind.
    """

    def __init__(self, message: str, reason: Reason | None = None) -> None:
        self.reason = reason
        super().__init__(message)


class ConvergenceError(AnalysisError):
    """An iterative fit has found no optimum that can be trusted."""


class DrawingError(OutcomesError):
    """A figure holds what a page cannot show in every light."""


class RunError(OutcomesError):
    """A job cannot be planned, run or published."""


class NotebookError(RunError):
    """Notebooks do not say rightly what they are.

    Parameters
    ----------
    faults : iterable of Fault
        Every fault found, by notebook and line.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        number = len(self.faults)
        heading = f"notebooks: {number} fault{'' if number == 1 else 's'} found"
        super().__init__("\n".join([heading, *(f"  {fault}" for fault in self.faults)]))


class InterruptedRunError(RunError):
    """A run was ended by a signal; the ledger says what became of each job.

    Parameters
    ----------
    signum : int
        SIGINT or SIGTERM.
    entries : tuple
        The ledger's line of each job.
    """

    def __init__(self, signum: int, entries: tuple[Any, ...]) -> None:
        self.signum = signum
        self.entries = entries
        super().__init__(
            f"the run was interrupted by {Signals(signum).name}. "
            "Run the same command again: what was finished is kept."
        )


class ForkError(RunError):
    """No process can be forked here, now; a kernel is to be spawned instead."""


class NotebookDiedError(RunError):
    """The process that ran a notebook ended before the notebook did.

    Parameters
    ----------
    state : str
        ``killed``, ``out-of-memory``, ``timed-out`` or ``too-much-output``.
    name : str
        What stands where an exception's name would: ``SIGKILL``, ``TimedOut``, ``OutOfMemory``.
    message : str
        What happened, in a sentence.
    cell : int
        Position of the cell that was running, the first being 0.
    """

    def __init__(self, state: str, name: str, message: str, cell: int) -> None:
        self.state = state
        self.name = name
        self.cell = cell
        super().__init__(message)
