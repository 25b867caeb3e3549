"""What a change with placebo includes, beside what published placebo arms and the untreated did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outcomes.analysis.placebo_changes import PlaceboChanges
from outcomes.analysis.points_of_100 import UNIT
from outcomes.displays.links import Linked, cite_within, name_keys
from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.evidence import Pack
from outcomes.evidence.placebo_response import GROUPS
from outcomes.rounding import format_count, format_df, format_interval, format_level, format_number
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import name_distribution
from outcomes.vocabulary.placebo import name_given, say_outcome, say_placebo_change
from outcomes.vocabulary.sentences import join_words, mid_sentence, say_size

INCLUDES = (
    Headed("Natural course", "complaints come and go, and some improve by themselves."),
    Headed(
        "Regression to the mean",
        "people enter a study when their scores are bad; later scores lie nearer to their own "
        "average, whatever is done.",
    ),
    Headed(
        "What was given",
        "the placebo itself, a needle and fluid where it is injected, and the contact with a "
        "clinician may have effects of their own.",
    ),
    Headed("Expectation", "hope, and answering as one believes is expected."),
    Headed("Other care", "medicine, exercise or advice that everybody in the study could have."),
)
"""What a change within a placebo arm consists of."""

NOT_SEPARABLE = (
    "The change is the sum of these, and its size does not show how much came from which. Only an "
    "arm left untreated beside placebo in the same trial separates the response to placebo from "
    "what would have happened anyway. None of it is an effect of the treatment under study: only "
    "the difference between the arms is."
)
NOT_POOLED = (
    "Reviews share trials with each other, and may include those shown beside them, so their "
    "averages are quoted as printed and nothing is pooled again."
)

_QUOTED = {
    "mean change": "mean change {number} {unit}",
    "standardised mean change": "mean change {number} standard deviations",
    "prediction interval": "the mean change in the placebo arm of a new trial would lie between "
    "{low} and {high} standard deviations (95% prediction interval)",
    "share exceeded": "more than {share}% of participants responded",
    "difference of standardised changes": "{number} standard deviations; below 0 is the smaller "
    "response to placebo",
    "response ratio": "the change with placebo was {number} of the change with treatment",
}
"""By statistic of a row of the table of placebo responses."""


def write_placebo_changes(changes: PlaceboChanges | None, study: Study) -> Passage | None:
    """Write how far a placebo arm changed, beside what is published, and what that includes.

    Parameters
    ----------
    changes : PlaceboChanges or None
        From `outcomes.analysis.placebo_changes.gather_placebo_changes`.
    study : Study
        Whose placebo arm it is.

    Returns
    -------
    Passage or None
        Of kind ``finding``; None where there is nothing to set beside.
    """
    if changes is None:
        return None
    paragraphs: list[Paragraph] = [
        _say_own(changes, study),
        *_say_reviews(changes),
        "A change within a placebo arm includes:",
        INCLUDES,
        NOT_SEPARABLE,
        *_say_untreated(changes),
    ]
    paragraphs.append(NOT_POOLED)
    quoted = tuple(_say_quoted(changes.pack, row) for row in changes.quoted)
    folded: list[Paragraph] = ["Published, but not on this scale:", quoted] if quoted else []
    return Passage(
        "finding",
        "What a change with placebo includes",
        tuple(paragraphs),
        fold="What else reviews print, and how each is to be read",
        folded=(*folded, "How each is to be read:", _list_notes(changes), *_say_withheld(changes)),
    )


def write_placebo_beside(changes: PlaceboChanges | None) -> Passage | None:
    """Write in a line how far published placebo arms changed in the first domain with a review.

    Parameters
    ----------
    changes : PlaceboChanges or None
        From `outcomes.analysis.placebo_changes.gather_placebo_changes`.

    Returns
    -------
    Passage or None
        Of kind ``note``; None where there is nothing to set beside.
    """
    if changes is None:
        return None
    first = next(iter(_say_reviews(changes)))
    return Passage("note", "Placebo arms of other trials", (str(first),))


def _say_own(changes: PlaceboChanges, study: Study) -> str:
    """Say the change of the study's own arms in the domain that was asked about, or its first."""
    rows = changes.rows
    own = rows[rows["kind"] == "study"]
    if own.empty:
        return "No change of this study's own placebo arm could be set beside the published ones."
    first = own[own["domain"] == own["domain"].iloc[0]].to_dict("records")
    said = join_words([_say_one(row) for row in first])
    simulated = ", whose data are simulated" if study.labels.is_simulated else ""
    text = f"In this study{simulated}, from baseline to {first[0]['when']}: {said}."
    met = [changes.pack.name_citation(key) for key in study.file.calibrated_to]
    shared = [name for name in met if name in set(rows["name"])]
    if study.labels.is_simulated and shared:
        text += (
            f" These scores were made to meet {join_words(shared)}, so their agreement with it is "
            "by construction."
        )
    return text


