"""Checking the plan of a study file: endpoints, visit, comparison, method and covariates."""

from __future__ import annotations

from collections.abc import Iterator

from outcomes.errors import Fault
from outcomes.study.check_baseline import find_late_baseline
from outcomes.study.codes import did_you_mean
from outcomes.study.measures import endpoint_names
from outcomes.study.plan import METHODS
from outcomes.study.read_study_file import Draft
from outcomes.study.source import KeyPath


def check_estimand(draft: Draft) -> Iterator[Fault]:
    """Yield what is wrong with the plan of a study file."""
    yield from _check_endpoints(draft)
    yield from _check_primary_visit(draft)
    yield from _check_comparison(draft)
    yield from _check_others(draft)
    yield from _check_method(draft)
    yield from _check_covariates(draft)
    late = find_late_baseline(draft)
    if late is not None:
        yield late


def check_endpoint(draft: Draft, path: KeyPath, name: str) -> Iterator[Fault]:
    """Yield a fault where no measure gives an endpoint that the plan names at a path."""
    known = [
        endpoint
        for measure, given in draft.file.measures.items()
        for endpoint in endpoint_names(measure, given)
    ]
    measure = name.split(".", maxsplit=1)[0]
    in_doubt = not draft.is_valid("measures", measure) or (
        measure in draft.file.measures and not endpoint_names(measure, draft.file.measures[measure])
    )
    if name not in known and not in_doubt:
        yield draft.source.fault(
            path,
            "No measure gives this endpoint.",
            f"{did_you_mean(name, known)}The measures here give: {', '.join(known)}.",
            name,
        )


def check_visit(draft: Draft, path: KeyPath, name: str) -> Iterator[Fault]:
    """Yield a fault where a visit that the plan names at a path is unknown or the baseline."""
    if not draft.names_visits:
        return
    visits = {visit.name: visit for visit in draft.file.visits}
    if name not in visits:
        yield draft.source.fault(
            path,
            "There is no visit of this name.",
            f"{did_you_mean(name, visits)}The visits are: {', '.join(visits)}.",
            name,
        )
    elif visits[name].weeks == 0:
        yield draft.source.fault(
            path,
            "This visit is the baseline, at which nothing is compared.",
            "Name a visit after it.",
            name,
        )


