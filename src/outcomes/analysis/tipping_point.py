"""How far missing scores may be from what is expected before a comparison says something else.

Missing scores at the primary visit are filled in as the mixed model expects them, then those of
each arm are shifted, arm by arm, over a grid; each completed data set is compared by analysis of
covariance. Method note: ``docs/methods/tipping-point.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from outcomes.analysis.adjusted_means import code_covariates
from outcomes.analysis.ancova import require_comparisons
from outcomes.analysis.comparison import find_unseen, list_seen_arms, list_whole_visits
from outcomes.analysis.covariates import count_filled, select_covariates
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.favours import favoured_arm
from outcomes.analysis.imputation import ConditionalMeans
from outcomes.analysis.intervals import check_level, t_interval
from outcomes.analysis.left_out import count_by_arm
from outcomes.analysis.mmrm import fit_trial
from outcomes.analysis.reasons import explain
from outcomes.analysis.repeated import Repeated, fit_repeated, prepare_repeated
from outcomes.analysis.round_steps import round_step
from outcomes.analysis_record import BASELINE, AnalysisRecord, Reason
from outcomes.errors import AnalysisError, NotEstimableError
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

ANALYSIS = "ANCOVA, missing scores imputed and shifted"
STEPS = 3
"""Shifts on either side of none."""

ALONE = 1e-8
"""What is left of 1 after a participant's leverage where they are alone in a level."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ShiftedDifference:
    """A difference between two arms as a function of the shifts of their imputed scores.

    Parameters
    ----------
    parts : numpy.ndarray, shape (3,)
        The difference without shifts, and what it gains by a shift of 1 in the arm and in the
        comparator.
    covariance : numpy.ndarray, shape (3, 3)
        Their covariance, from the jackknife.
    n : int
        Participants, all arms.
    """

    parts: Array
    covariance: Array
    n: int

    def at(self, shift: float, shift_comparator: float) -> tuple[float, float]:
        """Return the difference at two shifts, and its standard error."""
        weights = np.array([1.0, shift, shift_comparator])
        return float(weights @ self.parts), float(np.sqrt(weights @ self.covariance @ weights))


def find_tipping_point(
    study: Study, level: float = 0.95, *, shifts: Sequence[float] = ()
) -> pd.DataFrame:
    """Shift the imputed scores of the primary endpoint, and see what the comparison becomes.

    Parameters
    ----------
    study : Study
        A loaded study with scores of its primary endpoint at two or more follow-up visits.
    level : float
        Confidence level of the intervals.
    shifts : sequence of float, optional
        Shifts in the endpoint's unit, for either arm; by default 0 and three on each side in steps
        of about half a standard deviation of the scores at the visit (`choose_shifts`).

    Returns
    -------
    pandas.DataFrame
        An estimates frame of ``shifted difference`` at the primary visit, a row a pair of shifts:
        ``threshold`` is what was added to each imputed score of the arm, ``threshold2`` to those of
        the comparator. Intervals are of the t distribution on participants - 1 degrees of freedom,
        with the jackknife's standard error. ``n_arm`` and ``n_comparator`` count all who have a
        baseline and every covariate; ``done`` has how many of them were imputed. Arms without a
        score, and visits where an arm has none, are left out. One row of NaN with its ``reason``
        where nothing can be shifted: the endpoint is a yes or no, has scores at one follow-up visit
        only, or no score is missing at the primary visit.

    Raises
    ------
    AnalysisError
        If the study has nothing to compare with.
    """
    check_level(level)
    study = study.analysed
    require_comparisons(study)
    primary = study.file.plan.primary
    pair = study.comparisons[0] if primary.comparison is None else primary.comparison
    assessments = [
        assessment
        for assessment in list_endpoint_visits(study, primary.endpoint)
        if not assessment.visit.is_baseline
    ]
    at = next(assessment for assessment in assessments if assessment.visit.name == primary.visit)
    shared = {
        **at.place,
        "arm": pair[0],
        "comparator": pair[1],
        "quantity": "shifted difference",
        "analysis": ANALYSIS,
    }
    try:
        whole = _require_repeated(study, assessments, at, pair)
        difference, counted = _estimate_parts(study, whole, at, pair, level)
        chosen = shifts or choose_shifts(at.scores["value"])
    except AnalysisError as error:
        reason = explain(error, arms=pair, visits=(primary.visit,))
        return make_estimates([{**shared, "reason": reason}])
    return make_estimates(
        {**shared, **counted, **_row(difference, at, pair, level, shift, other)}
        for other in chosen
        for shift in chosen
    )


