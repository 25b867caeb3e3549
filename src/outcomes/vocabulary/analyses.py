"""What was done to make an estimate, in words: the model that ran, never the one planned."""

from __future__ import annotations

from collections.abc import Iterable

from outcomes.analysis_record import BASELINE, AnalysisRecord, Reason
from outcomes.rounding import format_count
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm, name_covariate
from outcomes.vocabulary.reasons import at_visits, say_reason
from outcomes.vocabulary.sentences import join_words, mid_sentence

STRUCTURES = {
    "unstructured": "unstructured",
    "toeplitz": "Toeplitz",
    "ar1": "first-order autoregressive",
    "compound-symmetry": "compound symmetry",
    "ante-dependence": "first-order ante-dependence",
    "heterogeneous-toeplitz": "heterogeneous Toeplitz",
    "heterogeneous-ar1": "heterogeneous first-order autoregressive",
    "heterogeneous-compound-symmetry": "heterogeneous compound symmetry",
    "heterogeneous-ante-dependence": "heterogeneous first-order ante-dependence",
}
"""Covariance structures of repeated scores, by the names of `outcomes.analysis.mmrm`."""

STANDARD_ERRORS = {
    "model-based": "model-based",
    "kenward-roger": "Kenward-Roger",
    "sandwich": "robust (sandwich)",
    "jackknife": "jackknife",
    "knapp-hartung": "Knapp-Hartung",
    "": "",
}
DEGREES_OF_FREEDOM = {
    "residual": "residual",
    "kenward-roger": "Kenward-Roger",
    "satterthwaite": "Satterthwaite",
    "bell-mccaffrey": "Bell-McCaffrey",
    "between-within": "between-within",
    "": "",
}
TAU2_ESTIMATORS = {
    "EE": "none (common effect)",
    "DL": "DerSimonian-Laird",
    "PM": "Paule-Mandel",
    "REML": "REML",
    "ML": "maximum likelihood",
    "HS": "Hunter-Schmidt",
    "HE": "Hedges-Olkin",
    "SJ": "Sidik-Jonkman",
    "EB": "empirical Bayes",
}
"""Names of the estimators of the variance between trials."""

_SIMPLE = {
    "risk difference": "difference of shares, not adjusted",
    "responder shares": "difference of the shares who responded, not adjusted",
    "logistic": "logistic regression, standardised",
    "change": "mean of the participants' own changes from baseline",
    "share": "share of the participants",
    "mean": "mean of the available scores",
    "count": "count",
    "rate": "events over the time at risk",
    "rate difference": "difference of rates, not adjusted",
    "rate ratio": "ratio of rates, not adjusted",
    "robust poisson": "ratio of rates by a Poisson model with robust (sandwich) variance",
    "standardised difference": "difference over the root of the mean of the two variances",
    "paired difference": "mean of the differences within participants",
    "published": "as published",
    "": "",
}


def describe_analysis(done: AnalysisRecord, labels: Labels, *, with_visits: bool = True) -> str:
    """Return in one clause what was done.

    Parameters
    ----------
    done : AnalysisRecord
        From the ``done`` column of an estimates frame.
    labels : Labels
        The study's names.
    with_visits : bool
        Whether to name the visits whose scores are in the model.

    Examples
    --------
    >>> from outcomes.study import load_study
    >>> labels = load_study("knee-dextrose-saline").labels
    >>> describe_analysis(
    ...     AnalysisRecord("ancova", baseline=True, covariates=("age",), visits=("week 5",)), labels
    ... )
    'analysis of covariance of scores at week 5, adjusted for baseline score and age'
    """
    if done.model == "meta-analysis":
        return describe_pools([done])
    if done.model not in ("mmrm", "ancova"):
        return _SIMPLE[done.model]
    text = f"{name_model(done)} of {_name_scores(done)}"
    if with_visits and done.visits:
        text += f" {at_visits(done.visits)}"
    adjusted = ([BASELINE] if done.baseline else []) + list(done.covariates)
    if adjusted:
        text += f", adjusted for {join_words([name_covariate(labels, name) for name in adjusted])}"
    parts = [text, *_say_filled(done, labels), *_say_uncertainty(done), *_say_imputed(done, labels)]
    parts += [f"not adjusted for {_say_term(reason, labels)}" for reason in done.terms_left_out]
    return "; ".join(parts)


