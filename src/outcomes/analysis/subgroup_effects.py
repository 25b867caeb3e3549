"""The primary comparison within subgroups of participants, and whether it differs between them.

One model has all participants: the plan's, with the subgroup and its interaction with arm (and
visit). What differs between subgroups is judged by the test of that interaction alone, never by
which intervals exclude no difference. Method note: ``docs/methods/subgroups.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from statsmodels.regression.linear_model import OLS

from outcomes.analysis.adjusted_means import code_covariates
from outcomes.analysis.ancova import list_terms
from outcomes.analysis.comparison import list_whole_visits
from outcomes.analysis.covariates import choose_terms
from outcomes.analysis.endpoint_visits import EndpointVisit, list_endpoint_visits
from outcomes.analysis.favours import favoured_arm
from outcomes.analysis.intervals import check_level, t_interval
from outcomes.analysis.left_out import count_by_arm
from outcomes.analysis.mmrm import fit_with_fallback
from outcomes.analysis.mmrm.interaction import compare_levels
from outcomes.analysis.mmrm.trial import record_fit
from outcomes.analysis.reasons import explain
from outcomes.analysis.repeated import prepare_repeated
from outcomes.analysis_record import AnalysisRecord, Reason
from outcomes.errors import AnalysisError, NotEstimableError
from outcomes.estimates import make_estimates
from outcomes.study.study import Study

DIFFERENCE = "subgroup difference"
INTERACTION = "interaction"

FEWEST = 2
"""Participants of each arm with a score at the visit, without whom a level is not compared."""


@dataclass(frozen=True)
class _Question:
    """One comparison at the primary visit, and the level of each participant."""

    study: Study
    at: EndpointVisit
    column: str
    pair: tuple[str, str]
    levels: pd.Series
    level: float

    @property
    def place(self) -> dict[str, Any]:
        arm, comparator = self.pair
        return {**self.at.place, "arm": arm, "comparator": comparator}

    def count(self, arm: str, level: str) -> int:
        """Count an arm's participants of a level with a score at the visit."""
        own = self.levels.reindex(self.at.values_of(arm).index)
        return int((own == level).sum())


