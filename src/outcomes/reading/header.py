"""From the names in a header to the columns of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.table import Declared, Faults


def name_columns(
    frame: pd.DataFrame, header: Sequence[str], file: str, declared: Declared, faults: Faults
) -> pd.DataFrame:
    """Give the columns of a frame, numbered so far, their names.

    Empty columns without a name are left out; a name given twice and a filled column without one
    are faults.
    """
    for name, number in Counter(header).items():
        if name and number > 1:
            message = f"The header has the column `{name}` {number} times."
            fix = "Give every column its own name."
            faults.add(Fault(message, fix, file, declared.header_row, name))
    for position, name in enumerate(header):
        if not name and (frame[position] != "").any():
            message = f"Column number {position + 1} has no name in the header."
            row = declared.write("header_row", declared.header_row + 1)
            fix = f"Name it, or delete the column; if this is no header, say what is, as {row}."
            faults.add(Fault(message, fix, file, declared.header_row))
    first = {name: position for position, name in reversed(list(enumerate(header))) if name}
    kept = sorted(first.values())
    return frame[kept].set_axis([header[position] for position in kept], axis=1)


def check_rows(number: int, file: str, declared: Declared, faults: Faults) -> None:
    """Report a table that has a header and no rows, where that says nothing."""
    if not (number or declared.may_be_empty):
        message = "The table has a header but no rows."
        faults.add(Fault(message, "Add the data.", file, declared.header_row))
