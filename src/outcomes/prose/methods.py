"""How the numbers of a report were made: the methods that were run, and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.analysis.responses import NON_RESPONSE
from outcomes.analysis_record import BASELINE, AnalysisRecord
from outcomes.displays.passage import Headed, Passage
from outcomes.prose.method_references import list_references
from outcomes.rounding import format_df, format_level
from outcomes.study.study import Labels, Study
from outcomes.vocabulary.analyses import describe_analysis, describe_pools, say_why_another
from outcomes.vocabulary.contrast import Contrast, name_distribution
from outcomes.vocabulary.hypotheses import count_hypotheses, read_hypotheses
from outcomes.vocabulary.names import name_covariate, say_endpoint
from outcomes.vocabulary.reasons import say_reason
from outcomes.vocabulary.sentences import capitalise, join_words

if TYPE_CHECKING:
    import pandas as pd

Described = tuple[str, str, tuple[str, ...]]
QUANTITIES: dict[str, Described] = {
    "change": (
        "Change within an arm",
        "mean of the participants' own changes, score minus baseline, in those with both scores",
        ("bland2011", "barnett2005"),
    ),
    "mean": ("Observed mean", "mean of the available scores", ()),
    "share": ("Share of participants", "among those in whom it was recorded", ()),
    "risk": (
        "Harms",
        "participants with at least one event, among all participants of the arm",
        ("junqueira2023",),
    ),
    "risk difference": ("Difference in harms", "arm minus comparator, unadjusted; no p values", ()),
    "incidence rate": (
        "Harms by time at risk",
        "participants with a first event, over the time until it or for as long as followed",
        (),
    ),
    "incidence rate difference": ("Difference in rates", "arm minus comparator, unadjusted", ()),
    "incidence rate ratio": ("Ratio of rates", "arm over comparator, unadjusted", ()),
    "event rate ratio": (
        "Ratio of rates of all events",
        "arm over comparator, by a Poisson model with robust (sandwich) variance",
        ("glynn1996",),
    ),
    "standardised difference": (
        "Arms at baseline",
        "difference in standard deviations; no p values",
        ("austin2009", "senn1994"),
    ),
    "paired difference": (
        "Paired analysis",
        "mean of the differences within participants, each sequence counting alike, with one "
        "variance for all sequences",
        ("hills1979", "senn2002"),
    ),
    "carry-over": (
        "Carry-over",
        "difference between the sequences in the sum of both periods; not used to choose an "
        "analysis",
        ("freeman1989",),
    ),
    "chance range": (
        "Chance alone",
        "the confidence interval of the difference, centred at no difference",
        (),
    ),
    "pooled effect": (
        "Published trials together",
        "three trials or more by random effects, with the wider of Knapp and Hartung's and the "
        "normal interval; two as if both estimated one effect",
        ("viechtbauer2005", "knapp2003", "wiksten2016", "jackson2017", "bender2018", "higgins2002"),
    ),
    "predicted effect": ("A similar new trial", "prediction interval", ("higgins2009",)),
    "ratio": ("Ratios", "of two independent estimates", ()),
    "n needed": ("Participants needed", "fewest for an interval of the width wanted", ()),
}
"""By quantity: what it is called, how it was made, and by whom it was described."""

BECAUSE_RANDOMISED = ", because differences between randomly allocated arms arise by chance"
"""Why there are no p values at baseline, where participants were allocated at random."""

BY_MODEL = {"mmrm": ("mallinckrodt2008",), "ancova": ("vickers2001",)}
"""By the model that ran: who described it; analysis of covariance only with a baseline."""

BY_SMALL_SAMPLE = {"kenward-roger": ("kenward1997",)}
"""By kind of standard error or degrees of freedom: who described it."""

OF_A_COMPARISON = ("ich2019",)
"""Who described what any difference between arms estimates."""
OF_PUBLISHED = ("guyatt2008",)
"""Who described how the certainty of published trials is judged."""

BY_ADJUSTMENT = {
    "holm": "holm1979",
    "hochberg": "hochberg1988",
    "fixed-sequence": "westfall2001",
    "graphical": "bretz2009",
}
"""By the adjustment for multiplicity that was made: who described it."""

BY_DISTRIBUTION = {
    "wilson": ("wilson1927",),
    "clopper-pearson": ("clopper1934",),
    "newcombe": ("newcombe1998",),
    "fieller": ("fieller1954",),
    "garwood": ("garwood1936",),
    "mover": ("zou2008",),
    "graham": ("graham2003",),
}


def write_methods(estimates: pd.DataFrame, labels: Labels | None = None) -> Passage:
    """Write which methods made the numbers, the quantiles behind their intervals, and the papers.

    Parameters
    ----------
    estimates : pandas.DataFrame
        The estimates frame of a report: what is named here was run, whatever was planned.
    labels : Labels, optional
        The study's names; none where the report is of no study.

    Returns
    -------
    Passage
        Of kind ``note``; the references are links.
    """
    labels = labels or Labels({}, (), {})
    compared = _say_comparisons(estimates, labels)
    published = _say_published(estimates)
    points: list[str] = [*compared, *published]
    keys = [*(OF_A_COMPARISON if compared else ()), *(OF_PUBLISHED if published else ())]
    keys += [key for record in _list_records(estimates) for key in _cite(record)]
    for quantity, (head, how, named) in QUANTITIES.items():
        rows = estimates[(estimates["quantity"] == quantity) & estimates["estimate"].notna()]
        if rows.empty:
            continue
        why = labels.is_randomised and quantity == "standardised difference"
        text = f"{how}{BECAUSE_RANDOMISED if why else ''}{_say_quantile(rows)}."
        points.append(Headed(head, text))
        keys += named
    if tested := read_hypotheses(estimates, labels):
        text = f"the p values of {count_hypotheses(tested)} are adjusted for each other."
        points.append(Headed("Multiplicity", text))
        keys.append(BY_ADJUSTMENT[tested[0].method])
    found = set(estimates.loc[estimates["ci_low"].notna(), "distribution"])
    keys += [key for name, named in BY_DISTRIBUTION.items() if name in found for key in named]
    if not points:
        return Passage("note", "", ("This report contains no estimate.",))
    return Passage("note", "", (tuple(points), *list_references(keys)))


def say_method(estimates: pd.DataFrame, study: Study) -> str:
    """Return how a report's main answer was made, as it ran; empty where nothing says.

    Parameters
    ----------
    estimates : pandas.DataFrame
        The estimates that answer the report's question.
    study : Study
        A loaded study; its plan names the primary endpoint, visit and comparison.
    """
    pooled = _list_records(estimates[estimates["quantity"] == "pooled effect"])
    if pooled:
        return describe_pools(pooled)
    primary = study.file.plan.primary
    own = estimates[
        (estimates["endpoint"] == primary.endpoint) & (estimates["visit"] == primary.visit)
    ]
    if primary.comparison is not None:
        pair = (own["arm"] == primary.comparison[0]) & (own["comparator"] == primary.comparison[1])
        own = own[pair | (own["comparator"] == "")]
    own = own[own["subgroup"] == ""]
    kinds = [own[own["quantity"] == name] for name in ("difference", "change", "share", "mean")]
    if study.comparisons and len(kinds[0]):
        kinds = kinds[:1]
    responses = estimates["quantity"] == "response difference"
    kinds.append(estimates[responses & (estimates["analysis"] == NON_RESPONSE)])
    for say in (_say_each, _say_why_none):
        for rows in kinds:
            if text := say(rows, study.labels):
                return text
    if (estimates["quantity"] == "standardised difference").any():
        return "counts, and standardised differences at baseline without p values"
    return ""


def say_adjustment(contrast: Contrast, labels: Labels) -> str:
    """Return what a comparison is adjusted for, as it was done; empty where that is not known."""
    if contrast.done is None:
        return ""
    columns = [*([BASELINE] if contrast.done.baseline else []), *contrast.done.covariates]
    if not columns:
        return "The comparison is not adjusted for anything."
    named = join_words(
        [
            "the baseline score" if name == BASELINE else name_covariate(labels, name)
            for name in columns
        ]
    )
    return f"The comparison is adjusted for {named}, and for nothing else."


def say_other_model(done: AnalysisRecord | None, labels: Labels) -> str:
    """Return why another model ran than the one intended, as a sentence; else empty."""
    why = "" if done is None else say_why_another(done, labels)
    return f"{why}." if why else ""


def _say_each(rows: pd.DataFrame, labels: Labels) -> str:
    return "; ".join(_describe_each(rows, labels))


def _describe_each(rows: pd.DataFrame, labels: Labels) -> list[str]:
    """Return what was done for some rows, each way once, and why it was not what was intended."""
    texts = []
    for record in _list_records(rows):
        why = say_why_another(record, labels)
        visits = record.model == "mmrm"
        texts.append(describe_analysis(record, labels, with_visits=visits) + (why and f"; {why}"))
    return list(dict.fromkeys(texts))


def _say_why_none(rows: pd.DataFrame, labels: Labels) -> str:
    if rows["estimate"].notna().any():
        return ""
    reasons = [say_reason(reason, labels) for reason in rows["reason"] if reason is not None]
    return f"not estimated, because {reasons[0]}" if reasons else ""


def _list_records(rows: pd.DataFrame) -> list[AnalysisRecord]:
    """Return the records of the rows that have a number, each once."""
    made = rows[rows["estimate"].notna()]
    return list(dict.fromkeys(record for record in made["done"] if record is not None))


def _cite(record: AnalysisRecord) -> list[str]:
    """Return who described what was done; a covariance analysis is one only with a covariate."""
    named = record.model != "ancova" or record.baseline
    keys = list(BY_MODEL.get(record.model, ())) if named else []
    for kind in (record.standard_error, record.degrees_of_freedom):
        keys += BY_SMALL_SAMPLE.get(kind, ())
    return keys


def _say_comparisons(estimates: pd.DataFrame, labels: Labels) -> list[str]:
    """Name the model behind the differences, and of which endpoints."""
    rows = estimates[
        (estimates["quantity"] == "difference")
        & (estimates["subgroup"] == "")
        & estimates["estimate"].notna()
        & estimates["endpoint"].isin(list(labels.endpoints))
    ]
    how = [_describe_row(row, labels) for row in rows.to_dict("records")]
    points: list[str] = []
    for method, own in rows.assign(how=how).groupby("how", sort=False):
        of = join_words([say_endpoint(labels, name) for name in own["endpoint"].unique()])
        text = f"{capitalise(str(method))}. Of {of}{_say_quantile(own)}."
        points.append(Headed("Difference between arms", text))
    return points


def _describe_row(row: dict[Any, Any], labels: Labels) -> str:
    if row["done"] is None:
        return str(row["analysis"]) or "method not recorded"
    return describe_analysis(row["done"], labels, with_visits=False)


def _say_published(estimates: pd.DataFrame) -> list[str]:
    rows = estimates[(estimates["analysis"] == "published trial") & estimates["estimate"].notna()]
    if rows.empty:
        return []
    text = f"each as printed, or derived as the table of effects says{_say_quantile(rows)}."
    return [Headed("Published trials", text)]


def _say_quantile(rows: pd.DataFrame) -> str:
    """Say level, distribution and degrees of freedom of the intervals of some rows."""
    rows = rows[rows["ci_low"].notna() & rows["ci_high"].notna()]
    if rows.empty:
        return "; no interval"
    parts = []
    for distribution, own in rows.groupby("distribution", sort=False):
        df = own["df"].dropna()
        parts.append(f"{name_distribution(str(distribution))}{_say_df(df)}")
    levels = join_words([format_level(level) for level in rows["level"].dropna().unique()])
    return f"; {levels} intervals, {' or '.join(parts)}"


def _say_df(df: pd.Series) -> str:
    if df.empty:
        return ""
    low, high = format_df(df.min()), format_df(df.max())
    return f" with {low} df" if low == high else f" with {low} to {high} df"
