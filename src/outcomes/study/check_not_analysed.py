"""Refusing what a plan declares and the analysis of its design does not carry out."""

from __future__ import annotations

from collections.abc import Iterator

from outcomes.errors import Fault
from outcomes.study.read_study_file import Draft
from outcomes.study.source import KeyPath

_PLAN = (
    *("covariates", "subgroups", "analysis-set", "per-protocol", "margin", "intercurrent"),
    "multiplicity",
)
"""Keys of the plan that only the comparison of groups of participants carries out."""


def check_not_analysed(draft: Draft) -> Iterator[Fault]:
    """Yield each key that asks for what is not done where a participant has several treatments.

    Parameters
    ----------
    draft : Draft
        The study file as far as it could be read.
    """
    file = draft.file
    if not draft.is_valid("design") or not file.has_several_treatments:
        return
    given = file.plan.model_fields_set
    asked: list[KeyPath] = [("plan", key) for key in _PLAN if key.replace("-", "_") in given]
    if file.plan.primary.method is not None:
        asked.append(("plan", "primary", "method"))
    if file.is_within_person and "covariance" in given:
        asked.append(("plan", "covariance"))
    elif file.plan.covariance.by_arm:
        asked.append(("plan", "covariance", "by-arm"))
    if file.strata:
        asked.append(("sequence", "strata"))
    if file.disclosure is not None:
        asked.append(("disclosure",))
    for path in asked:
        yield draft.source.fault(
            path,
            f"This is not carried out in a {file.design} study.",
            "Remove it; docs/methods/crossover.md says what is analysed.",
        )
    for number, name in enumerate((file.plan.primary.endpoint, *file.plan.secondary)):
        measure = file.measures.get(name.split(".", maxsplit=1)[0])
        if measure is not None and measure.kind == "binary":
            yield draft.source.fault(
                ("plan", "secondary", number - 1) if number else ("plan", "primary", "endpoint"),
                f"Answers of yes or no are not compared in a {file.design} study.",
                "Name an endpoint with scores; this one is described without a comparison.",
                name,
            )
