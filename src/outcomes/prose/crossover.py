"""A crossover in words: the paired analysis beside the model, periods, carry-over and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.passage import Headed, Passage
from outcomes.prose.change import is_absent
from outcomes.prose.sides import of_side
from outcomes.rounding import format_count
from outcomes.study.study import Labels, Study
from outcomes.vocabulary.intervals import say_basis
from outcomes.vocabulary.names import name_endpoint, say_arm
from outcomes.vocabulary.reasons import say_why_not
from outcomes.vocabulary.scales import find_digits, with_unit
from outcomes.vocabulary.sentences import (
    capitalise,
    count_things,
    join_words,
    mid_sentence,
    say_interval,
    say_side,
    say_size,
)

if TYPE_CHECKING:
    import pandas as pd

Row = dict[Any, Any]

LIMITS = (
    Headed(
        "Carry-over",
        "an effect of the first treatment that lasts into the next period is taken for one of the "
        "second. Only the time between the periods guards against it, not the analysis.",
    ),
    Headed(
        "Short effects only",
        "what a treatment does after its period, when another one has been given, cannot be seen.",
    ),
    Headed(
        "A stable condition is assumed",
        "whoever is cured or gets much worse in the first period cannot show what the second "
        "treatment does.",
    ),
)
"""What limits every crossover."""

SITES = (
    Headed(
        "Local effects only",
        "a treatment of one site that also acts on the other (through the blood, or by what people "
        "expect) makes the difference look smaller.",
    ),
    Headed(
        "Each site is judged beside the other",
        "whoever compares their own sites may answer otherwise than if they had one treatment.",
    ),
    Headed(
        "Harms of the whole person",
        "adverse events are counted once for each participant; they are not assigned to a site.",
    ),
)
"""What limits every comparison of sites."""

CAUTION = (
    "This is a weak test: it compares different people, so it may miss a carry-over that matters, "
    "and any other difference between the sequences looks like one. It does not decide which "
    "analysis is used."
)


def write_pairs(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write the paired analysis of the primary endpoint, beside the model's estimate.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.compare_periods` or ``compare_sites``.
    study : Study
        A loaded study.

    Returns
    -------
    Passage
        Of kind ``note``.
    """
    rows = _primary(estimates, study, "paired difference")
    wanted = study.file.plan.primary.comparison
    if wanted is not None:
        rows = [row for row in rows if (row["arm"], row["comparator"]) == tuple(wanted)]
    said = tuple(_say_pair(row, study.labels) for row in rows)
    return Passage("note", "Those who had both treatments", said)


def write_period_effects(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write how far the periods differ whatever the treatment, and what carry-over may amount to.

    Parameters
    ----------
    estimates, study
        As in `write_pairs`.
    """
    labels = study.labels
    points = [
        Headed(_head(f"{row['subgroup']} against period 1", row), _say_period(row, labels))
        for row in _primary(estimates, study, "period effect")
    ]
    carried = [
        Headed(_head("carry-over", row), _say_carry_over(row, labels))
        for row in _primary(estimates, study, "carry-over")
    ]
    if not points:
        return Passage("note", "", ("No effect of the period was estimated.", tuple(carried)))
    return Passage("note", "", ((*points, *carried),))


def write_crossover_limits(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write what limits a crossover, and who has a score in some periods only.

    Parameters
    ----------
    estimates, study
        As in `write_pairs`.
    """
    counts = _primary(estimates, study, "participants by periods")
    some, none = (
        sum(row["estimate"] for row in counts if row["subgroup"] == kind)
        for kind in ("some periods", "no period")
    )
    points = list(LIMITS)
    if some or none:
        points.append(Headed("Missing periods", _say_unseen(some, none, len(study.participants))))
    return Passage("caution", "", (tuple(points),))


def write_site_limits() -> Passage:
    """Write what limits a comparison of sites of the same persons."""
    return Passage("caution", "", (SITES,))


def write_period_harms(estimates: pd.DataFrame, study: Study) -> Passage:
    """Write by what harms are counted: the treatment of the period, or the sequence.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `outcomes.analysis.summarise_period_harms`.
    study : Study
        A loaded crossover.
    """
    if study.events is None:
        text = "Harms were not recorded in the study's files."
    elif set(estimates["arm"]) <= set(study.arms):
        text = (
            "It is not recorded when every adverse event began, so harms stand by sequence, and "
            "cannot be assigned to a treatment."
        )
    else:
        text = (
            "An adverse event counts under the treatment of the period in which it began, until "
            "the next period starts. Everybody allocated to a sequence with the treatment is "
            "counted, whether or not they reached the period. The same people stand under both "
            "treatments, so no interval of a difference is given."
        )
    return Passage("note", "", (text,))


def _primary(estimates: pd.DataFrame, study: Study, quantity: str) -> list[Row]:
    plan = study.file.plan.primary
    own = estimates[
        (estimates["quantity"] == quantity)
        & (estimates["endpoint"] == plan.endpoint)
        & (estimates["visit"] == plan.visit)
    ]
    rows: list[Row] = own.to_dict("records")
    return rows


def _head(text: str, row: Row) -> str:
    return capitalise(of_side(text, row["side"]))


def _say_pair(row: Row, labels: Labels) -> str:
    ours, theirs = say_arm(labels, row["arm"]), say_arm(labels, row["comparator"])
    if is_absent(row["estimate"]):
        why = say_why_not(row["reason"], labels)
        return f"The paired analysis of {ours} against {theirs} was not made, because {why}."
    name = mid_sentence(name_endpoint(labels, row["endpoint"], row["side"]))
    return (
        f"In the {format_count(row['n_arm'])} participants with a score under both, mean {name} "
        f"was {_size(row, labels)} {say_side(row['estimate'])} with {ours} than with {theirs} "
        f"({_basis(row, labels)})."
    )


def _say_period(row: Row, labels: Labels) -> str:
    return (
        f"whatever the treatment, the mean was {_size(row, labels)} {say_side(row['estimate'])} "
        f"({_basis(row, labels)}). The comparison of treatments allows for it."
    )


def _say_carry_over(row: Row, labels: Labels) -> str:
    if is_absent(row["estimate"]):
        return f"not estimated, because {say_why_not(row['reason'], labels)}."
    ours, theirs = (say_arm(labels, row[key]) for key in ("arm", "comparator"))
    return (
        f"the sum of both periods was {_size(row, labels)} {say_side(row['estimate'])} in the "
        f"sequence {ours} than in {theirs} ({_basis(row, labels)}). {CAUTION}"
    )


def _say_unseen(some: float, none: float, everybody: int) -> str:
    parts = [
        f"{count_things(number, 'participant')} {'has' if number == 1 else 'have'} {what}"
        for number, what in ((some, "a score in some periods only"), (none, "no score in any"))
        if number
    ]
    return (
        f"of {format_count(everybody)}, {join_words(parts)}. The mixed model uses the former too, "
        "and is valid if what is missing depends only on scores that are there."
    )


def _size(row: Row, labels: Labels) -> str:
    digits = find_digits(labels, row["endpoint"])
    return with_unit(say_size(row["estimate"], digits), row["unit"])


def _basis(row: Row, labels: Labels) -> str:
    digits = find_digits(labels, row["endpoint"])
    interval = say_interval(row["ci_low"], row["ci_high"], digits)
    return say_basis(row["level"], interval, row["distribution"], row["df"], row["p_value"])
