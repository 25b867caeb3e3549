"""Checking the adjustment for multiplicity of a plan: what cannot be done is refused here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from outcomes.errors import Fault
from outcomes.study.check_estimand import check_endpoint, check_pair, check_visit
from outcomes.study.codes import did_you_mean
from outcomes.study.measures import MeasureReading
from outcomes.study.multiplicity import (
    ADJUSTMENTS,
    GRAPHICAL,
    NONE,
    Hypothesis,
    list_hypotheses,
)
from outcomes.study.plan import Side
from outcomes.study.read_study_file import Draft
from outcomes.study.source import KeyPath

PATH: KeyPath = ("plan", "multiplicity")
ROUNDING = 1e-9
"""What shares such as a third may exceed their sum by."""

_LIST_OTHERS = "List the others under `hypotheses`; this one is exploratory then."


def check_multiplicity(draft: Draft, readings: Mapping[str, MeasureReading]) -> Iterator[Fault]:
    """Yield what is wrong with the adjustment for multiplicity that a study file declares.

    Parameters
    ----------
    draft : Draft
        The study file as far as it could be read.
    readings : mapping of str to MeasureReading
        How each sound measure is read.
    """
    if not draft.is_valid(*PATH):
        return
    declared = draft.file.plan.multiplicity
    if declared.method not in (NONE, *ADJUSTMENTS):
        yield _refuse_method(draft)
    elif declared == type(declared)():
        return
    elif declared.method == NONE:
        yield draft.source.fault(
            PATH, "Hypotheses are given and no method.", f"Add `method`: {_say_methods()}."
        )
    elif not draft.file.compares_arms:
        yield draft.source.fault(
            PATH,
            f"A {draft.file.design} study compares no arms, so no p value is there to adjust.",
            "Remove it.",
            declared.method,
        )
    elif draft.is_valid("plan", "primary") and draft.is_valid("plan", "secondary"):
        yield from _check_declared(draft)
        yield from _check_twice(draft)
        yield from _check_p_values(draft, readings)
        shape = list(_check_shape(draft))
        yield from shape
        if declared.method == GRAPHICAL and not shape:
            yield from _check_graph(draft)


def check_measured(draft: Draft, scores: pd.DataFrame) -> Iterator[Fault]:
    """Yield each hypothesis about an endpoint that nobody has a score of at the visit.

    Parameters
    ----------
    draft : Draft
        A study file without a fault.
    scores : pandas.DataFrame
        The long table of scores.
    """
    for path, each in _locate(draft):
        own = scores[scores["endpoint"] == each.endpoint]
        if (own["visit"] == each.visit).any():
            continue
        seen = [v.name for v in draft.file.visits if v.weeks and v.name in set(own["visit"])]
        other = f" Or give its visit there: {', '.join(seen)}." if seen else ""
        yield draft.source.fault(
            path,
            f"No participant has a score of {each.endpoint} at {each.visit}.",
            f"{_LIST_OTHERS}{other}",
            each.endpoint,
        )


def _locate(draft: Draft) -> list[tuple[KeyPath, Hypothesis]]:
    """Return each hypothesis with the place that names it."""
    plan = draft.file.plan
    listed = bool(plan.multiplicity.hypotheses)
    return [
        ((*PATH, "hypotheses", number) if listed else PATH, each)
        for number, each in enumerate(list_hypotheses(plan))
    ]


def _refuse_method(draft: Draft) -> Fault:
    method = draft.file.plan.multiplicity.method
    key = (*PATH, "method")
    return draft.source.fault(
        key if key in draft.source.lines else PATH,
        "There is no adjustment for multiplicity of this name.",
        f"{did_you_mean(method, ADJUSTMENTS)}There are: {_say_methods()}; or `{NONE}`.",
        method,
    )


def _say_methods() -> str:
    return ", ".join(f"`{name}`" for name in ADJUSTMENTS)


def _check_declared(draft: Draft) -> Iterator[Fault]:
    plan = draft.file.plan
    for number, each in enumerate(plan.multiplicity.hypotheses):
        path = (*PATH, "hypotheses", number)
        faults = list(check_endpoint(draft, path, each.endpoint))
        yield from faults
        if not faults and each.endpoint not in (plan.primary.endpoint, *plan.secondary):
            yield draft.source.fault(
                path,
                "The plan names this endpoint neither as primary nor as secondary.",
                "Add it to `plan.secondary`, or leave it out here.",
                each.endpoint,
            )
        if each.visit is not None:
            yield from check_visit(draft, path, each.visit)
        if each.comparison is not None:
            yield from _check_pair(draft, path, each.comparison)


def _check_pair(draft: Draft, path: KeyPath, pair: tuple[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with a pair; two active arms are compared where the plan says so."""
    faults = list(check_pair(draft, path, pair))
    yield from faults
    plan, arms = draft.file.plan, draft.file.arms
    if faults or not draft.is_valid("arms") or arms[pair[1]].role != "active":
        return
    if pair not in (plan.primary.comparison, *plan.comparisons):
        yield draft.source.fault(
            path,
            "The plan does not compare these arms.",
            "Add the pair to `plan.comparisons`, in this order.",
            f"[{', '.join(pair)}]",
        )


