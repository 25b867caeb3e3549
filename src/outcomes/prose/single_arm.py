"""What a change without an arm to compare with cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.prose.analysed import count_enrolled
from outcomes.prose.change import is_absent
from outcomes.rounding import format_count, format_share
from outcomes.study.study import Study
from outcomes.verdict import rounds_to_none
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_side
from outcomes.vocabulary.scales import digits_of, with_unit
from outcomes.vocabulary.sentences import capitalise, mid_sentence, say_size
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd

REASONS = (
    Headed(
        "Natural course",
        "complaints that come and go, or heal, improve with time under any treatment or none.",
    ),
    Headed(
        "Regression to the mean",
        "people seek treatment when they are at their worst, and whoever is measured at their "
        "worst has, on average, a better score the next time.",
    ),
    Headed(
        "Response to being treated",
        "attention, expectation and the procedure itself improve the scores that people report, "
        "whatever was given.",
    ),
    Headed(
        "Selective follow-up",
        "participants who were seen again may have done better or worse than those who were not.",
    ),
    Headed("Other treatments", "the effects of anything else done meanwhile are included."),
)
"""What a change without a comparator may come from."""

NO_COMPARATOR = (
    "This report follows people over time without an arm to compare them with. A change from "
    "baseline includes all of the following, and no analysis can separate them:"
)
NO_BASELINE = (
    "This study has neither scores from before the treatment nor an arm to compare with, so how "
    "people changed is not known. How they were reflects all of the following, beside the "
    "treatment:"
)


def write_no_control(study: Study, estimates: pd.DataFrame) -> Passage:
    """Write what this study cannot show, with its own numbers.

    Parameters
    ----------
    study : Study
        A loaded study, as a rule with a single arm.
    estimates : pandas.DataFrame
        An estimates frame; its ``change`` and ``share`` rows of the primary endpoint, and the
        ``share`` rows of yes-or-no endpoints, at the last visit that has one are used, and ``n``
        for who was enrolled.

    Returns
    -------
    Passage
        Of kind ``caution``. Those who were not followed are put in with the least and the most
        they could have had: bounds, not estimates.
    """
    found = Lookup.of(estimates)
    opening = NO_BASELINE if study.baseline is None else NO_COMPARATOR
    paragraphs: list[Paragraph] = [opening, REASONS]
    bounds = [text for arm in study.arms for text in _bound_arm(study, found, estimates, arm)]
    if bounds:
        told = tuple(dict.fromkeys(bounds))
        paragraphs += ["What the missing participants could do to these numbers:", told]
    paragraphs.append(
        "So the numbers on this page show how these people did, not what the treatment did. Only a "
        "comparison with people who did not have it, ideally allocated at random, could show that."
    )
    return Passage("caution", "What this study cannot show", tuple(paragraphs))


def _bound_arm(study: Study, found: Lookup, estimates: pd.DataFrame, arm: str) -> list[str]:
    rows = estimates[(estimates["arm"] == arm) & (estimates["subgroup"] == "")]
    primary = study.file.plan.primary.endpoint
    texts = []
    for name in study.endpoints:
        for quantity, write in (("change", _bound_change), ("share", _bound_share)):
            own = rows[(rows["endpoint"] == name) & (rows["quantity"] == quantity)]
            own = own[own["week"] > 0]
            if name != primary and study.endpoints[name].kind != "binary":
                continue
            for _, of_side in own.groupby("side", sort=True):
                last = of_side.loc[of_side["week"].idxmax()].to_dict()
                if not is_absent(last["estimate"]):
                    texts.append(write(study, last, _count_due(last, found, study)))
    return texts


def _count_due(row: dict[Any, Any], found: Lookup, study: Study) -> float:
    """Return of how many a score was due; of one side only of those who were followed on it."""
    place = {name: row[name] for name in ("endpoint", "side", "visit", "arm")}
    due = found.row("missing", **place) if row["side"] else None
    return count_enrolled(found, study, row["arm"]) if due is None else float(due["n_arm"])


def _bound_share(study: Study, row: dict[Any, Any], enrolled: float) -> str:
    endpoint = study.endpoints[row["endpoint"]]
    start = _start(row, enrolled, _name(study, row))
    lost = enrolled - row["n_arm"]
    if lost <= 0:
        return f"{start} All were followed."
    counted = row["estimate"] * row["n_arm"]
    low, high = counted / enrolled, (counted + lost) / enrolled
    what = (
        f'had a yes for "{endpoint.label}"'
        if endpoint.kind == "binary"
        else "had improved by the threshold"
    )
    none, every = (
        ("the other one had not", "if that one had")
        if lost == 1
        else (f"none of the other {format_count(lost)} had", "if all of them had")
    )
    return (
        f"{start} Of those followed, {format_share(row['estimate'])} {what}; if {none}, the share "
        f"would be {format_share(low)}, and {every}, {format_share(high)}."
    )


def _bound_change(study: Study, row: dict[Any, Any], enrolled: float) -> str:
    endpoint = study.endpoints[row["endpoint"]]
    start = _start(row, enrolled, _name(study, row))
    lost = enrolled - row["n_arm"]
    if lost <= 0:
        return f"{start} All were followed."
    if rounds_to_none(row["estimate"]):
        return f"{start} On average, their scores did not change."
    digits = digits_of(endpoint)
    observed, unchanged = (
        with_unit(say_size(value, digits), endpoint.unit)
        for value in (row["estimate"], row["estimate"] * row["n_arm"] / enrolled)
    )
    verb = "rise" if row["estimate"] > 0 else "fall"
    other = "the other one" if lost == 1 else f"the other {format_count(lost)}"
    return (
        f"{start} Their mean {verb} was {observed}; if {other} had not changed at all, it would be "
        f"{unchanged}."
    )


def _start(row: dict[Any, Any], enrolled: float, name: str) -> str:
    return (
        f"{name} {at_visit(row['visit'])}: {format_count(row['n_arm'])} of "
        f"{format_count(enrolled)} followed."
    )


def _name(study: Study, row: dict[Any, Any]) -> str:
    label = study.endpoints[row["endpoint"]].label
    return capitalise(
        f"{mid_sentence(label)}{', ' + name_side(row['side']) if row['side'] else ''}"
    )
