"""Responders in words: how many in 100 of each arm, and what a count of responders leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.analysis.responses import ADJUSTED, IMPUTED, NON_RESPONSE, OBSERVED
from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.prose.change import is_absent
from outcomes.prose.method_references import list_references
from outcomes.prose.primary import SIMULATED
from outcomes.rounding import format_count, format_level, format_number
from outcomes.study.study import Labels, Study
from outcomes.verdict import Reason
from outcomes.vocabulary.intervals import name_distribution
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_endpoint, say_arm
from outcomes.vocabulary.reasons import say_why_not
from outcomes.vocabulary.responses import name_needed, name_response
from outcomes.vocabulary.sentences import join_words, mid_sentence, say_sides
from outcomes.vocabulary.verdicts import judge_row
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd

Row = dict[Any, Any]

LIMITS = (
    Headed(
        "A threshold wastes information",
        "a participant just short of it counts like one who did not improve at all. The difference "
        "between the means uses every score and remains the main result.",
    ),
    Headed(
        "Thresholds come from other people",
        "each was found in the population named beside it, and an amount that matters to them may "
        "not matter here. Where several are given, check whether they agree.",
    ),
    Headed(
        "A change is not an effect",
        "people respond without treatment too. Only the difference between arms is about the "
        "treatment, and it does not say which participants responded because of it.",
    ),
    Headed(
        "Not counted here",
        "OMERACT-OARSI responders, because the criteria combine pain, function and the patient's "
        "global assessment, and their cut-offs have not been read in the source.",
    ),
)


def write_responders(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write how many in 100 responded in each arm on the primary endpoint, and the difference.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_responders`.
    study : Study
        A loaded study.

    Returns
    -------
    Passage
        Of kind ``result``. By the first threshold of the primary endpoint, or where that has none
        of each other endpoint that has one, so named.
    """
    labels, primary = study.labels, study.file.plan.primary
    rows = estimates[
        (estimates["analysis"] == NON_RESPONSE) & (estimates["quantity"] == "response difference")
    ]
    own = rows[rows["endpoint"] == primary.endpoint]
    if primary.comparison is not None:
        arm, comparator = primary.comparison
        rows = rows[(rows["arm"] == arm) & (rows["comparator"] == comparator)]
        own = own[(own["arm"] == arm) & (own["comparator"] == comparator)]
    found = Lookup.of(estimates[estimates["analysis"] == NON_RESPONSE])
    paragraphs: list[Paragraph] = []
    if own.empty:
        paragraphs.append(_say_no_threshold(estimates, rows, study))
    shown = own if len(own) else rows
    keys = ["endpoint", "side", "arm", "comparator"]
    first = shown.drop_duplicates(keys).to_dict("records")
    said = [_say_compared(row, found, labels) for row in first]
    paragraphs += said if len(own) else [tuple(said)] if said else []
    others = len(shown) - len(first)
    if others > 0:
        paragraphs.append("By other thresholds the result may differ; all are in the table below.")
    if study.file.provenance == "simulated":
        paragraphs.append(SIMULATED)
    return Passage("result", "", tuple(paragraphs))


def write_response_room(estimates: pd.DataFrame, labels: Labels) -> Passage:
    """Write whether everybody's baseline left room to respond; the table has who could not.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_responders`.
    labels : Labels
        The study's names.
    """
    rows = estimates[estimates["quantity"] == "no room"]
    if rows.empty:
        text = "No responder is counted by a change from baseline, so this does not arise."
    elif (rows["estimate"] > 0).any():
        names = join_words(
            [
                mid_sentence(name_endpoint(labels, name))
                for name in rows.loc[rows["estimate"] > 0, "endpoint"].unique()
            ]
        )
        text = (
            "Some participants came with a baseline score from which they could not improve by a "
            f"threshold, in {names}. They count as not having responded in both arms, which makes "
            "a difference look smaller."
        )
    else:
        text = "Every baseline score left room to improve by each threshold."
    return Passage("note", "", (text,))


