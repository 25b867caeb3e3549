"""The table of the numbers that a figure draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.displays.links import cite, cite_after
from outcomes.displays.table import Column, Table
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_df,
    format_interval,
    format_number,
    format_share,
    format_share_interval,
    format_signed,
    format_size,
    format_weeks,
)
from outcomes.vocabulary.intervals import head_interval, name_distribution
from outcomes.vocabulary.visits import say_times

if TYPE_CHECKING:
    import pandas as pd

HEADERS = {
    "endpoint": "Endpoint",
    "side": "Side",
    "trial": "Trial",
    "arm": "Arm",
    "comparator": "Compared with",
    "stage": "Stage",
    "event": "Event",
    "visit": "Visit",
    "week": "Weeks since baseline",
    "threshold": "Threshold",
    "improvement": "Improved by at least",
    "size": "Improved by at least",
    "response": "Responder",
    "shift": "Shift in the arm",
    "shift compared": "Shift in the arm compared",
    "n": "n",
    "n_comparator": "n compared",
    "expected": "Participants",
    "missing": "Missing",
    "mean": "Mean",
    "sd": "SD",
    "adjusted mean": "Adjusted mean",
    "difference": "Difference",
    "change": "Change from baseline",
    "share": "Share",
    "analysis": "Analysis",
    "subgroup": "Subgroup",
    "normal": "If normal, SDs",
    "residual": "Residual",
    "missing share": "Share missing",
    "effect": "Effect",
    "printed": "As printed",
    "studies": "Studies",
    "se": "SE",
    "interval": "CI",
    "df": "Degrees of freedom",
    "distribution": "Interval by",
    "favours": "Favours",
    "weight": "Weight",
    "risk": "Risk of bias",
    "unit": "Unit",
}
"""What each column of a figure's data is called; ``level, ci_low, ci_high`` become ``interval``."""

_SHIFTS = ("shift", "shift compared")
_KEYS = (
    *("endpoint", "side", "arm", "comparator", "trial", "stage", "event"),
    *("visit", "analysis", "subgroup", "size", "response"),
    *_SHIFTS,
)
_SIZES = ("improvement", *_SHIFTS)
_COUNTS = ("n", "n_comparator", "expected", "missing", "studies")
_SHARES = ("share", "missing share")
_SIGNED = ("difference", "change", "effect", *_SIZES)
_MEASURED = ("mean", "sd", "adjusted mean", "residual", *_SIGNED, "se", "interval")
_EMPTY = {"arm": "all", "visit": ABSENT}
"""What stands for a name that a row does not have: a row's heading is never empty."""
_WORDS = (*_KEYS, "distribution", "favours", "risk", "printed", "unit")


def table_numbers(
    title: str, data: pd.DataFrame, digits: tuple[int, ...], *, simulated: bool
) -> Table:
    """Table the numbers of a figure, as text.

    Parameters
    ----------
    title, data, digits, simulated
        As in `outcomes.displays.figure.Figure`.

    Returns
    -------
    Table
        A column that is empty throughout is left out, as is a name that all rows share and the
        title says; a unit that all rows share stands in the headings.
    """
    names = _columns(data)
    told = [name for name in names if name in _KEYS and _says(title, data[name])]
    keys = [name for name in names if name in _KEYS and name not in told]
    order = [*keys, *(name for name in names if name not in (*keys, *told))]
    units = set(data.get("unit", ()))
    shared = units.pop() if len(units) == 1 else ""
    if shared:
        order.remove("unit")
    measured = _MEASURED if "share" not in names else _SIZES
    records = data.to_dict("records")
    places = digits or (1,) * len(records)
    return Table(
        caption=f"Numbers in the figure: {title}",
        columns=tuple(
            Column(
                names[name],
                shared if name in measured else "",
                numeric=name not in _WORDS or name in _SHIFTS,
            )
            for name in order
        ),
        rows=tuple(
            tuple(_cell(name, {str(key): record[key] for key in record}, shown) for name in order)
            for record, shown in zip(records, places, strict=True)
        ),
        row_headers=max(len(keys), 1),
        simulated=simulated,
    )


def _columns(data: pd.DataFrame) -> dict[str, str]:
    """Columns shown and their headers; a column that is empty throughout is left out."""
    columns = {}
    for name in data.columns:
        if name == "ci_low":
            columns["interval"] = head_interval(data["level"])
        elif name == "week" and "visit" in data and say_times(_followed(data)):
            continue
        elif name in HEADERS and not data[name].isna().all() and not (data[name] == "").all():
            columns[name] = HEADERS[name]
    return columns


def _followed(data: pd.DataFrame) -> pd.Series:
    """Return the visits after baseline: the time of the baseline itself needs no saying."""
    return data.loc[data["week"] != 0, "visit"]


def _says(title: str, names: pd.Series) -> bool:
    """Whether the title says what all rows are of."""
    return len(names) > 1 and len(set(names)) == 1 and str(names.iloc[0]) in title


def _cell(column: str, record: dict[str, Any], digits: int) -> str:
    text = _format(column, record, digits)
    if column == "trial" and record.get("citation"):
        named = record["citation"]
        return cite(text, named) if isinstance(named, str) else cite_after(text, named)
    return text


def _format(column: str, record: dict[str, Any], digits: int) -> str:
    if column == "interval":
        low, high = float(record["ci_low"]), float(record["ci_high"])
        if "share" in record:
            return format_share_interval(low, high)
        return format_interval(low, high, digits)
    value = record[column]
    if column == "distribution":
        return name_distribution(value) if value else ABSENT
    if isinstance(value, str):
        return value or _EMPTY.get(column, "")
    if column in _COUNTS:
        return format_count(value)
    if column in _SHARES:
        return format_share(value)
    if column == "week":
        return format_weeks(value) if value == value else ABSENT
    if column == "weight":
        return f"{format_number(value, 1)}%" if value == value else ABSENT
    if column == "df":
        return format_df(value)
    if column == "normal":
        return format_signed(value, 2)
    if column == "threshold":
        return format_size(value) if value == value else ABSENT
    return (format_signed if column in _SIGNED else format_number)(value, digits)