def choose_shifts(scores: pd.Series) -> tuple[float, ...]:
    """Return 0 and `STEPS` shifts on each side, in round steps near half a standard deviation.

    Examples
    --------
    >>> choose_shifts(pd.Series([10.0, 30.0, 50.0, 70.0]))
    (-30.0, -20.0, -10.0, 0.0, 10.0, 20.0, 30.0)
    """
    half = float(scores.std()) / 2
    if not half > 0:
        raise NotEstimableError(
            Reason("no-spread", detail="the scores at the visit are all the same")
        )
    step = round_step(half)
    return tuple(round(place * step, 10) for place in range(-STEPS, STEPS + 1))


def _require_repeated(
    study: Study, assessments: list[EndpointVisit], at: EndpointVisit, pair: tuple[str, str]
) -> tuple[EndpointVisit, ...]:
    """Return the visits at which every arm that was ever seen has scores, or refuse."""
    visits = (at.visit.name,)
    if at.endpoint.kind == "binary":
        raise NotEstimableError(Reason("yes-or-no"))
    if len({assessment.side for assessment in assessments}) > 1:
        raise NotEstimableError(Reason("separate-sides"))
    if unseen := find_unseen(at, pair):
        raise NotEstimableError(Reason("no-scores", unseen, visits))
    arms = list_seen_arms(study, assessments)
    if unseen := find_unseen(at, arms):
        raise NotEstimableError(Reason("unseen-arm", unseen, visits))
    whole = list_whole_visits(study, assessments)
    if len(whole) < 2:
        raise NotEstimableError(Reason("one-visit", visits=visits))
    return whole


def _estimate_parts(
    study: Study,
    assessments: tuple[EndpointVisit, ...],
    at: EndpointVisit,
    pair: tuple[str, str],
    level: float,
) -> tuple[ShiftedDifference, dict[str, Any]]:
    """Return the difference as a function of the shifts, and the columns that count who is in."""
    repeated = prepare_repeated(study, assessments, level)
    if pair not in repeated.pairs:
        raise NotEstimableError(Reason("no-complete-case", columns=tuple(repeated.terms)))
    _require_several(repeated)
    people = _everybody(study, at, repeated)
    model = replace(repeated.model, comparator=pair[1], by_arm=False)
    is_planned = model == repeated.model
    fit = (
        fit_repeated(study, assessments, level)[1]
        if is_planned
        else fit_trial(repeated.rows, model)
    )
    means = ConditionalMeans(fit, people, at.visit.name)
    missing = means.missing
    ours, theirs = ((people["arm"] == arm).to_numpy() for arm in pair)
    if not (missing & (ours | theirs)).any():
        raise NotEstimableError(Reason("no-missing-score", pair))
    arms = people["arm"].to_numpy()
    done = AnalysisRecord(
        "ancova",
        scale=repeated.done.scale,
        baseline=repeated.done.baseline,
        covariates=repeated.done.covariates,
        visits=(at.visit.name,),
        estimator="ols",
        covariance=fit.options.covariance,
        standard_error="jackknife",
        degrees_of_freedom="residual",
        participants=count_by_arm(study, arms),
        terms_left_out=repeated.done.terms_left_out,
        filled=count_filled(study, repeated.done.covariates, people.index),
        imputed=count_by_arm(study, arms[missing]),
    )
    counted = {"n_arm": int(ours.sum()), "n_comparator": int(theirs.sum()), "done": done}
    return _jackknife(means, people, list(study.arms), pair), counted


