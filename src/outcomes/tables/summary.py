"""What a study found at its primary visit, all outcomes in one table for readers in a hurry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outcomes.analysis.responses import NON_RESPONSE
from outcomes.displays.table import Column, Table
from outcomes.rounding import ABSENT, format_count, format_interval, format_signed
from outcomes.study.study import Labels, Study
from outcomes.verdict import Reason
from outcomes.vocabulary.contrast import Contrast, read_contrasts
from outcomes.vocabulary.intervals import head_interval
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm, name_endpoint, order_endpoints, say_arm
from outcomes.vocabulary.responses import name_response
from outcomes.vocabulary.scales import describe_scale, digits_of
from outcomes.vocabulary.sentences import capitalise, join_words
from outcomes.vocabulary.verdicts import name_verdict
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd

IN_100 = "In 100, improved by an important amount"
QUESTION = "the question of the study"


def tables_summary(estimates: pd.DataFrame, study: Study) -> tuple[Table, ...]:
    """Table every endpoint at the primary visit, the primary one first.

    Parameters
    ----------
    estimates : pandas.DataFrame
        The estimates of all reports of the study together. Its ``difference``, ``change`` and
        ``response`` rows are used.
    study : Study
        Names the primary endpoint, visit and comparison.

    Returns
    -------
    tuple of Table
        One a comparison that the plan names, or each that there is; of a study without one a table
        of changes. None where nothing was estimated.
    """
    if not study.comparisons:
        return tuple(_table_changes(estimates, study))
    contrasts = read_contrasts(estimates, study.labels, visit=study.file.plan.primary.visit)
    contrasts = [contrast for contrast in contrasts if contrast.is_estimated]
    pairs = list(dict.fromkeys((each.arm, each.comparator) for each in contrasts))
    planned = study.file.plan.primary.comparison
    shown = [tuple(planned)] if planned and tuple(planned) in pairs else pairs
    return tuple(
        _table_pair(
            [each for each in contrasts if (each.arm, each.comparator) == pair], estimates, study
        )
        for pair in shown
    )


def _table_pair(contrasts: Sequence[Contrast], estimates: pd.DataFrame, study: Study) -> Table:
    labels, found = study.labels, Lookup.of(estimates)
    arms = (contrasts[0].arm, contrasts[0].comparator)
    shares = Lookup.of(estimates[estimates["analysis"] == NON_RESPONSE])
    ordered = sorted(contrasts, key=lambda each: _place(each.endpoint, study))
    named = [name_arm(labels, arm) for arm in arms]
    return Table(
        caption=f"{named[0]} against {say_arm(labels, arms[1])}, "
        f"{at_visit(study.file.plan.primary.visit)}",
        columns=(
            Column("Outcome"),
            *(Column(f"Change with {say_arm(labels, arm)}", numeric=True) for arm in arms),
            Column(f"Difference ({head_interval([each.level for each in ordered])})"),
            Column(IN_100),
            Column("Favours"),
        ),
        rows=tuple(
            (
                _name(each.endpoint, each.side, study),
                *(_say_change(found, each, arm, labels) for arm in arms),
                _say_difference(each, labels),
                _say_shares(shares, each, arms),
                _say_verdict(each, labels),
            )
            for each in ordered
        ),
        row_headers=1,
        notes=tuple(_list_notes(ordered, shares, study)),
        simulated=labels.is_simulated,
    )


def _table_changes(estimates: pd.DataFrame, study: Study) -> Iterator[Table]:
    """Yield the table of changes of a study with nothing to compare, if there are any."""
    labels, visit = study.labels, study.file.plan.primary.visit
    here = estimates[(estimates["visit"] == visit) & estimates["estimate"].notna()]
    changes = here[here["quantity"] == "change"].to_dict("records")
    if not changes:
        return
    shares = Lookup.of(here[here["quantity"] == "share"])
    changes.sort(key=lambda row: _place(row["endpoint"], study))
    yield Table(
        caption=f"Change from baseline, {at_visit(visit)}",
        columns=(
            Column("Outcome"),
            Column(f"Change ({head_interval([row['level'] for row in changes])})"),
            Column(IN_100),
        ),
        rows=tuple(
            (
                _name(row["endpoint"], row["side"], study),
                _say_numbers(row, digits_of(labels.endpoints[row["endpoint"]])),
                _say_share(shares.row("share", **_of(row, row["arm"]))),
            )
            for row in changes
        ),
        row_headers=1,
        notes=("Without an arm to compare with, a change is not the effect of a treatment.",),
        simulated=labels.is_simulated,
    )


def _place(endpoint: str, study: Study) -> tuple[bool, int]:
    order = order_endpoints(study.labels, study.endpoints)
    return endpoint != study.file.plan.primary.endpoint, order.index(endpoint)


def _name(endpoint: str, side: str, study: Study) -> str:
    label = name_endpoint(study.labels, endpoint, side)
    is_primary = endpoint == study.file.plan.primary.endpoint
    return f"{label}; {QUESTION}" if is_primary else label


def _of(row: Mapping[Any, Any], arm: str) -> dict[str, str]:
    names = ("endpoint", "side", "visit")
    return {**{name: str(row[name]) for name in names}, "arm": arm}


def _say_change(found: Lookup, contrast: Contrast, arm: str, labels: Labels) -> str:
    row = found.row("change", **_of(vars(contrast), arm))
    if row is None or row["estimate"] != row["estimate"]:
        return ABSENT
    return format_signed(row["estimate"], digits_of(labels.endpoints[contrast.endpoint]))


def _say_difference(contrast: Contrast, labels: Labels) -> str:
    if contrast.is_share:
        row = {name: 100 * getattr(contrast, name) for name in ("estimate", "ci_low", "ci_high")}
        return f"{_say_numbers(row, 1)} in 100"
    return _say_numbers(vars(contrast), digits_of(labels.endpoints[contrast.endpoint]))


def _say_numbers(row: Mapping[str, Any], digits: int) -> str:
    ends = format_interval(row["ci_low"], row["ci_high"], digits)
    return f"{format_signed(row['estimate'], digits)} ({ends})"


def _say_verdict(contrast: Contrast, labels: Labels) -> str:
    """Name whom a difference favours; nobody where the interval includes no difference."""
    if contrast.verdict.favoured:
        return name_arm(labels, contrast.verdict.favoured)
    if contrast.verdict.reason in (Reason.INCLUDES, Reason.ENDS_AT_NONE):
        return "Not clear"
    return capitalise(name_verdict(contrast.verdict, labels))


def _say_shares(shares: Lookup, contrast: Contrast, arms: tuple[str, str]) -> str:
    first = {**_of(vars(contrast), ""), "subgroup": "threshold 1"}
    said = [_say_share(shares.row("response", **{**first, "arm": arm})) for arm in arms]
    return " and ".join(said) if ABSENT not in said else ABSENT


def _say_share(row: Mapping[str, Any] | None) -> str:
    if row is None or row["estimate"] != row["estimate"]:
        return ABSENT
    return format_count(round(100 * row["estimate"]))


def _list_notes(contrasts: Sequence[Contrast], shares: Lookup, study: Study) -> Iterator[str]:
    labels = study.labels
    scales: dict[str, list[str]] = {}
    for name in dict.fromkeys(each.endpoint for each in contrasts):
        endpoint = labels.endpoints[name]
        scales.setdefault(describe_scale(endpoint), []).append(endpoint.label)
    said = [f"{join_words(names)}: {scale}" for scale, names in scales.items()]
    yield f"{capitalise('; '.join(said))}."
    counted = []
    for each in contrasts:
        key = {**_of(vars(each), each.arm), "subgroup": "threshold 1"}
        row = shares.row("response", **key)
        if row is not None:
            counted.append(f"{labels.endpoints[each.endpoint].label}, {name_response(row, labels)}")
    if counted:
        yield f"Counted: {'; '.join(dict.fromkeys(counted))}; whoever has no score did not improve."
