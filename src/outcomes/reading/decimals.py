"""Whether decimals are written with a point or a comma, and cells with a point in either case."""

from __future__ import annotations

import re

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.table import Declared, Faults, shown

_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?", re.ASCII)
_POINT = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?", re.ASCII)
_COMMA_AFTER_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+", re.ASCII)
_POINT_AFTER_COMMAS = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+", re.ASCII)
_PERHAPS_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})", re.ASCII)


def read_decimals(
    rows: pd.DataFrame, separator: str, file: str, declared: Declared, faults: Faults
) -> tuple[pd.DataFrame | None, str]:
    """Write decimals with a point.

    Where commas separate columns, the decimal sign is a point unless the study file says
    otherwise. Elsewhere the cells tell: ``67,5`` can only be a decimal, ``3,010`` may be thousands.
    Where no cell tells, or cells tell different things, the study file has to.

    Parameters
    ----------
    rows : pandas.DataFrame
        Cells as text.
    separator : str
        What separates the columns.
    file : str
        The table's file.
    declared : Declared
        Its decimal sign, if the study file gives one; the columns it names, and those of codes.
    faults : Faults
        Receives what is to be asked.

    Returns
    -------
    rows : pandas.DataFrame or None
        The same with points; None if the sign is to be asked for.
    sign : str
        ``decimal comma``, ``decimal point`` or ``""`` where the file has no decimals.
    """
    columns = [name for name in rows.columns if name not in declared.keys]
    read = [name for name in columns if declared.reads(name)]
    if declared.decimal == "." or (declared.decimal is None and separator == ","):
        return rows, "decimal point" if declared.decimal else ""
    seen = {name: _numbers_with_a_sign(rows[name]) for name in columns}
    sign = declared.decimal
    if sign is None:
        texts = {text for name in read for text in seen[name]}
        comma, point = _tells(texts, ","), _tells(texts, ".")
        if not texts:
            sign = "," if any(_tells(seen[name], ",") for name in columns) else "."
        elif comma == point:
            faults.add(_ask(rows, read, texts, file, declared, contradict=comma))
            return None, ""
        else:
            sign = "," if comma else "."
    if sign == ".":
        told = any(seen[name] for name in columns)
        return rows, "decimal point" if told else ""
    return _with_points(rows, seen, set(read), file, faults), "decimal comma"


def _numbers_with_a_sign(cells: pd.Series) -> set[str]:
    """Return the distinct cells that are numbers with a point or a comma in them."""
    marked = cells[cells.str.contains(r"[.,]", regex=True)].unique()
    patterns = (_COMMA, _POINT, _COMMA_AFTER_POINTS, _POINT_AFTER_COMMAS)
    return {text for text in marked if any(pattern.fullmatch(text) for pattern in patterns)}


def _tells(texts: set[str], sign: str) -> bool:
    """Whether a cell can only be a number whose decimal sign is this one."""
    alone = _COMMA if sign == "," else _POINT
    grouped = _COMMA_AFTER_POINTS if sign == "," else _POINT_AFTER_COMMAS
    return any(
        grouped.fullmatch(text)
        or (alone.fullmatch(text) and not _PERHAPS_THOUSANDS.fullmatch(text))
        for text in texts
    )


def _ask(
    rows: pd.DataFrame,
    columns: list[str],
    texts: set[str],
    file: str,
    declared: Declared,
    *,
    contradict: bool,
) -> Fault:
    column = next(name for name in columns if rows[name].isin(texts).any())
    found = rows[column][rows[column].isin(texts)]
    text = str(found.iloc[0])
    if contradict:
        message = "Some numbers of the file have a decimal comma, others a decimal point."
        fix = f"Write all in one way. {declared.say('decimal', ',', '.')}"
    else:
        whole = re.sub("[.,]", "", text)
        message = (
            f"No number of the file tells whether this is {text.replace(',', '.')} or {whole}."
        )
        fix = declared.say("decimal", ",", ".").removesuffix(".") + " (thousands)."
    return Fault(message, fix, file, int(found.index[0]), column, shown(text))


def _with_points(
    rows: pd.DataFrame, seen: dict[str, set[str]], read: set[str], file: str, faults: Faults
) -> pd.DataFrame:
    changed = {}
    for name, texts in seen.items():
        points = {text: _shorten(text) for text in texts if _COMMA.fullmatch(text)}
        if points:
            new = {text: points.get(text, text) for text in rows[name].unique()}
            changed[name] = rows[name].map(new).astype("str")
        doubtful = {text for text in texts if _POINT.fullmatch(text)}
        for row, text in rows[name][rows[name].isin(doubtful)].items() if name in read else ():
            faults.add(
                Fault(
                    "Decimals have a comma in this file, and this number has a point.",
                    "Write decimals with a comma and thousands without a sign.",
                    file,
                    int(row),
                    name,
                    shown(text),
                ),
                "point among commas",
            )
    return rows.assign(**changed) if changed else rows


def _shorten(text: str) -> str:
    """Write a decimal comma as a point, without zeros behind it that say nothing."""
    whole, _, rest = text.partition(",")
    decimals = rest.rstrip("0") if rest.isdecimal() else rest
    whole = whole if whole[-1:].isdecimal() else f"{whole}0"
    return f"{whole}.{decimals}" if decimals else whole
