"""Reading Parquet tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from outcomes.errors import Fault
from outcomes.reading.header import check_rows
from outcomes.reading.table import Declared, Faults, Table, shown
from outcomes.reading.written import write_value


def read_parquet(content: bytes, file: str, declared: Declared, faults: Faults) -> Table | None:
    """Read a Parquet table.

    Parameters
    ----------
    content : bytes
        The whole file.
    file : str
        Its name.
    declared : Declared
        The columns that the study reads.
    faults : Faults
        Receives everything wrong with the file by itself.

    Returns
    -------
    Table or None
        None if nothing could be read; the index counts rows, the first being 1.
    """
    try:
        table = pq.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError, ValueError) as error:
        message = f"The file cannot be read ({shown(str(error))})."
        faults.add(Fault(message, "Write it again.", file))
        return None
    for name in table.column_names:
        if pa.types.is_nested(table.schema.field(name).type):
            if declared.reads(name):
                message = "The cells of this column are lists or records, not values."
                faults.add(Fault(message, "Write one value a cell.", file, column=name))
            table = table.drop_columns(name)
    check_rows(table.num_rows, file, declared, faults)
    rows = pd.DataFrame(
        {name: _write(table.column(name)) for name in table.column_names},
        index=pd.RangeIndex(1, table.num_rows + 1),
    )
    return Table(file, rows, how="Parquet", header_row=None)


def _write(column: pa.ChunkedArray) -> Any:
    """Return a column as text; each distinct value is worked out once."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    encoded = column.combine_chunks().dictionary_encode()
    distinct = encoded.dictionary
    # a single-precision number has a shorter text than the double it would become
    is_float = pa.types.is_floating(distinct.type)
    values = distinct.to_numpy(zero_copy_only=False) if is_float else distinct.to_pylist()
    texts = np.array([*(write_value(value) for value in values), ""], dtype=object)
    codes = encoded.indices.fill_null(len(distinct)).to_numpy(zero_copy_only=False)
    return pd.array(texts[codes], dtype="str")