def compare_subgroups(
    study: Study, level: float = 0.95, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Make the primary comparison within each level of some columns.

    Parameters
    ----------
    study : Study
        A loaded study.
    level : float
        Confidence level of the intervals.
    columns : sequence of str, optional
        Of the participants' table; those of ``plan.subgroups`` where left out.

    Returns
    -------
    pandas.DataFrame
        An estimates frame. `DIFFERENCE` by level, which stands under ``subgroup`` as ``sex:
        female``: arm minus comparator in the endpoint's unit, t intervals on the degrees of freedom
        of the model. `INTERACTION` by column: the F test that the difference is the same at all
        levels (``statistic``, ``df``, ``df2``, ``p_value``). A level with fewer than `FEWEST`
        scores in either arm is not compared, and has its ``reason``; so has a column whose model
        cannot be fitted. No rows for a yes-or-no endpoint.
    """
    check_level(level)
    study = study.analysed
    primary = study.file.plan.primary
    visits = list_endpoint_visits(study, primary.endpoint)
    pairs = study.comparisons if primary.comparison is None else (primary.comparison,)
    return make_estimates(
        row
        for at in visits
        if at.visit.name == primary.visit and at.endpoint.kind != "binary" and study.comparisons
        for column in (study.file.plan.subgroups if columns is None else columns)
        for pair in pairs
        for row in _compare(study, visits, _ask(study, at, column, pair, level))
    )


def _ask(
    study: Study, at: EndpointVisit, column: str, pair: tuple[str, str], level: float
) -> _Question:
    levels = study.participants.set_index("participant")[column].dropna()
    return _Question(study, at, column, pair, levels, level)


def _compare(
    study: Study, visits: tuple[EndpointVisit, ...], question: _Question
) -> Iterator[dict[str, Any]]:
    names = sorted(question.levels.unique())
    sizes = {name: [question.count(arm, name) for arm in question.pair] for name in names}
    few = [name for name in names if min(sizes[name]) < FEWEST]
    kept = [name for name in names if name not in few]
    place, when = question.place, (question.at.visit.name,)
    for name in few:
        reason = Reason("too-few", question.pair, when)
        yield {**place, **_of(question, name), "quantity": DIFFERENCE, "reason": reason}
    test = {**place, "subgroup": question.column, "quantity": INTERACTION, "unit": ""}
    if len(kept) < 2:
        yield {**test, "reason": Reason("no-spread", columns=(question.column,))}
        return
    asked = replace(question, levels=question.levels[question.levels.isin(kept)])
    try:
        own = [
            visit
            for visit in visits
            if visit.side == question.at.side and not visit.visit.is_baseline
        ]
        whole = list_whole_visits(study, own)
        repeated = study.file.plan.primary.method != "ancova" and len(whole) > 1
        found = (
            _compare_repeated(asked, whole, kept)
            if repeated and question.at in whole
            else _compare_once(asked, kept)
        )
    except AnalysisError as error:
        yield {**test, "reason": explain(error, arms=question.pair, visits=when)}
        return
    for name, numbers in found.differences.items():
        ours, theirs = sizes[name]
        yield {
            **place,
            **_of(question, name),
            **numbers,
            "quantity": DIFFERENCE,
            "n_arm": ours,
            "n_comparator": theirs,
            "favours": favoured_arm(question.at.endpoint, numbers["estimate"], *question.pair),
            "done": found.done,
        }
    yield {**test, **found.test, "done": found.done}


def _of(question: _Question, level: str) -> dict[str, Any]:
    return {"subgroup": f"{question.column}: {level}"}


@dataclass(frozen=True)
class _Found:
    """Differences by level, the test of the interaction, and what was done."""

    differences: Mapping[str, dict[str, Any]]
    test: dict[str, Any]
    done: AnalysisRecord


def _compare_repeated(
    question: _Question, visits: tuple[EndpointVisit, ...], levels: list[str]
) -> _Found:
    """Compare by the mixed model with arm x visit x subgroup."""
    repeated = prepare_repeated(question.study, visits, question.level)
    own = f"covariate {question.column}"
    model = replace(
        repeated.model, covariates=[name for name in repeated.model.covariates if name != own]
    )
    rows = repeated.rows.drop(columns=own, errors="ignore")
    rows = rows.assign(subgroup=rows["participant"].map(question.levels)).dropna()
    arm, comparator = question.pair
    arms = [comparator, *(name for name in rows["arm"].unique() if name != comparator)]
    rows["arm"] = pd.Categorical(rows["arm"], categories=arms)
    rows["subgroup"] = pd.Categorical(rows["subgroup"], categories=levels)
    fit = fit_with_fallback(
        f"{model.formula} + arm * visit * subgroup",
        rows,
        subject="participant",
        visit="visit",
        group="arm" if model.by_arm else None,
        df=model.df,
        order=model.order,
    )
    interaction = compare_levels(
        fit,
        "arm",
        "subgroup",
        reference=comparator,
        at={"visit": question.at.visit.name},
        weights="proportional",
        level=question.level,
    )
    found = interaction.differences
    found = found[found["arm"] == arm].set_index("subgroup")
    names = ("estimate", "se", "df", "ci_low", "ci_high", "statistic", "p_value")
    shared = {"distribution": "t", "level": question.level}
    differences = {
        name: {**shared, **{number: float(found.loc[name, number]) for number in names}}
        for name in levels
    }
    people = rows.drop_duplicates("participant")["arm"]
    done = replace(repeated.done, participants=count_by_arm(question.study, people))
    test = interaction.tests[arm]
    return _Found(differences, test, record_fit(fit, done))


def _compare_once(question: _Question, levels: list[str]) -> _Found:
    """Compare the scores of the visit alone by a linear model with a mean for arm and level."""
    at = question.at
    terms, _ = choose_terms(
        list_terms(question.study, at).drop(columns=question.column, errors="ignore")
    )
    data = pd.DataFrame({"value": at.scores["value"], "arm": at.scores["arm"]})
    data = data.join(question.levels.rename("subgroup"), how="inner")
    data = data.join(terms).dropna()
    arms = [arm for arm in question.study.arms if (data["arm"] == arm).any()]
    cells = [(arm, name) for arm in arms for name in levels]
    columns = [
        ((data["arm"] == arm) & (data["subgroup"] == name)).to_numpy(float) for arm, name in cells
    ]
    there = [place for place, column in enumerate(columns) if column.any()]
    cells, columns = [cells[place] for place in there], [columns[place] for place in there]
    columns += [column for _, column in code_covariates([(str(n), data[n]) for n in terms])]
    design = np.column_stack(columns)
    if len(data) <= design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        raise NotEstimableError(Reason("too-few", question.pair, (at.visit.name,)))
    fit = OLS(data["value"].to_numpy(float), design).fit()
    arm, comparator = question.pair
    contrasts = np.zeros((len(levels), design.shape[1]))
    for row, name in enumerate(levels):
        contrasts[row, cells.index((arm, name))] = 1.0
        contrasts[row, cells.index((comparator, name))] = -1.0
    differences = {
        name: _number(fit, contrast, question.level)
        for name, contrast in zip(levels, contrasts, strict=True)
    }
    tested = fit.f_test(contrasts[1:] - contrasts[0])
    test = {
        "statistic": float(tested.fvalue),
        "df": float(tested.df_num),
        "df2": float(tested.df_denom),
        "p_value": float(tested.pvalue),
    }
    done = AnalysisRecord(
        "ancova",
        baseline=at.baseline is not None,
        covariates=tuple(str(name) for name in terms if name in question.study.file.covariates),
        visits=(at.visit.name,),
        estimator="ols",
        standard_error="model-based",
        degrees_of_freedom="residual",
        participants=count_by_arm(question.study, data["arm"]),
    )
    return _Found(differences, test, done)


def _number(fit: Any, contrast: NDArray[np.float64], level: float) -> dict[str, Any]:
    estimate = float(contrast @ fit.params)
    se = float(np.sqrt(contrast @ fit.cov_params() @ contrast))
    df = float(fit.df_resid)
    return {
        **t_interval(estimate, se, df, level),
        "statistic": estimate / se,
        "p_value": 2 * float(stats.t.sf(abs(estimate / se), df)),
    }