def _check_twice(draft: Draft) -> Iterator[Fault]:
    located = _locate(draft)
    for number, (path, each) in enumerate(located):
        # an endpoint that is secondary twice is a fault of its own
        if path != PATH and each in [other for _, other in located[:number]]:
            yield draft.source.fault(
                path, "This hypothesis is listed already.", "Keep one.", each.endpoint
            )


def _check_p_values(draft: Draft, readings: Mapping[str, MeasureReading]) -> Iterator[Fault]:
    """Yield the hypotheses that no p value is calculated for, or several are."""
    for path, each in _locate(draft):
        reading = readings.get(each.endpoint.split(".", maxsplit=1)[0])
        if reading is None:
            continue
        kinds = {one.name: one.kind for one in reading.endpoints.values()}
        side = reading.measure.side
        if kinds.get(each.endpoint) == "binary":
            message = "Yes-or-no endpoints are compared without a p value, so none can be adjusted."
        elif isinstance(side, Side) and side.combine == "separate":
            message = "Its sides are analysed separately, so it has a p value for each side."
        else:
            continue
        yield draft.source.fault(path, message, _LIST_OTHERS, each.endpoint)


def _check_shape(draft: Draft) -> Iterator[Fault]:
    """Yield weights and transitions that are missing, or that the method has no use for."""
    declared, say = draft.file.plan.multiplicity, draft.source.fault
    if declared.method != GRAPHICAL:
        for key in ("weights", "transitions"):
            if getattr(declared, key):
                message = f"`{declared.method}` has no {key}."
                yield say((*PATH, key), message, f"Remove them, or say `method: {GRAPHICAL}`.")
        return
    number = len(list_hypotheses(draft.file.plan))
    if len(declared.weights) != number:
        yield say(
            (*PATH, "weights"),
            f"A graphical procedure needs {number} weights, one for each hypothesis; here are "
            f"{len(declared.weights)}.",
            "Give the share of alpha that each starts with, as `weights: [0.5, 0.5, 0]`.",
        )
    if [len(row) for row in declared.transitions] != [number] * number:
        yield say(
            (*PATH, "transitions"),
            f"A graphical procedure needs {number} rows of {number} transitions.",
            "Give a row for each hypothesis: the shares of its weight that go to each of them "
            "once it is rejected.",
        )


def _check_graph(draft: Draft) -> Iterator[Fault]:
    declared = draft.file.plan.multiplicity
    yield from _check_shares(draft, (*PATH, "weights"), declared.weights)
    if not any(declared.weights):
        yield draft.source.fault(
            (*PATH, "weights"), "Every weight is 0.", "Give a hypothesis a weight to start with."
        )
    for place, row in enumerate(declared.transitions):
        path = (*PATH, "transitions", place)
        yield from _check_shares(draft, path, row)
        if row[place]:
            yield draft.source.fault(
                path, "A hypothesis passes weight on to itself.", "Make it 0.", row[place]
            )


def _check_shares(draft: Draft, path: KeyPath, shares: Iterable[float]) -> Iterator[Fault]:
    shares = list(shares)
    if not all(0 <= share <= 1 for share in shares):
        yield draft.source.fault(path, "A share is not between 0 and 1.", "Correct it.", shares)
    elif sum(shares) > 1 + ROUNDING:
        yield draft.source.fault(
            path,
            f"These shares add up to {sum(shares):.6g}, and there is 1 to give.",
            "Make them add up to 1 at most.",
            shares,
        )
