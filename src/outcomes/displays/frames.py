"""A table as a data frame: numbers as numbers, everything else as the text shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.displays.downloads import SIMULATED, read_number
from outcomes.rounding import ABSENT

if TYPE_CHECKING:
    import pandas as pd

    from outcomes.displays.table import Table


def make_frame(table: Table) -> pd.DataFrame:
    """Return a table as a frame, row headers among the columns.

    Parameters
    ----------
    table : Table
        What is shown.

    Returns
    -------
    pandas.DataFrame
        Columns are headings with group and unit, ``Dextrose: Mean (points)``. A column whose cells
        are each one number or absent is of floats, with the decimals shown; any other is text. The
        caption is in ``attrs``, and the name of the columns says so if the data are simulated.
    """
    import pandas as pd

    columns = {
        heading: _read_column([str(row[place]) for row in table.rows], numeric=column.numeric)
        for place, (heading, column) in enumerate(
            zip(name_columns(table), table.columns, strict=True)
        )
    }
    frame = pd.DataFrame(columns)
    frame.attrs["caption"] = table.caption
    if table.simulated:
        frame.columns.name = SIMULATED
    return frame


def name_columns(table: Table) -> list[str]:
    """Return a name for each column: its heading with group and unit, no name twice."""
    names: list[str] = []
    for column in table.columns:
        title = f"{column.group}: {column.title}" if column.group else column.title
        name, number = title, 1
        while name in names:
            number += 1
            name = f"{title} ({number})"
        names.append(name)
    return names


def _read_column(cells: list[str], *, numeric: bool) -> list[str] | list[float]:
    numbers = [read_number(cell) for cell in cells]
    absent = [cell in ("", ABSENT) for cell in cells]
    known = any(number is not None for number in numbers)
    if not (
        numeric and known and all(n is not None or a for n, a in zip(numbers, absent, strict=True))
    ):
        return cells
    return [float("nan") if number is None else float(number) for number in numbers]


_ROWS_SHOWN = 18
_COLUMNS_SHOWN = 6
_WIDEST_CELL = 24


def describe_table(table: Table) -> str:
    """Return a table as text for a console: its caption, its size and its first rows and columns.

    At most 25 lines.
    """
    names = name_columns(table)[:_COLUMNS_SHOWN]
    rows = [names, *([str(cell) for cell in row[:_COLUMNS_SHOWN]] for row in table.rows)]
    shown = [[_shorten(cell) for cell in row] for row in rows[: _ROWS_SHOWN + 1]]
    widths = [max(len(row[place]) for row in shown) for place in range(len(names))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in shown
    ]
    size = f"{len(table.rows)} rows, {len(table.columns)} columns"
    mark = [SIMULATED] if table.simulated else []
    return "\n".join([f"Table: {_shorten(table.caption, 90)} ({size})", *mark, *lines])


def _shorten(text: str, most: int = _WIDEST_CELL) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}\u2026"