def _require_several(repeated: Repeated) -> None:
    """Refuse an arm with one score at a visit: the jackknife leaves everybody out in turn."""
    number = repeated.rows.groupby(["arm", "visit"], observed=True).size()
    single = number[number < 2]
    if len(single):
        arms, visits = (tuple(dict.fromkeys(names)) for names in zip(*single.index, strict=True))
        raise NotEstimableError(Reason("too-few", arms, visits))


def _everybody(study: Study, at: EndpointVisit, repeated: Repeated) -> pd.DataFrame:
    """Everybody of the arms in the model with its terms, whether or not there is a later score."""
    chosen = list(repeated.done.covariates)
    covariates = select_covariates(study, at.name)[chosen]
    covariates.columns = [f"covariate {name}" for name in chosen]
    arms = study.participants.set_index("participant")["arm"]
    people = arms[arms.isin(set(repeated.rows["arm"]))].to_frame().join(covariates)
    if BASELINE in repeated.terms and at.baseline is not None:
        people = people.join(at.baseline.rename("baseline"))
    return people.dropna()


def _jackknife(
    means: ConditionalMeans, people: pd.DataFrame, arms: list[str], pair: tuple[str, str]
) -> ShiftedDifference:
    """Estimate the parts with everybody, and their covariance by leaving each out in turn.

    With orthonormal columns ``X`` a participant ``x`` leaves the analysis of covariance by Sherman
    and Morrison's formula: ``(I - x x')^-1 = I + x x' / (1 - x'x)``. One who is alone in a level
    has ``x'x = 1``; without them the level is gone, and nothing is left to be added.
    """
    columns, contrast = _orthonormal(*_design(people, arms, pair))
    gains = np.column_stack(
        [means.missing & (people["arm"] == arm).to_numpy() for arm in pair]
    ).astype(float)
    totals, own = means.total_without_each(columns)
    n = len(people)
    sums = np.empty((n, columns.shape[1], 3))
    sums[:, :, 0], sums[:, :, 1:] = totals, columns.T @ gains
    sums -= columns[:, :, None] * np.column_stack([own, gains])[:, None, :]
    left = 1 - (columns**2).sum(axis=1)
    ratio = np.divide(columns @ contrast, left, out=np.zeros(n), where=left > ALONE)
    without = contrast @ sums + ratio[:, None] * np.einsum("nk,nks->ns", columns, sums)
    apart = without - without.mean(axis=0)
    whole = contrast @ columns.T @ np.column_stack([means.fill_in(), gains])
    return ShiftedDifference(whole, (n - 1) / n * apart.T @ apart, n)


def _orthonormal(design: Array, contrast: Array) -> tuple[Array, Array]:
    """Return columns of the same span that are orthonormal, and the contrast in terms of them."""
    columns, size, turn = np.linalg.svd(design, full_matrices=False)
    kept = size > size.max() * max(design.shape) * np.finfo(float).eps
    return columns[:, kept], turn[kept] @ contrast / size[kept]


def _design(people: pd.DataFrame, arms: list[str], pair: tuple[str, str]) -> tuple[Array, Array]:
    """Columns of the analysis of covariance, and the contrast of the two arms."""
    seen = [arm for arm in arms if (people["arm"] == arm).any()]
    covariates = [(str(name), people[name]) for name in people.columns if name != "arm"]
    columns = [(people["arm"] == arm).to_numpy(float) for arm in seen]
    columns += [column for _, column in code_covariates(covariates)]
    contrast = np.zeros(len(columns))
    contrast[seen.index(pair[0])], contrast[seen.index(pair[1])] = 1.0, -1.0
    return np.column_stack(columns), contrast


def _row(
    difference: ShiftedDifference,
    at: EndpointVisit,
    pair: tuple[str, str],
    level: float,
    shift: float,
    other: float,
) -> dict[str, Any]:
    estimate, se = difference.at(shift, other)
    df = difference.n - 1
    return {
        "threshold": shift,
        "threshold2": other,
        **t_interval(estimate, se, df, level),
        "statistic": estimate / se,
        "p_value": 2 * float(stats.t.sf(abs(estimate / se), df)),
        "favours": favoured_arm(at.endpoint, estimate, *pair),
    }