def write_response_limits(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write what a count of responders leaves out, and what was done about missing scores.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_responders`.
    study : Study
        A loaded study.
    """
    del study
    imputed = estimates[(estimates["analysis"] == IMPUTED) & estimates["estimate"].notna()]
    points = list(LIMITS)
    if len(imputed):
        points.append(
            Headed(
                "Imputation assumes",
                "that what is missing can be predicted from baseline, covariates and earlier "
                "scores, which the data cannot show.",
            )
        )
    return Passage("caution", "", (tuple(points),))


def write_response_methods(estimates: pd.DataFrame, labels: Labels) -> Passage:
    """Write how responders were counted and compared, and what was not estimated.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_responders`.
    labels : Labels
        The study's names.
    """
    rows = estimates[(estimates["quantity"] == "response difference")]
    points: list[str] = []
    keys: list[str] = []
    for analysis, (head, how, named) in METHODS.items():
        own = rows[rows["analysis"] == analysis]
        made = own[own["estimate"].notna()]
        if len(made):
            names = join_words([name_distribution(one) for one in made["distribution"].unique()])
            points.append(Headed(head, f"{how}; interval by {names}."))
            keys += named
        elif len(own):
            why = say_why_not(own["reason"].iloc[0], labels)
            points.append(Headed(head, f"not estimated, because {why}."))
    if not points:
        return Passage("note", "", ("No responders were counted.",))
    return Passage("note", "", (tuple(points), *list_references(keys)))


METHODS = {
    NON_RESPONSE: (
        "Main analysis",
        "difference of the shares of all participants of the analysis set, those whose response is "
        "not known counted as not having responded (Newcombe); risk ratio by Katz, odds ratio by "
        "Woolf, number needed to treat by Altman",
        ("wilson1927", "newcombe1998", "katz1978", "woolf1955", "altman1998"),
    ),
    ADJUSTED: (
        "Adjusted",
        "logistic regression on arm, baseline score and the plan's covariates, its predictions "
        "averaged over all participants, with the robust variance of Ye and others",
        ("ye2023",),
    ),
    OBSERVED: (
        "Observed scores",
        "difference of the shares of those whose response is known",
        ("newcombe1998",),
    ),
    IMPUTED: (
        "Multiple imputation",
        "100 completed data sets, each visit drawn from a Bayesian linear regression on arm, "
        "covariates and earlier scores, pooled by Rubin with the degrees of freedom of Barnard and "
        "Rubin",
        ("barnard1999",),
    ),
}


def _say_no_threshold(estimates: pd.DataFrame, rows: pd.DataFrame, study: Study) -> str:
    labels, primary = study.labels, study.file.plan.primary
    name = mid_sentence(name_endpoint(labels, primary.endpoint))
    own = estimates[
        (estimates["endpoint"] == primary.endpoint)
        & (estimates["quantity"] == "response")
        & estimates["reason"].notna()
    ]
    why = say_why_not(own["reason"].iloc[0] if len(own) else None, labels)
    if labels.endpoints[primary.endpoint].doubt:
        why = "a query on these scores is open"
    text = f"Responders on the primary endpoint, {name}, cannot be counted: {why}."
    others = [name_endpoint(labels, one) for one in rows["endpoint"].unique()]
    if others:
        text += (
            f" Those of {join_words([mid_sentence(one) for one in others])} stand beside it, each "
            "by its own threshold; they are not the primary result."
        )
    return text


def _say_compared(row: Row, found: Lookup, labels: Labels) -> str:
    name = name_endpoint(labels, row["endpoint"], row["side"])
    where = f"{name}, {at_visit(row['visit'])}"
    if is_absent(row["estimate"]):
        return f"{where}: not estimated, because {say_why_not(row['reason'], labels)}."
    ours, theirs = say_arm(labels, row["arm"]), say_arm(labels, row["comparator"])
    shares = [
        _say_share(row, found, arm, who)
        for arm, who in ((row["arm"], ours), (row["comparator"], theirs))
    ]
    return (
        f"{where}, {name_response(row, labels)}: {shares[0]}, {shares[1]}. "
        f"{_say_difference(row, ours, theirs)} {_say_favoured(row, labels)}"
        f"{_say_needed(row, found)}"
    )


def _say_share(row: Row, found: Lookup, arm: str, who: str) -> str:
    keys = {name: row[name] for name in ("endpoint", "side", "visit", "subgroup")}
    share = found.row("response", **keys, arm=arm)
    if share is None:
        return f"not known with {who}"
    count = format_count(round(share["estimate"] * share["n_arm"]))
    return (
        f"about {format_number(100 * share['estimate'], 0)} in 100 with {who} "
        f"({count} of {format_count(share['n_arm'])})"
    )


def _say_difference(row: Row, ours: str, theirs: str) -> str:
    more = "more" if row["estimate"] > 0 else "fewer"
    interval = say_sides(100 * row["ci_low"], 100 * row["ci_high"], 0, ("fewer", "more"))
    basis = f"{format_level(row['level'])} CI {interval}; {name_distribution(row['distribution'])}"
    size = format_number(abs(100 * row["estimate"]), 0)
    if abs(row["estimate"]) < 1e-9:
        return f"As many responded with {ours} as with {theirs} ({basis})."
    return f"That is {size} {more} in 100 with {ours} than with {theirs} ({basis})."


def _say_favoured(row: Row, labels: Labels) -> str:
    verdict = judge_row(row, labels)
    if verdict.favoured:
        return f"This favours {say_arm(labels, verdict.favoured)}."
    if verdict.leaning:
        return (
            f"The estimate favours {say_arm(labels, verdict.leaning)}, but the confidence interval "
            "includes no difference: the data are compatible with more responders in either arm."
        )
    if verdict.reason is Reason.EQUAL:
        return "There is no difference, and the interval includes more responders in either arm."
    return "The confidence interval includes no difference."


def _say_needed(row: Row, found: Lookup) -> str:
    keys = {name: row[name] for name in ("endpoint", "side", "visit", "subgroup")}
    pair = {"arm": row["arm"], "comparator": row["comparator"]}
    needed = found.row("needed to treat", **keys, **pair)
    if needed is None or is_absent(needed["estimate"]):
        return ""
    return f" Number needed to treat: {name_needed(needed)}."