def check_pair(draft: Draft, path: KeyPath, pair: tuple[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with a comparison that the plan names at a path."""
    arms, say = draft.file.arms, draft.source.fault
    if not draft.is_valid("arms"):
        return
    unknown = [name for name in pair if name not in arms]
    for name in unknown:
        fix = f"{did_you_mean(name, arms)}The arms are: {', '.join(arms)}."
        yield say(path, "There is no such arm.", fix, name)
    if unknown:
        return
    arm, comparator = pair
    if arm == comparator:
        yield say(path, "An arm is compared with itself.", "Name two arms.", f"[{arm}, {arm}]")
    elif arms[arm].role != "active":
        yield say(
            path,
            "The comparison is not of an active arm with another one.",
            "Name first an arm with the role `active`, then the one that it is compared with.",
            f"[{arm}, {comparator}]",
        )


def _check_endpoints(draft: Draft) -> Iterator[Fault]:
    plan = draft.file.plan
    places: list[tuple[KeyPath, str]] = [
        (("plan", "primary", "endpoint"), plan.primary.endpoint),
        *((("plan", "secondary", number), name) for number, name in enumerate(plan.secondary)),
    ]
    seen: set[str] = set()
    for path, name in places:
        if not draft.is_valid(*path):
            continue
        if name in seen:
            yield draft.source.fault(
                path, "This endpoint is in the plan already.", "Name it once.", name
            )
        seen.add(name)
        yield from check_endpoint(draft, path, name)


def _check_primary_visit(draft: Draft) -> Iterator[Fault]:
    path = ("plan", "primary", "visit")
    if draft.is_valid(*path):
        yield from check_visit(draft, path, draft.file.plan.primary.visit)


def _check_comparison(draft: Draft) -> Iterator[Fault]:
    comparison = draft.file.plan.primary.comparison
    path = ("plan", "primary", "comparison")
    if not (draft.is_valid(*path) and draft.is_valid("design") and draft.is_valid("arms")):
        return
    say = draft.source.fault
    if not draft.file.compares_arms:
        if comparison is not None:
            message = f"A {draft.file.design} study compares no arms."
            yield say(path, message, "Remove it.", comparison)
        return
    if comparison is None:
        yield say(
            path,
            "The primary comparison is missing.",
            "Name the arm under study and the arm it is compared with: "
            "`comparison: [active, placebo]`.",
        )
        return
    yield from check_pair(draft, path, comparison)


def _check_others(draft: Draft) -> Iterator[Fault]:
    """Check the pairs of arms that the plan compares beside the primary one."""
    if not (draft.is_valid("plan", "comparisons") and draft.is_valid("arms")):
        return
    primary = draft.file.plan.primary.comparison
    seen = set() if primary is None else {frozenset(primary)}
    for number, pair in enumerate(draft.file.plan.comparisons):
        path = ("plan", "comparisons", number)
        if frozenset(pair) in seen:
            yield draft.source.fault(
                path, "These arms are compared already.", "Name them once.", list(pair)
            )
        seen.add(frozenset(pair))
        yield from check_pair(draft, path, pair)


def _check_method(draft: Draft) -> Iterator[Fault]:
    primary = draft.file.plan.primary
    path = ("plan", "primary", "method")
    if primary.method is None or not draft.is_valid(*path):
        return
    if primary.method not in METHODS:
        yield draft.source.fault(
            path, "This method is not there (yet).", f"There is: {', '.join(METHODS)}.",
            primary.method,
        )  # fmt: skip
        return
    if not draft.file.compares_arms and draft.is_valid("design"):
        message = f"The method compares arms, and a {draft.file.design} study compares none."
        yield draft.source.fault(path, message, "Remove it.", primary.method)
        return
    if primary.method == "ancova" and "covariance" in draft.file.plan.model_fields_set:
        yield draft.source.fault(
            ("plan", "covariance"),
            "This is of the mixed model, and the plan's method is `ancova`.",
            "Remove it, or plan `mmrm`.",
        )
    yield from _check_baseline(draft)


def _check_baseline(draft: Draft) -> Iterator[Fault]:
    """ANCOVA adjusts for the baseline score, so there must be one."""
    primary = draft.file.plan.primary
    measure = draft.file.measures.get(primary.endpoint.split(".", maxsplit=1)[0])
    has_visit = any(visit.weeks == 0 for visit in draft.file.visits)
    if measure is None or measure.baseline or has_visit or not draft.is_valid("visits"):
        return
    if find_late_baseline(draft) is not None:
        return
    yield draft.source.fault(
        ("plan", "primary", "method"),
        "The primary endpoint has no baseline, which this method adjusts for.",
        "Add a visit at time 0, or name the column that holds the baseline: `baseline`. If it was "
        "asked after treatment only, leave `method` out: nothing is adjusted for then.",
        primary.method,
    )


def _check_covariates(draft: Draft) -> Iterator[Fault]:
    columns = draft.file.columns
    roles = {draft.file.group_column, columns.visit, columns.side}
    roles |= {columns.participant} if isinstance(columns.participant, str) else set()
    baselines = {measure.baseline for measure in draft.file.measures.values()} - {None}
    covariates = draft.file.plan.covariates
    for number, name in enumerate(covariates):
        path = ("plan", "covariates", number)
        if name in covariates[:number]:
            message, fix = "This covariate is named twice.", "Keep one."
        elif name in roles:
            message, fix = "This column cannot be a covariate.", "Remove it."
        elif name in baselines:
            message, fix = "The baseline score is in the model already.", "Remove it."
        else:
            continue
        if draft.is_valid(*path):
            yield draft.source.fault(path, message, fix, name)