def _say_filled(done: AnalysisRecord, labels: Labels) -> list[str]:
    """Say which covariates were not known of everybody, and what stands in their place."""
    return [
        f"{name_covariate(labels, part.covariate)}, not known of {format_count(part.n)} "
        f"participant{'' if part.n == 1 else 's'}, filled in without regard to the arm"
        for part in done.filled
    ]


def name_model(done: AnalysisRecord) -> str:
    """Return what the model is called, with the covariance of repeated scores that was used."""
    if done.model == "mmrm":
        groups = ", one for each arm" if done.by_arm else ""
        return (
            f"mixed model for repeated measures ({STRUCTURES.get(done.covariance, done.covariance)}"
            f" covariance{groups}, {done.estimator.upper()})"
        )
    if done.model == "ancova":
        adjusted = done.baseline or done.covariates
        return "analysis of covariance" if adjusted else "analysis of variance"
    return _SIMPLE.get(done.model, done.model)


def name_standard_error(done: AnalysisRecord) -> str:
    """Return the kind of standard error, ``Kenward-Roger``; empty where none is told."""
    return STANDARD_ERRORS[done.standard_error]


def say_why_another(done: AnalysisRecord, labels: Labels) -> str:
    """Return why another model ran than the one first intended; empty where none did."""
    if done.because is None:
        return ""
    intended = {
        "mmrm": "the mixed model for repeated measures",
        "ancova": "the analysis of covariance",
    }.get(done.intended, done.intended)
    return f"{intended} was not used, because {say_reason(done.because, labels)}"


def _name_scores(done: AnalysisRecord) -> str:
    return {"levels": "levels taken as numbers", "shares": "shares"}.get(done.scale, "scores")


def _say_uncertainty(done: AnalysisRecord) -> list[str]:
    error, df = name_standard_error(done), DEGREES_OF_FREEDOM[done.degrees_of_freedom]
    if not error:
        return []
    if df == error:
        return [f"{error} standard errors and degrees of freedom"]
    if done.model == "ancova":
        return [f"{error} standard errors"]
    return [f"{error} standard errors" + (f", {df} degrees of freedom" if df else "")]


def _say_imputed(done: AnalysisRecord, labels: Labels) -> list[str]:
    counts = [
        f"{format_count(count.n)} with {mid_sentence(name_arm(labels, count.arm))}"
        for count in done.imputed
        if count.n
    ]
    return [f"missing scores imputed by the mixed model: {join_words(counts)}"] if counts else []


def _say_term(reason: Reason, labels: Labels) -> str:
    names = join_words([name_covariate(labels, name) for name in reason.columns])
    why = "the same for everybody" if reason.code == "no-spread" else "known of nobody"
    return f"{names}, {why}"


def describe_pools(records: Iterable[AnalysisRecord]) -> str:
    """Return in one clause how effects were pooled: each model once, with its intervals."""
    intervals: dict[str, dict[str, None]] = {}
    for done in records:
        intervals.setdefault(_name_pool(done), {})[_name_interval(done)] = None
    return "; ".join(
        f"{model}, {join_words(list(kinds))} interval{'s' if len(kinds) > 1 else ''}"
        for model, kinds in intervals.items()
    )


def _name_pool(done: AnalysisRecord) -> str:
    if done.covariance == "multilevel":
        return "multilevel random-effects meta-analysis (REML)"
    if done.estimator == "EE":
        return "common-effect meta-analysis"
    estimator = TAU2_ESTIMATORS.get(done.estimator, done.estimator)
    return f"random-effects meta-analysis ({estimator})"


def _name_interval(done: AnalysisRecord) -> str:
    if done.covariance == "multilevel":
        return "cluster-robust"
    return "Knapp-Hartung" if done.standard_error == "knapp-hartung" else "normal"
