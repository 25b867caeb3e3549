"""The table of the plan, in the words of ICH E9(R1)."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.displays.table import Column, Table
from outcomes.rounding import format_printed
from outcomes.study.multiplicity import list_hypotheses
from outcomes.study.plan import Plan
from outcomes.study.study import Study
from outcomes.vocabulary.hypotheses import name_adjustment
from outcomes.vocabulary.intercurrent import name_intercurrent
from outcomes.vocabulary.names import (
    METHODS,
    head_endpoint,
    name_arm,
    name_covariate,
    name_endpoint,
    name_pair,
)
from outcomes.vocabulary.sentences import capitalise, join_words


def table_plan(study: Study) -> Table:
    """Table the estimand and the analysis as the study file declares them.

    Parameters
    ----------
    study : Study
        A loaded study.

    Returns
    -------
    Table
        First the five attributes of an estimand (treatment, population, variable, intercurrent
        events, population-level summary; ICH E9(R1), section A.3.3), then how it is to be
        estimated. Nothing in it has been checked against the analysis that was run.
    """
    return Table(
        caption="Plan as declared; not checked against the analysis",
        columns=(Column("Part"), Column("Attribute"), Column("As declared in the study file")),
        rows=(*_estimand(study), *_estimation(study), *_changes(study)),
        row_headers=2,
        notes=("Words of the estimand: ICH E9(R1), section A.3.3.",),
    )


def _estimand(study: Study) -> list[tuple[str, str, str]]:
    plan = study.file.plan
    declared = name_intercurrent(study.file).items()
    events = "; ".join(f"{event}: {strategy}" for event, strategy in declared)
    named = study.endpoints.get(plan.primary.endpoint)
    variable = head_endpoint(study.labels, plan.primary.endpoint)
    rows = [
        ("Treatment", _treatment(study)),
        ("Population", f"{_population(plan)}{_condition(study)}"),
        ("Variable", f"{variable} at {plan.primary.visit}"),
        ("Intercurrent events and their strategies", events or "none declared"),
        ("Population-level summary", summarise_by(study, None if named is None else named.kind)),
    ]
    return [("Estimand", *row) for row in rows]


def _changes(study: Study) -> list[tuple[str, str, str]]:
    """Return when the plan was locked, and what was changed since."""
    if study.locked is None:
        return []
    rows = [("Locked", "Plan", study.locked.say())]
    for change in study.locked.changes:
        rows.append(("Changed since", change.key, f"{change.locked} \u2192 {change.now}"))
    return rows


def _population(plan: Plan) -> str:
    chosen = plan.analysis_set
    if chosen is None:
        return plan.population
    return f"{chosen.name}: `{chosen.column}` is {' or '.join(chosen.values)}"


def _estimation(study: Study) -> list[tuple[str, str, str]]:
    plan = study.file.plan
    covariates = ", ".join(name_covariate(study.labels, name) for name in study.file.covariates)
    secondary = "; ".join(head_endpoint(study.labels, name) for name in plan.secondary)
    rows = [
        ("Method", _method(study)),
        ("Covariates beside the baseline score", covariates or "none"),
        ("Two-sided alpha", format_printed(plan.alpha)),
        ("Multiplicity", capitalise(name_adjustment(plan.multiplicity.method)) or "none"),
        *_hypotheses(study),
        ("Secondary endpoints", secondary or "none declared"),
    ]
    return [("Estimation", *row) for row in rows]


def _hypotheses(study: Study) -> list[tuple[str, str]]:
    """Return a row of the hypotheses that the plan tests together; none without an adjustment."""
    declared, listed = study.file.plan.multiplicity, list_hypotheses(study.file.plan)
    several = len({(each.arm, each.comparator) for each in listed}) > 1
    named = [
        f"{number}. {name_endpoint(study.labels, each.endpoint)}, {each.visit}"
        + (f", {name_pair(study.labels, each.arm, each.comparator)}" if several else "")
        for number, each in enumerate(listed, start=1)
    ]
    if declared.transitions:
        graph = zip(named, declared.weights, declared.transitions, strict=True)
        named = [f"{name} ({_say_node(weight, shares)})" for name, weight, shares in graph]
    return [("Hypotheses", "; ".join(named))] if named else []


def _say_node(weight: float, shares: Sequence[float]) -> str:
    """Return a hypothesis' share of alpha, and who is given it once it is rejected."""
    passed = [
        f"{format_printed(share)} to {number}"
        for number, share in enumerate(shares, start=1)
        if share
    ]
    return f"weight {format_printed(weight)}{', passes on ' * bool(passed)}{join_words(passed)}"


def summarise_by(study: Study, kind: str | None) -> str:
    """Return the population-level summary of the primary estimand in words."""
    if not study.comparisons:
        if kind == "binary":
            return "share of participants with a yes, within the arm"
        what = "mean score" if study.baseline is None else "mean change from baseline"
        return f"{what} within the arm; no comparison"
    if kind == "binary":
        return "difference between arms in the share of participants with a yes"
    if study.file.has_several_treatments:
        return "difference between treatments in mean score, within participants"
    return "difference between arms in mean score"


def _treatment(study: Study) -> str:
    comparison = study.file.plan.primary.comparison
    if comparison is not None:
        return name_pair(study.labels, *comparison)
    if study.comparisons:
        return "; ".join(name_pair(study.labels, *pair) for pair in study.comparisons)
    return ", ".join(name_arm(study.labels, arm) for arm in study.arms) + "; no comparator"


def _condition(study: Study) -> str:
    return f", {study.file.condition}" if study.file.condition else ""


def _method(study: Study) -> str:
    method = study.file.plan.primary.method
    if method is None:
        return "none declared"
    return METHODS.get(method, method)