def _say_one(row: Mapping[Any, Any]) -> str:
    size = say_size(row["change"], 1)
    better = "better" if row["change"] > 0 else "worse"
    interval = format_interval(row["ci_low"], row["ci_high"], absent="")
    df = f", {format_df(row['df'])} df" if row["df"] == row["df"] else ""
    inner = (
        f" ({format_level(row['level'])} CI {interval}; "
        f"{name_distribution(row['distribution'])}{df})"
        if interval
        else ""
    )
    outcome = f"{mid_sentence(row['outcome'])} with {name_given(row)}"
    return f"{outcome} was {size} {UNIT} {better}{inner}"


def _say_reviews(changes: PlaceboChanges) -> list[Linked]:
    """Say of each domain how far groups changed in reviews, by what they were given."""
    sentences = []
    reviews = changes.rows[changes.rows["kind"] == "review"]
    for domain, group in reviews.groupby("domain", sort=False):
        clauses = []
        for name, given in GROUPS.items():
            those = group[group["group"] == name]
            if len(those) == 1:
                row = those.to_dict("records")[0]
                clauses.append(f"{say_placebo_change(row)} with {given}")
            elif len(those):
                ends = (format_number(those["change"].min()), format_number(those["change"].max()))
                numbers = format_count(len(those))
                clauses.append(f"{' to '.join(ends)} with {given} ({numbers} averages)")
        text = (
            f"Mean change of {domain} in published reviews ({UNIT}, above 0 is better): "
            f"{join_words(clauses)}."
        )
        sentences.append(cite_within(text, changes.pack.cite(group["citation"])))
    return sentences


def _say_untreated(changes: PlaceboChanges) -> list[Linked]:
    """Say what setting the untreated beside placebo can and cannot show, from one review."""
    said = []
    reviews = changes.rows[changes.rows["kind"] == "review"]
    for key, group in reviews.groupby("citation", sort=False):
        pairs = {row["group"]: row for row in group.to_dict("records")}
        untreated = pairs.pop("untreated", None)
        if untreated is None or not pairs:
            continue
        placebo = next(iter(pairs.values()))
        apart = untreated["ci_high"] < placebo["ci_low"]
        reading = (
            "their intervals do not overlap, so natural course and regression to the mean hardly "
            "account for all of the change with placebo, if the groups were otherwise alike"
            if apart
            else "their intervals overlap, so the change with placebo may be natural course and "
            "regression to the mean alone"
        )
        text = (
            f"In {untreated['name']}, untreated groups changed by "
            f"{say_placebo_change(untreated)} and groups with placebo by "
            f"{say_placebo_change(placebo)} {UNIT}: {reading}. It could not be read whether "
            "both were compared within the same trials."
        )
        said.append(cite_within(text, changes.pack.cite([str(key)])))
    return said


def _say_quoted(pack: Pack, row: Mapping[str, Any]) -> Linked:
    interval = format_interval(row["ci_low"], row["ci_high"], 2, absent="")
    number = format_number(row["value"], 2) if row["value"] == row["value"] else ""
    said = _QUOTED[row["statistic"]].format(
        number=f"{number} ({interval})" if interval else number,
        unit=row["unit"],
        low=format_number(row["ci_low"], 2),
        high=format_number(row["ci_high"], 2),
        share=format_number(100 * row["value"], 0),
    )
    text = (
        f"{pack.name_citation(row['citation'])}, {GROUPS[row['group']]}, "
        f"{say_outcome({**row, 'when': row['week']})}: {said}; "
        f"{format_count(row['studies'])} studies."
    )
    return cite_within(text, pack.cite([row["citation"]]))


def _say_withheld(changes: PlaceboChanges) -> list[Linked]:
    return [
        cite_within(
            f"Not shown is {changes.pack.name_citation(row['trial'])}: {row['withheld']}.",
            changes.pack.cite([row["citation"]]),
        )
        for row in changes.withheld
    ]


def _list_notes(changes: PlaceboChanges) -> tuple[str, ...]:
    pack, reviews = changes.pack, changes.rows[changes.rows["kind"] == "review"]
    rows = [
        *reviews.to_dict("records"),
        *({**row, "when": row["week"]} for row in changes.quoted),
    ]
    notes = (
        f"{pack.name_citation(row['citation'])}, {say_outcome(row)}: "
        f"{name_keys(row['notes'], pack)}."
        for row in rows
    )
    return tuple(dict.fromkeys(notes))
