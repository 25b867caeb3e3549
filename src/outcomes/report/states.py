"""What the states of the ledger mean to a reader."""

from __future__ import annotations

from dataclasses import dataclass

from outcomes.study.blinding import WITHHELD


@dataclass(frozen=True)
class StateWords:
    """A state in words.

    Parameters
    ----------
    name : str
        As in the ledger.
    short : str
        Beside the name of a report.
    title, meaning : str
        Over the report's own page; empty where nothing need be said there.
    is_bad : bool
        Whether the run ended without a report.
    """

    name: str
    short: str
    title: str = ""
    meaning: str = ""
    is_bad: bool = False


_INCOMPLETE = "This report is incomplete"
_NOTHING = "Nothing on this page may be read as a result."

STATES = {
    words.name: words
    for words in (
        StateWords("planned", "not run yet"),
        StateWords(
            "running",
            "running: not finished",
            "This report is being made",
            f"Its run has not ended, or its end was not recorded. {_NOTHING}",
        ),
        StateWords("succeeded", "complete"),
        StateWords("failed", "failed", f"{_INCOMPLETE}: it failed", _NOTHING, True),
        StateWords(
            "killed",
            "failed: the run was killed",
            f"{_INCOMPLETE}: its run was killed",
            _NOTHING,
            True,
        ),
        StateWords(
            "out-of-memory",
            "failed: out of memory",
            f"{_INCOMPLETE}: its run ran out of memory",
            _NOTHING,
            True,
        ),
        StateWords(
            "timed-out",
            "failed: took too long",
            f"{_INCOMPLETE}: its run took too long and was stopped",
            _NOTHING,
            True,
        ),
        StateWords(
            "too-much-output",
            "failed: showed too much",
            f"{_INCOMPLETE}: it showed too much and was stopped",
            _NOTHING,
            True,
        ),
        StateWords(
            "blocked",
            "not made: a report that it needs was not made",
            f"{_INCOMPLETE}: a report that it needs was not made",
            f"It is made once that report is. {_NOTHING}",
            True,
        ),
        StateWords(
            "withheld",
            "not made: the study is blinded",
            "This report is not made while the study is blinded",
            WITHHELD,
        ),
        StateWords(
            "stale",
            "out of date: what it was made from has changed since",
            "This report is out of date",
            "The study's files or the program have changed since it was made. Run it again before "
            "you rely on a number.",
        ),
    )
}
"""By the name in the ledger."""


def describe_state(name: str) -> StateWords:
    """Return a state's words; a state that is not known here is shown by its name, as a bad one."""
    return STATES.get(name) or StateWords(
        name, name.replace("-", " "), f"{_INCOMPLETE}: {name.replace('-', ' ')}", _NOTHING, True
    )
