"""The sentence and the small drawing that say on the study page what a report found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.prose import (
    say_certainty,
    write_primary_result,
    write_protected_result,
    write_verdicts,
)
from outcomes.rounding import format_count, format_weeks
from outcomes.study.study import Study
from outcomes.verdict import judge
from outcomes.vocabulary.intervals import say_estimate
from outcomes.vocabulary.pools import find_pool
from outcomes.vocabulary.scales import with_unit
from outcomes.vocabulary.sentences import count_things, join_words
from outcomes.vocabulary.trials import digits_of_unit

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.evidence import Pack

_RESULTS = ("difference", "change", "share")


def write_headline(estimates: pd.DataFrame, study: Study) -> str:
    """Say what a report found at the primary endpoint and visit, else who took part.

    Parameters
    ----------
    estimates : pandas.DataFrame
        The estimates frame of one report.
    study : Study
        Names the primary endpoint, visit and comparison.

    Returns
    -------
    str
        Plain text: the first paragraph of the primary result, in the words that the report itself
        uses; the pooled effect of published trials, or the participants by arm, where the report is
        about these; empty if it is about none, and
        where the study is blinded. Where the study file sets a rule of disclosure, the primary
        result as that lets it pass.
    """
    if study.is_blinded:
        return ""
    if study.disclosure is not None:
        return next(write_protected_result(estimates, study).sentences, "")
    if has_primary_result(estimates, study):
        return next(write_primary_result(estimates, study).sentences, "")
    published = _say_pool(estimates) or _say_trial(estimates, study)
    if published:
        return f"{published} {_say_how_certain(study)}".rstrip()
    return _who_took_part(estimates, study)


def has_primary_result(estimates: pd.DataFrame, study: Study) -> bool:
    """Whether a report's estimates answer the question of a study at its primary visit."""
    primary = study.file.plan.primary
    here = estimates[
        (estimates["endpoint"] == primary.endpoint) & (estimates["visit"] == primary.visit)
    ]
    alone = study.file.asks_once and here["quantity"].eq("mean").any()
    return bool(alone or here["quantity"].isin(_RESULTS).any())


def write_topic_headline(estimates: pd.DataFrame, pack: Pack) -> str:
    """Say what a report of a topic found: how many claims got which verdict, if it is of these."""
    if estimates["analysis"].str.startswith("claim ").any():
        return next(write_verdicts(pack.claims).sentences, "")
    return ""


def _say_pool(estimates: pd.DataFrame) -> str:
    """State the first pooled effect of published trials; above 0 favours the arm."""
    row = find_pool(estimates)
    if row is None:
        return ""
    numbers = with_unit(say_estimate(row, digits_of_unit(row["unit"])), row["unit"])
    verdict = "" if judge(row).excludes_none else " The interval includes no difference."
    if row["done"].estimator == "EE":
        verdict += " Two trials: it holds if both estimate one effect, which two cannot show."
    return (
        f"Published trials together, {row['endpoint']} at {row['visit']}, {row['arm']} against "
        f"{row['comparator']}: {numbers}; above 0 favours {row['arm']}.{verdict}"
    )


def _say_trial(estimates: pd.DataFrame, study: Study) -> str:
    """State the effect of the first published trial where nothing is pooled, all of its arms."""
    rows = estimates[
        (estimates["analysis"] == "published trial") & estimates["ci_low"].notna()
    ].to_dict("records")
    if not rows:
        return ""
    first = rows[0]
    place = ("endpoint", "subgroup", "week", "comparator")
    same = [row for row in rows if all(row[name] == first[name] for name in place)]
    effects = join_words(
        [with_unit(say_estimate(row, digits_of_unit(row["unit"])), row["unit"]) for row in same]
    )
    arms = f", of its {count_things(len(same), 'arm')} in turn" if len(same) > 1 else ""
    trial = study.beside.name_citation(first["subgroup"])
    against = study.beside.topic.name_comparator(first["comparator"])
    return (
        f"One published trial, {trial}, {first['endpoint']} at week {format_weeks(first['week'])}, "
        f"{first['arm']} against {against}{arms}: {effects}; above 0 favours {first['arm']}."
    )


def draw_headline(estimates: pd.DataFrame, study: Study) -> str:
    """Draw what `write_headline` says, small enough for a card.

    Parameters
    ----------
    estimates, study
        As in `write_headline`.

    Returns
    -------
    str
        One ``<svg>`` element with its text alternative; empty if there is nothing to draw.
    """
    from outcomes.figures import draw_result

    return draw_result(estimates, study)


def _say_how_certain(study: Study) -> str:
    """Say how certain what is published on a study's question is."""
    if study.evidence is None:
        return ""
    from outcomes.analysis import gather_evidence_for, summarise_findings

    findings = summarise_findings(gather_evidence_for(study), study)
    return say_certainty(findings, study.evidence)


def _who_took_part(estimates: pd.DataFrame, study: Study) -> str:
    rows = estimates[
        (estimates["quantity"] == "n") & (estimates["endpoint"] == "") & (estimates["visit"] == "")
    ]
    counts = dict(zip(rows["arm"], rows["estimate"], strict=True))
    each = [
        f"{arm.label} {format_count(counts[name])}"
        for name, arm in study.arms.items()
        if name in counts
    ]
    return f"Participants: {', '.join(each)}." if each else ""
