"""A figure as a piece of a page: the drawing, its caption, and a table of the numbers drawn."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from outcomes.rounding import (
    format_count,
    format_interval,
    format_level,
    format_number,
    format_share,
    format_signed,
    format_weeks,
)

if TYPE_CHECKING:
    import pandas as pd

HEADERS = {
    "endpoint": "Endpoint",
    "side": "Side",
    "trial": "Trial",
    "arm": "Arm",
    "comparator": "Compared with",
    "visit": "Visit",
    "week": "Weeks since baseline",
    "threshold": "Threshold",
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
    "missing share": "Share missing",
    "effect": "Effect",
    "se": "SE",
    "interval": "CI",
    "df": "Degrees of freedom",
    "distribution": "Distribution",
    "favours": "Favours",
    "weight": "Weight",
    "risk": "Risk of bias",
}
"""What each column of a figure's data is called; ``level, ci_low, ci_high`` become ``interval``."""

_KEYS = ("endpoint", "side", "arm", "comparator", "trial", "visit")
_COUNTS = ("n", "n_comparator", "expected", "missing")
_SHARES = ("share", "missing share")
_SIGNED = ("difference", "change", "effect")


def render_figure(svg: str, caption: str, data: pd.DataFrame, digits: tuple[int, ...]) -> str:
    """Return a figure as HTML: ``<figure>`` with the drawing, caption and table of numbers.

    Parameters
    ----------
    svg, caption, data, digits
        As in `outcomes.figures.figure.Figure`.
    """
    return (
        '<figure class="figure">\n'
        f'<div class="figure-drawing">{svg}</div>\n'
        f"<figcaption>{escape(caption)}</figcaption>\n"
        '<details class="figure-numbers"><summary>Numbers in this figure</summary>\n'
        f"{_render_table(data, digits)}</details>\n</figure>"
    )


def _render_table(data: pd.DataFrame, digits: tuple[int, ...]) -> str:
    columns = _columns(data)
    head = "".join(f'<th scope="col">{escape(header)}</th>' for header in columns.values())
    records = data.to_dict("records")
    digits = digits or (1,) * len(records)
    rows = [
        "<tr>" + "".join(_cell(column, record, places) for column in columns) + "</tr>"
        for record, places in zip(records, digits, strict=True)
    ]
    body = "\n".join(rows)
    return (
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Numbers in this figure">'
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>\n"
    )


def _columns(data: pd.DataFrame) -> dict[str, str]:
    """Columns shown and their headers; a column that is empty throughout is left out."""
    columns = {}
    for name in data.columns:
        if name == "ci_low":
            levels = sorted({format_level(level) for level in data["level"].dropna()})
            columns["interval"] = f"{levels[0]} CI" if len(levels) == 1 else "CI"
        elif name == "week" and "visit" in data and _says_weeks(data["visit"]):
            continue
        elif name in HEADERS and not data[name].isna().all() and not (data[name] == "").all():
            columns[name] = HEADERS[name]
    return columns


def _says_weeks(visits: Iterable[str]) -> bool:
    """Whether the visits' names already tell their weeks."""
    return all("week " in visit.lower() or visit.lower() == "baseline" for visit in visits)


def _cell(column: str, record: dict[str, Any], digits: int) -> str:
    text = escape(_format(column, record, digits))
    if column == "trial" and record.get("citation"):
        text = f'<a href="#ref-{escape(record["citation"])}">{text}</a>'
    if column in _KEYS:
        return f'<th scope="row">{text}</th>'
    if column in ("favours", "distribution", "risk"):
        return f"<td>{text}</td>"
    return f'<td class="number">{text}</td>'


def _format(column: str, record: dict[str, Any], digits: int) -> str:
    if column == "interval":
        low, high = float(record["ci_low"]), float(record["ci_high"])
        if "share" in record:
            return f"{format_share(low)} to {format_share(high)}" if low == low else "\u2013"
        return format_interval(low, high, digits)
    value = record[column]
    if isinstance(value, str):
        return value
    if column in _COUNTS:
        return format_count(value)
    if column in _SHARES:
        return format_share(value)
    if column == "week":
        return format_weeks(value) if value == value else "\u2013"
    if column == "weight":
        return f"{format_number(value, 1)}%" if value == value else "\u2013"
    if column == "df":
        return format_number(value, 0 if value % 1 == 0 else 1)
    return (format_signed if column in _SIGNED else format_number)(value, digits)
