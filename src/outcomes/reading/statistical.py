"""Reading the files of SPSS, Stata and SAS, with their value labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd

from outcomes.errors import Fault
from outcomes.reading.header import check_rows
from outcomes.reading.table import Declared, Faults, Table, shown
from outcomes.reading.written import write_column, write_value


def _read(
    program: str, reader: str, content: bytes, file: str, declared: Declared, faults: Faults
) -> Table | None:
    import pyreadstat

    read: Callable[..., tuple[pd.DataFrame, Any]] = getattr(pyreadstat, reader)
    try:
        # values that the file itself calls missing (SPSS, Stata's .a to .z) come empty
        frame, about = read(BytesIO(content), encoding=declared.encoding)
    except Exception as error:
        message = f"The file of {program} cannot be read ({shown(str(error))})."
        fix = f"Save it from {program} again, or export it as CSV."
        faults.add(Fault(message, fix, file))
        return None
    check_rows(len(frame), file, declared, faults)
    single = {name for name, kind in about.readstat_variable_types.items() if kind == "float"}
    rows = pd.DataFrame(
        {
            # a single-precision number has a shorter text than the double it was read as
            name: write_column(frame[name].astype(np.float32) if name in single else frame[name])
            for name in frame.columns
        }
    ).set_axis(pd.RangeIndex(1, len(frame) + 1), axis=0)
    labels = _plain_labels(about.variable_value_labels)
    words = f"labels in {len(labels)} columns" if len(labels) != 1 else "labels in 1 column"
    return Table(file, rows, labels=labels, how=f"{program}, {words}", header_row=None)


def _plain_labels(labels: Mapping[str, Mapping[Any, str]]) -> dict[str, dict[str, str]]:
    """Return the labels by code as the cells write it."""
    return {
        column: {write_value(code): label.strip() for code, label in of_column.items()}
        for column, of_column in labels.items()
        if of_column
    }


read_sav = partial(_read, "SPSS", "read_sav")
read_dta = partial(_read, "Stata", "read_dta")
read_sas = partial(_read, "SAS", "read_sas7bdat")
read_xpt = partial(_read, "SAS", "read_xport")
