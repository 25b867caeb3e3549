"""What trials say whose numbers were not printed: who did better, by the authors' own tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outcomes.displays.links import cite_within
from outcomes.displays.passage import Passage
from outcomes.evidence import Pack, list_directions
from outcomes.vocabulary.sentences import join_words
from outcomes.vocabulary.trials import say_weeks

CAVEAT = (
    "No effect was printed or could be read for these results, so they are set out as directions "
    "and not pooled (Synthesis Without Meta-analysis, SWiM). The direction is that of the authors' "
    "own test: no difference found is not the same as no difference, above all in small trials, "
    "and a count of directions weighs a large trial no more than a small one."
)


def write_directions(pack: Pack, joint: str) -> Passage | None:
    """Write who did better where no number was printed, one sentence per kind of comparator.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it.

    Returns
    -------
    Passage or None
        Of kind ``finding``; None where there is no such result.
    """
    points = say_directions(pack, joint)
    if not points:
        return None
    return Passage("finding", "Directions without numbers", (tuple(points), CAVEAT))


def say_directions(pack: Pack, joint: str, comparator: str = "") -> list[str]:
    """Return who did better, one sentence per kind of comparator that has a result.

    Parameters
    ----------
    pack : Pack
        The evidence.
    joint : str
        As a study file gives it.
    comparator : str
        The only kind that is asked for, as ``placebo``; every kind where it is left out.
    """
    by_role: dict[str, list[Mapping[str, Any]]] = {}
    for row in list_directions(pack, joint):
        if comparator not in ("", row["comparator_role"]):
            continue
        by_role.setdefault(row["comparator_role"], []).append(row)
    return [_say_role(pack, role, rows) for role, rows in by_role.items()]


def _say_role(pack: Pack, role: str, rows: Sequence[Mapping[str, Any]]) -> str:
    found = {
        "better": f"{pack.topic.arm} did better in",
        "worse": "worse in",
        "no difference": "no difference was found in",
    }
    clauses = []
    for direction, said in found.items():
        by_trial: dict[str, list[str]] = {}
        for row in rows:
            if row["direction"] == direction:
                by_trial.setdefault(row["trial"], []).append(
                    f"{row['outcome']}{say_weeks(row['week'])}"
                )
        if by_trial:
            named = [
                f"{pack.name_citation(trial)} ({'; '.join(outcomes)})"
                for trial, outcomes in by_trial.items()
            ]
            clauses.append(f"{said} {join_words(named)}")
    text = f"Against {pack.topic.name_comparator(role)}: {'; '.join(clauses)}."
    return cite_within(text, pack.cite(row["citation"] for row in rows))
