"""Tables of the counts that a rule of disclosure lets pass, arm beside arm."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from outcomes.displays.table import Column, Table
from outcomes.estimates import HARMS, HARMS_BY_EVENT, SERIOUS_BY_EVENT
from outcomes.rounding import format_count, format_number, format_share, format_size
from outcomes.vocabulary.harms import name_kind, say_absent
from outcomes.vocabulary.lookup import each_place, pick
from outcomes.vocabulary.names import head_endpoint, name_arm, name_endpoint

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.study.study import Study

NOT_SHOWN = "not shown"

_KEYS = ["endpoint", "side", "visit", "quantity", "threshold", "subgroup"]


def table_protected_sizes(estimates: pd.DataFrame, study: Study) -> Table:
    """Table who was enrolled, and who had a score at each visit.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame, from `outcomes.analysis.summarise_protected`.
    study : Study
        The study that they are of.

    Returns
    -------
    Table
        First the participants, then a row per endpoint (and side) and visit; a column per arm.
    """
    counts = pick(estimates, ("n",))
    scored = counts[counts["endpoint"].isin(study.endpoints)]
    rows = [("Enrolled", "all", *_cells(counts[counts["endpoint"] == ""], study))]
    for name, side, visit in each_place(scored, study.labels):
        here = scored[(scored["endpoint"] == name) & (scored["side"] == side)]
        cells = _cells(here[here["visit"] == visit], study)
        rows.append((name_endpoint(study.labels, name, side), visit, *cells))
    return _make_table(
        "Who was enrolled, and who had a score at each visit", ("Endpoint", "Visit"), rows, study
    )


def table_protected_characteristics(estimates: pd.DataFrame, study: Study) -> Table:
    """Table what is known of the participants of each arm at baseline.

    Parameters
    ----------
    estimates, study
        As in `table_protected_sizes`.

    Returns
    -------
    Table
        A row per number with its mean, and per category with the participants in it.
    """
    described = estimates[
        ~estimates["endpoint"].isin([*study.endpoints, ""])
        & estimates["quantity"].isin(["mean", "count"])
    ]
    rows = [
        (
            head_endpoint(study.labels, str(name)),
            "mean" if quantity == "mean" else f"{category}, of those with a value",
            *_cells(here, study),
        )
        for (name, quantity, category), here in described.groupby(
            ["endpoint", "quantity", "subgroup"], sort=False
        )
    ]
    return _make_table(
        "Participants at baseline",
        ("Characteristic", "Given as"),
        rows,
        study,
        note="Not listed: categories that fewer participants than the minimum of every arm are in, "
        "if there are any.",
        empty="No characteristic can be described.",
    )


def table_protected_levels(estimates: pd.DataFrame, study: Study) -> Table:
    """Table the participants at each level of ordinal and yes-or-no endpoints.

    Parameters
    ----------
    estimates, study
        As in `table_protected_sizes`.

    Returns
    -------
    Table
        A row per endpoint (and side), visit and level.
    """
    counts = pick(estimates, ("count",))
    counts = counts[counts["endpoint"].isin(study.endpoints)]
    rows = []
    for name, side, visit in each_place(counts, study.labels):
        here = counts[(counts["endpoint"] == name) & (counts["side"] == side)]
        here = here[here["visit"] == visit]
        answers = {0.0: "no", 1.0: "yes"} if study.endpoints[name].kind == "binary" else {}
        for level, group in here.groupby("threshold"):
            said = answers.get(float(level), format_size(float(level)))
            head = head_endpoint(study.labels, name, side)
            rows.append((head, visit, said, *_cells(group, study)))
    return _make_table(
        "Participants at each level by arm and visit",
        ("Endpoint", "Visit", "Level"),
        rows,
        study,
        empty="No endpoint of this study has levels that can be counted.",
    )


def table_protected_harms(estimates: pd.DataFrame, study: Study) -> Table:
    """Table the participants with an adverse event: any, of a kind, and by name.

    Parameters
    ----------
    estimates, study
        As in `table_protected_sizes`.

    Returns
    -------
    Table
        A row per kind of event, serious ones by name before the others.
    """
    affected = pick(estimates, ("affected",))
    rows = [
        (name_kind((endpoint, str(kind))), *_cells(here, study))
        for endpoint in (HARMS, SERIOUS_BY_EVENT, HARMS_BY_EVENT)
        for kind, here in affected[affected["endpoint"] == endpoint].groupby("subgroup", sort=False)
    ]
    return _make_table(
        "Participants with an adverse event",
        ("Event",),
        rows,
        study,
        note="Not listed: events by name that fewer participants than the minimum of every arm "
        "had, if there are any. Not shown: an arm is too small, or its events by name, as they are "
        "rounded, add up to fewer than had any event.",
        empty=f"Adverse events: {say_absent(study)}."
        if study.events is None
        else "Every arm is too small.",
    )


def _cells(rows: pd.DataFrame, study: Study) -> Iterator[str]:
    """Yield what is published of each arm, in the order of the study file."""
    found = {row["arm"]: row for row in rows.to_dict("records")}
    for arm in study.arms:
        if arm not in found:
            yield NOT_SHOWN
            continue
        row = found[arm]
        if row["quantity"] == "mean":
            yield format_number(row["estimate"])
            continue
        yield _say_count(row["estimate"], row["n_arm"], row["quantity"], study)


def _say_count(count: float, whole: float, quantity: str, study: Study) -> str:
    """Return a rounded count, ``10 of 25 (40%)``; one that is rounded to 0 need not be nobody."""
    is_size = quantity == "n" or math.isnan(whole)
    if count == 0 and study.disclosure is not None:
        few = f"fewer than {study.disclosure.minimum}"
        return few if is_size else f"{few} of {format_count(whole)}"
    if is_size:
        return format_count(count)
    share = format_share(count / whole if whole else math.nan)
    return f"{format_count(count)} of {format_count(whole)} ({share})"


def _make_table(
    caption: str,
    heads: tuple[str, ...],
    rows: list[tuple[str, ...]],
    study: Study,
    *,
    note: str = "",
    empty: str = "",
) -> Table:
    rounded = (
        "Counts, and shares of them, are rounded as the rule says: none is exact, and fewer than "
        "the minimum can be nobody."
    )
    notes = () if study.disclosure is None else tuple(filter(None, (rounded, note)))
    return Table(
        caption=caption,
        columns=(
            *map(Column, heads),
            *(Column(name_arm(study.labels, arm), numeric=True) for arm in study.arms),
        ),
        rows=tuple(rows),
        row_headers=len(heads),
        notes=notes,
        empty=empty or "There is nothing to show.",
        simulated=study.labels.is_simulated,
    )
