"""From the files of a study's tables to tables of text cells, whatever program wrote them."""

from outcomes.reading.dictionary import Dictionary, read_dictionary
from outcomes.reading.read import (
    SUFFIXES,
    advise,
    find_tables,
    is_read,
    read_table,
    unsuitable_keys,
)
from outcomes.reading.table import Declared, Table, shown

__all__ = [
    "SUFFIXES",
    "Declared",
    "Dictionary",
    "Table",
    "advise",
    "find_tables",
    "is_read",
    "read_dictionary",
    "read_table",
    "shown",
    "unsuitable_keys",
]
