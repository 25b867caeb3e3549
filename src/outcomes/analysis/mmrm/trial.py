"""The model of a trial's analysis plan, from a plain long frame to the estimates frame."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from scipy import stats

from outcomes.analysis.mmrm.baseline import stack_baseline
from outcomes.analysis.mmrm.factors import levels_of
from outcomes.analysis.mmrm.fallback import FALLBACK, Step, fit_with_fallback
from outcomes.analysis.mmrm.formula import require_columns
from outcomes.analysis.mmrm.result import MMRMFit
from outcomes.analysis_record import (
    AnalysisRecord,
    ArmCount,
    DegreesOfFreedom,
    StandardError,
)
from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates

HIGHER = ("better", "worse", "neither")
INTERVAL = ("estimate", "se", "df", "ci_low", "ci_high")

_ROUNDING = 1e-9


@dataclass(frozen=True)
class TrialModel:
    """What a trial's repeated scores are analysed with.

    Parameters
    ----------
    comparator : object
        Arm that the others are compared with.
    higher : str
        Whether a higher score is ``better``, ``worse`` or ``neither``.
    participant, arm, visit, score : str
        Columns of the data.
    baseline : str, optional
        Column with the score at baseline; its slope may differ between visits.
    covariates : sequence of str
        Further columns, as main effects.
    constrained : bool
        Take the baseline as a score at a first visit, equal in all arms (cLDA), rather than as a
        covariate.
    by_arm : bool
        A covariance matrix for each arm.
    df : str
        Degrees of freedom, as in `fit_mmrm`.
    order : sequence of Step
        Covariance structures to try.
    weights : str
        ``proportional`` puts adjusted means at the average of factor covariates, ``equal`` gives
        their levels equal weight.
    level : float
        Confidence level.
    """

    comparator: Any
    higher: str = "better"
    participant: str = "participant"
    arm: str = "arm"
    visit: str = "visit"
    score: str = "value"
    baseline: str | None = "baseline"
    covariates: Sequence[str] = ()
    constrained: bool = False
    by_arm: bool = False
    df: str = "kenward-roger-linear"
    order: Sequence[Step] = FALLBACK
    weights: str = "proportional"
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.higher not in HIGHER:
            raise AnalysisError(f"higher may be {', '.join(HIGHER)}, not {self.higher!r}")
        if self.constrained and self.baseline is None:
            raise AnalysisError("a constrained baseline needs a baseline column")

    @property
    def formula(self) -> str:
        """The model in words of columns."""
        terms = [f"{_quoted(self.arm)} * {_quoted(self.visit)}"]
        if self.baseline is not None and not self.constrained:
            terms.append(f"{_quoted(self.baseline)} * {_quoted(self.visit)}")
        terms += [_quoted(name) for name in self.covariates]
        return f"{_quoted(self.score)} ~ {' + '.join(terms)}"


def fit_trial(data: pd.DataFrame, model: TrialModel) -> MMRMFit:
    """Fit a trial's model, with the fallback order of its plan.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a participant and visit after baseline, with the columns the model names. Visits
        are in the order of a categorical column, else sorted.
    model : TrialModel
        What to fit.

    Raises
    ------
    outcomes.errors.AnalysisError
        When the comparator is not among the arms, or the model cannot be fitted.
    """
    require_columns(
        data, {model.participant, model.arm, model.visit, model.score, *model.covariates}
    )
    arms = levels_of(data[model.arm])
    if model.comparator not in arms:
        raise AnalysisError(
            f"there is no arm {model.comparator!r} to compare with; there are "
            f"{', '.join(map(str, arms))}"
        )
    ordered = [model.comparator, *(arm for arm in arms if arm != model.comparator)]
    rows = data.assign(**{model.arm: pd.Categorical(data[model.arm], categories=ordered)})
    if model.constrained:
        rows = stack_baseline(
            rows,
            subject=model.participant,
            visit=model.visit,
            score=model.score,
            baseline=str(model.baseline),
        )
    return fit_with_fallback(
        model.formula,
        rows,
        subject=model.participant,
        visit=model.visit,
        group=model.arm if model.by_arm else None,
        df=model.df,
        constrained=model.arm if model.constrained else None,
        order=model.order,
    )


def estimate_trial(
    data: pd.DataFrame,
    model: TrialModel,
    *,
    endpoint: str,
    analysis: str,
    unit: str = "",
    side: str = "",
    subgroup: str = "",
    weeks: Mapping[Any, float] | None = None,
    fit: MMRMFit | None = None,
    done: AnalysisRecord | None = None,
) -> pd.DataFrame:
    """Estimate adjusted means, differences and standardised effects at every visit.

    Parameters
    ----------
    data : pandas.DataFrame
        As in `fit_trial`.
    model : TrialModel
        What to fit.
    endpoint, analysis, unit, side, subgroup : str
        Written into the columns of those names.
    weeks : mapping, optional
        Weeks since baseline by visit, for the column ``week``.
    fit : MMRMFit, optional
        The fit of this model to these data, if there is one already.
    done : AnalysisRecord, optional
        What is known of the analysis beside the fit.

    Returns
    -------
    pandas.DataFrame
        The estimates frame. ``adjusted mean``: by arm and visit. ``difference``: arm minus
        comparator, with the test against zero. ``standardised effect``: the difference over the
        pooled standard deviation of the two arms' observed scores at that visit, as in published
        trials (no test: that is the difference's). Intervals are of Student's t with ``df`` degrees
        of freedom; ``n_arm`` counts participants with a
        score at the visit; ``done`` says which
        covariance structure was used, and which were tried before.
    """
    fit = fit or fit_trial(data, model)
    counts = count_scores(fit, model)
    visits = fit.design.visits[1:] if model.constrained else fit.design.visits
    names = [model.visit, model.arm]
    common = {
        "endpoint": endpoint,
        "side": side,
        "subgroup": subgroup,
        "distribution": "t",
        "level": model.level,
        "done": record_fit(fit, done or _record_data(data, model, visits)),
        "analysis": analysis,
    }
    rows = []
    options: dict[str, Any] = {"weights": model.weights, "level": model.level}
    by = {"at": {model.visit: list(visits)}, **options}
    for record in fit.lsmeans(names, **by).to_dict("records"):
        shown = {key: record[key] for key in INTERVAL}
        rows.append(
            {
                **common,
                **shown,
                "quantity": "adjusted mean",
                "unit": unit,
                **_place(record, model, counts, weeks),
            }
        )
    sds = _spread(data, model, fit)
    found = fit.contrasts(model.arm, by=model.visit, reference=model.comparator, **by)
    for record in found.to_dict("records"):
        against = record["reference"]
        shared = {
            **common,
            **_place(record, model, counts, weeks),
            "comparator": str(against),
            "n_comparator": counts.get((against, record[model.visit]), 0),
            "favours": _favours(record["estimate"], record[model.arm], against, model),
        }
        numbers = {key: record[key] for key in (*INTERVAL, "statistic", "p_value")}
        rows.append({**shared, **numbers, "quantity": "difference", "unit": unit})
        spread = sds.get((record[model.arm], against, record[model.visit]))
        if spread is not None:
            effect = _standardise(record, *spread, model.level)
            rows.append({**shared, **effect, "quantity": "standardised effect", "unit": "SD"})
    return make_estimates(rows)


def _spread(
    data: pd.DataFrame, model: TrialModel, fit: MMRMFit
) -> dict[tuple[Any, Any, Any], tuple[float, int]]:
    """Return the pooled SD of the observed scores of an arm and the comparator, and its df."""
    groups = data.groupby([model.arm, model.visit], observed=True)[model.score].agg(
        ["var", "count"]
    )
    known: dict[Any, tuple[float, int]] = {
        key: (float(row["var"]), int(row["count"])) for key, row in groups.iterrows()
    }
    found = {}
    for arm in fit.design.factor_levels[model.arm]:
        for visit in fit.design.visits:
            pair = [known.get((each, visit)) for each in (arm, model.comparator)]
            if arm == model.comparator or any(own is None or own[1] < 2 for own in pair):
                continue
            df = sum(own[1] - 1 for own in pair if own)
            sd = math.sqrt(sum(own[0] * (own[1] - 1) for own in pair if own) / df)
            if sd > 0:
                found[arm, model.comparator, visit] = (sd, df)
    return found


def _standardise(record: Mapping[Any, Any], sd: float, df: int, level: float) -> dict[str, float]:
    """Divide a difference by the SD of the scores; by the delta method, the two independent."""
    effect = float(record["estimate"]) / sd
    se = math.sqrt((float(record["se"]) / sd) ** 2 + effect**2 / (2 * df))
    half = float(stats.t.ppf((1 + level) / 2, record["df"])) * se
    return {
        "estimate": effect,
        "se": se,
        "df": float(record["df"]),
        "ci_low": effect - half,
        "ci_high": effect + half,
    }


def _place(
    record: Mapping[Any, Any],
    model: TrialModel,
    counts: Mapping[tuple[Any, Any], int],
    weeks: Mapping[Any, float] | None,
) -> dict[str, Any]:
    """Say which arm and visit a number is of."""
    arm, visit = record[model.arm], record[model.visit]
    return {
        "arm": str(arm),
        "visit": str(visit),
        "week": (weeks or {}).get(visit, math.nan),
        "n_arm": counts.get((arm, visit), 0),
    }


def _favours(estimate: float, arm: Any, comparator: Any, model: TrialModel) -> str:
    """Name the arm that the sign of a difference speaks for."""
    if model.higher == "neither" or abs(estimate) <= _ROUNDING:
        return ""
    return str(arm if (estimate > 0) == (model.higher == "better") else comparator)


def count_scores(fit: MMRMFit, model: TrialModel) -> dict[tuple[Any, Any], int]:
    """Count participants with a score by arm and visit."""
    table = fit.data.margins.table((model.arm, model.visit))
    arms, visits = fit.design.factor_levels[model.arm], fit.design.visits
    return {(arms[arm], visits[visit]): number for (arm, visit), number in table.items()}


def record_fit(fit: MMRMFit, done: AnalysisRecord) -> AnalysisRecord:
    """Return the record of an analysis with what its fit decided."""
    options = fit.options
    df: DegreesOfFreedom = "residual"
    error: StandardError = "model-based" if options.vcov == "model" else "sandwich"
    if options.df.startswith("kenward-roger"):
        df, error = "kenward-roger", "kenward-roger"
    elif options.df == "satterthwaite":
        df = "satterthwaite" if options.vcov == "model" else "bell-mccaffrey"
    elif options.df == "between-within":
        df = "between-within"
    return replace(
        done,
        estimator=options.method,
        covariance=options.covariance,
        covariances_tried=tuple(text.partition(":")[0] for text in fit.tried),
        by_arm=fit.design.group is not None,
        standard_error=error,
        degrees_of_freedom=df,
    )


def _record_data(data: pd.DataFrame, model: TrialModel, visits: Sequence[Any]) -> AnalysisRecord:
    """Record what a frame and a model say of themselves, of the rows without a gap."""
    columns = [model.participant, model.arm, model.score, *model.covariates]
    if model.baseline is not None and not model.constrained:
        columns.append(model.baseline)
    people = data.dropna(subset=columns).drop_duplicates(model.participant)[model.arm]
    return AnalysisRecord(
        "mmrm",
        baseline=model.baseline is not None,
        covariates=tuple(model.covariates),
        visits=tuple(str(visit) for visit in visits),
        participants=tuple(
            ArmCount(str(arm), int((people == arm).sum())) for arm in levels_of(data[model.arm])
        ),
    )


def _quoted(name: str) -> str:
    """Write a column into a formula, whatever its name."""
    return name if name.isidentifier() else f"`{name}`"
