"""A table to take away: CSV and JSON inside the page, as links that need no server.

Formulas: a spreadsheet runs text that begins with ``=``, ``+``, ``-`` or ``@``. Such text is led by
an apostrophe in the CSV; numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from outcomes.rounding import ABSENT, MINUS

if TYPE_CHECKING:
    from outcomes.displays.table import Table

_NUMBER = re.compile(rf"([+{MINUS}-]?)((?:0|[1-9]\d*|[1-9]\d{{0,2}}(?:,\d{{3}})+)(?:\.\d+)?)")
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_BYTE_ORDER_MARK = "\ufeff"
_KEPT = "!$'()*+,-./:;=?@_~[]{}|"
_LONGEST_NAME = 60
SIMULATED = "Simulated data: not evidence."


def write_csv(table: Table) -> str:
    """Return a table as CSV, headings with their group and unit in the first line.

    Cells hold the text shown; numbers are written without a plus sign or separators and with a
    hyphen for minus, so that spreadsheets take them as numbers. A byte order mark comes first:
    without it spreadsheets do not read UTF-8.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([_disarm(heading) for heading in _headings(table)])
    for row in table.rows:
        writer.writerow(
            [
                (read_number(cell) if column.numeric else None) or _disarm(str(cell))
                for cell, column in zip(row, table.columns, strict=True)
            ]
        )
    return _BYTE_ORDER_MARK + stream.getvalue()


def write_json(table: Table) -> str:
    """Return a table as JSON: ``caption``, ``columns``, ``rows`` (lists of cells) and ``notes``.

    The notes of a table of simulated data say so.

    Cells hold the text shown; numbers are JSON numbers with the decimals shown, and what is not
    available is null.
    """
    columns = [
        {"heading": column.heading, "unit": column.unit, "group": column.group}
        for column in table.columns
    ]
    rows = (
        ",".join(
            _literal(cell, column.numeric) for cell, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows
    )
    parts = {
        "caption": _dump(table.caption),
        "columns": _dump(columns),
        "rows": f"[{','.join(f'[{row}]' for row in rows)}]",
        "notes": _dump([*([SIMULATED] if table.simulated else []), *map(str, table.notes)]),
    }
    return f"{{{','.join(f'{_dump(name)}:{text}' for name, text in parts.items())}}}"


def read_number(cell: str) -> str | None:
    """Return a cell that is one number in plain digits, else None.

    Examples
    --------
    >>> read_number("\u22127.70"), read_number("+12,345"), read_number("1.0 to 2.0")
    ('-7.70', '12345', None)
    """
    found = _NUMBER.fullmatch(cell)
    if found is None:
        return None
    sign = "-" if found[1] in (MINUS, "-") else ""
    return sign + found[2].replace(",", "")


def data_address(kind: str, text: str) -> str:
    """Return text as an address that holds it: ``data:`` with its kind and percent-encoding."""
    encoded = quote(text.encode("utf-8", "replace"), safe=_KEPT)
    return f"data:{kind};charset=utf-8,{encoded}"


def name_file(caption: str) -> str:
    """Return a caption as the name of a file, without its ending: ASCII letters and hyphens."""
    plain = unicodedata.normalize("NFKD", caption).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for word in words:
        if len(name) + len(word) > _LONGEST_NAME:
            break
        name = f"{name}-{word}" if name else word
    return name or "table"


def list_downloads(table: Table) -> tuple[tuple[str, str, str], ...]:
    """Return a link a format: what it is called, the name of its file, and its address.

    The names of files with simulated data begin with ``simulated``.
    """
    name = name_file(f"simulated {table.caption}" if table.simulated else table.caption)
    return (
        ("CSV", f"{name}.csv", data_address("text/csv", write_csv(table))),
        ("JSON", f"{name}.json", data_address("application/json", write_json(table))),
    )


def _headings(table: Table) -> list[str]:
    return [f"{c.group}: {c.title}" if c.group else c.title for c in table.columns]


def _disarm(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _is_negative(text) else text


def _is_negative(text: str) -> bool:
    return text.startswith("-") and read_number(text) is not None


def _literal(cell: str, numeric: bool) -> str:
    if numeric and cell == ABSENT:
        return "null"
    number = read_number(cell) if numeric else None
    return _dump(str(cell)) if number is None else number


def _dump(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
