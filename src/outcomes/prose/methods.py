"""How the numbers of a report were made: the methods that were run, and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.passage import Headed, Passage
from outcomes.prose.method_references import REFERENCES
from outcomes.rounding import format_df, format_level
from outcomes.study.study import Labels
from outcomes.vocabulary.contrast import name_distribution
from outcomes.vocabulary.names import name_endpoint
from outcomes.vocabulary.sentences import capitalise, inside, join_words

if TYPE_CHECKING:
    import pandas as pd

Described = tuple[str, str, tuple[str, ...]]
QUANTITIES: dict[str, Described] = {
    "change": (
        "Change within an arm",
        "mean of the participants' own changes, score minus baseline, of those with both",
        ("bland2011", "barnett2005"),
    ),
    "mean": ("Observed mean", "mean of the scores that are there", ()),
    "share": ("Share of participants", "of those with a score", ()),
    "risk": (
        "Harms",
        "participants with at least one event, of all participants of the arm",
        ("junqueira2023",),
    ),
    "risk difference": ("Difference in harms", "arm minus comparator, unadjusted; no p values", ()),
    "standardised difference": (
        "Arms at baseline",
        "difference in standard deviations; no p values, because whatever differs between arms "
        "drawn by lot differs by chance",
        ("austin2009", "senn1994"),
    ),
    "chance range": (
        "Chance alone",
        "the interval of the difference, moved to no difference",
        (),
    ),
    "pooled effect": (
        "Published trials together",
        "random-effects meta-analysis, with an interval by Knapp and Hartung and a normal one",
        ("viechtbauer2005", "knapp2003", "higgins2002"),
    ),
    "predicted effect": ("A new trial alike", "prediction interval", ("higgins2009",)),
    "ratio": ("Ratios", "of two independent estimates", ()),
    "n needed": ("Participants needed", "fewest for an interval of the width wanted", ()),
}
"""By quantity: what it is called, how it was made, and by whom it was described."""

BY_WORD = {
    "Mixed model for repeated measures": ("mallinckrodt2008",),
    "Kenward-Roger": ("kenward1997",),
    "ANCOVA": ("vickers2001",),
}
"""Words in ``method``, and who described what they name."""

OF_A_COMPARISON = ("ich2019",)
"""Who described what any difference between arms estimates."""
OF_PUBLISHED = ("guyatt2008",)
"""Who described how the certainty of published trials is judged."""

BY_DISTRIBUTION = {
    "wilson": ("wilson1927",),
    "clopper-pearson": ("clopper1934",),
    "newcombe": ("newcombe1998",),
    "fieller": ("fieller1954",),
}


def write_methods(estimates: pd.DataFrame, labels: Labels) -> Passage:
    """Write which methods made the numbers, the quantiles behind their intervals, and the papers.

    Parameters
    ----------
    estimates : pandas.DataFrame
        The estimates frame of a report: what is named here was run, whatever was planned.
    labels : Labels
        The study's names.

    Returns
    -------
    Passage
        Of kind ``note``; the references are links.
    """
    compared = _say_comparisons(estimates, labels)
    published = _say_published(estimates)
    points: list[str] = [*compared, *published]
    keys = [*(OF_A_COMPARISON if compared else ()), *(OF_PUBLISHED if published else ())]
    keys += [key for word, named in BY_WORD.items() if _names(estimates, word) for key in named]
    for quantity, (head, how, named) in QUANTITIES.items():
        rows = estimates[(estimates["quantity"] == quantity) & estimates["estimate"].notna()]
        if rows.empty:
            continue
        points.append(Headed(head, f"{how}{_say_quantile(rows)}."))
        keys += named
    found = set(estimates.loc[estimates["ci_low"].notna(), "distribution"])
    keys += [key for name, named in BY_DISTRIBUTION.items() if name in found for key in named]
    references = tuple(REFERENCES[key].linked for key in dict.fromkeys(keys))
    if not points:
        return Passage("note", "", ("This report holds no estimate.",))
    listed = ("Where the methods come from:", references) if references else ()
    return Passage("note", "", (tuple(points), *listed))


def _say_comparisons(estimates: pd.DataFrame, labels: Labels) -> list[str]:
    """Name the model behind the differences, and of which endpoints."""
    rows = estimates[
        (estimates["quantity"] == "difference")
        & (estimates["subgroup"] == "")
        & estimates["estimate"].notna()
        & estimates["endpoint"].isin(list(labels.endpoints))
    ]
    points: list[str] = []
    for method, own in rows.groupby("method", sort=False):
        of = join_words([inside(name_endpoint(labels, name)) for name in own["endpoint"].unique()])
        text = f"{capitalise(str(method))}. Of {of}{_say_quantile(own)}."
        points.append(Headed("Difference between arms", text))
    return points


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


def _names(estimates: pd.DataFrame, word: str) -> bool:
    return bool(estimates["method"].str.contains(word, regex=False).any())
