"""What a change without an arm to compare with cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.passage import Headed, Paragraph, Passage
from outcomes.prose.change import is_absent
from outcomes.prose.missing import count_came_in
from outcomes.rounding import choose_digits, format_count, format_share
from outcomes.study.study import Study
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.sentences import at_visit, capitalise, inside, say_size, with_unit

if TYPE_CHECKING:
    import pandas as pd

REASONS = (
    Headed(
        "Natural course",
        "complaints that come and go, or heal, improve with time under any treatment and under "
        "none.",
    ),
    Headed(
        "Regression to the mean",
        "people come for treatment when they are at their worst, and the next score of somebody "
        "chosen at the worst is better on average.",
    ),
    Headed(
        "Response to being treated",
        "attention, expectation and an injection of anything lower the scores that people report.",
    ),
    Headed(
        "Selective follow-up",
        "those who were seen again may have fared better or worse than those who were not.",
    ),
    Headed("Other treatments", "what else was done meanwhile counts here as well."),
)
"""What a change without a comparator may come from."""


def write_no_control(study: Study, estimates: pd.DataFrame) -> Passage:
    """Write what this study cannot show, with its own numbers.

    Parameters
    ----------
    study : Study
        A loaded study, as a rule with a single arm.
    estimates : pandas.DataFrame
        An estimates frame; its ``change`` and ``share`` rows of the primary endpoint, and the
        ``share`` rows of yes-or-no endpoints, at the last visit that has one are used, and ``n``
        for who came in.

    Returns
    -------
    Passage
        Of kind ``caution``. Those who were not followed are put in with the least and the most
        they could have had: bounds, not estimates.
    """
    found = Lookup.of(estimates)
    paragraphs: list[Paragraph] = [
        "This report follows people over time without an arm to compare them with. A change from "
        "baseline is all of the following at once, and no analysis can take them apart:",
        REASONS,
    ]
    bounds = [text for arm in study.arms for text in _bound_arm(study, found, estimates, arm)]
    if bounds:
        paragraphs += ["What the missing could do to these numbers:", tuple(bounds)]
    paragraphs.append(
        "So the numbers on this page say how these people fared, not what the treatment did. Only "
        "a comparison with people who did not get it, best by lot, could say that."
    )
    return Passage("caution", "What this study cannot show", tuple(paragraphs))


def _bound_arm(study: Study, found: Lookup, estimates: pd.DataFrame, arm: str) -> list[str]:
    came_in = count_came_in(found, study, arm)
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
                    texts.append(write(study, last, came_in))
    return texts


def _bound_share(study: Study, row: dict[Any, Any], came_in: float) -> str:
    endpoint = study.endpoints[row["endpoint"]]
    start = _start(row, came_in, _name(study, row))
    lost = came_in - row["n_arm"]
    if lost <= 0:
        return f"{start} All were followed."
    counted = row["estimate"] * row["n_arm"]
    low, high = counted / came_in, (counted + lost) / came_in
    what = (
        f'had a yes for "{endpoint.label}"'
        if endpoint.kind == "binary"
        else "had improved by the threshold"
    )
    return (
        f"{start} Of those followed, {format_share(row['estimate'])} {what}; if none of the other "
        f"{format_count(lost)} had, the share would be {format_share(low)}, and if all of them "
        f"had, {format_share(high)}."
    )


def _bound_change(study: Study, row: dict[Any, Any], came_in: float) -> str:
    endpoint = study.endpoints[row["endpoint"]]
    start = _start(row, came_in, _name(study, row))
    if came_in - row["n_arm"] <= 0:
        return f"{start} All were followed."
    digits = choose_digits(endpoint.low, endpoint.high)
    diluted = row["estimate"] * row["n_arm"] / came_in
    observed, unchanged = (
        with_unit(say_size(value, digits), endpoint.unit) for value in (row["estimate"], diluted)
    )
    verb = "rise" if row["estimate"] > 0 else "fall"
    return (
        f"{start} Their mean {verb} was {observed}; if the other "
        f"{format_count(came_in - row['n_arm'])} had not changed at all, it would be {unchanged}."
    )


def _start(row: dict[Any, Any], came_in: float, name: str) -> str:
    return (
        f"{name} {at_visit(row['visit'])}: {format_count(row['n_arm'])} of "
        f"{format_count(came_in)} followed."
    )


def _name(study: Study, row: dict[Any, Any]) -> str:
    label = study.endpoints[row["endpoint"]].label
    return capitalise(f"{inside(label)}{', ' + row['side'] if row['side'] else ''}")
