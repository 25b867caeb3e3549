"""From the files of a study's tables to tables of text cells, whatever program wrote them."""

from outcomes.reading.read import SUFFIXES, advise, is_read, read_table, unsuitable_keys
from outcomes.reading.table import Declared, Table, shown

__all__ = [
    "SUFFIXES",
    "Declared",
    "Table",
    "advise",
    "is_read",
    "read_table",
    "shown",
    "unsuitable_keys",
]
