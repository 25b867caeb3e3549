"""Reading a study's CSV tables as text, each row remembering its line in the file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from outcomes.errors import Fault
from outcomes.study.fault_list import FaultList

_SAVE = "Save it from the spreadsheet as `CSV UTF-8 (comma delimited)`."
_LONGEST = 60


@dataclass(frozen=True)
class Table:
    """A table as it stands in its file.

    Parameters
    ----------
    file : str
        File name, relative to the study's folder.
    rows : pandas.DataFrame
        Cells as text without surrounding spaces, ``""`` where empty; the index is the line in the
        file, the header being line 1.
    left_out : frozenset of str
        Cells of rows that could not be read, so that nobody in them is called missing.
    complete : bool
        Whether the file could be read to its end.
    """

    file: str
    rows: pd.DataFrame
    left_out: frozenset[str] = frozenset()
    complete: bool = True

    def has(self, column: str) -> bool:
        """Whether there is a column of this name."""
        return column in self.rows.columns


def read_table(
    folder: Path, file: str, faults: FaultList, *, may_be_empty: bool = False
) -> tuple[Table | None, bytes]:
    """Read one CSV table.

    Parameters
    ----------
    folder : Path
        The study's folder.
    file : str
        Name of the table, already known to stay inside the folder.
    faults : FaultList
        Receives everything wrong with the file by itself.
    may_be_empty : bool
        Whether a header without rows says something: that nothing of the kind happened.

    Returns
    -------
    table : Table or None
        None if nothing could be read.
    content : bytes
        The file's bytes.
    """
    path = folder / file
    try:
        if not path.is_file():
            faults.add(_not_there(folder, file))
            return None, b""
        content = path.read_bytes()
    except OSError as error:
        faults.add(
            Fault(f"The file cannot be read: {error.strerror}.", "Check its permissions.", file)
        )
        return None, b""
    text = _decode(content, file, faults)
    return (None if text is None else _parse(text, file, faults, may_be_empty)), content


def shown(value: str) -> str:
    """Return a cell as a fault may quote it: not endlessly long."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."


def _not_there(folder: Path, file: str) -> Fault:
    there = sorted(path.name for path in folder.glob("*.csv"))
    others = f" In the folder there are: {', '.join(there)}." if there else ""
    return Fault(
        "There is no such file in the study's folder.",
        f"Put it there, or correct its name under `tables` in study.yaml.{others}",
        file,
    )


def _decode(content: bytes, file: str, faults: FaultList) -> str | None:
    if not content.strip():
        faults.add(Fault("The file is empty.", "Fill it, beginning with a header line.", file))
        return None
    if content.startswith(b"PK\x03\x04"):
        faults.add(Fault("This is an Excel workbook, not a CSV table.", _SAVE, file))
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add(Fault("The file is in UTF-16 (`Unicode text`), not in UTF-8.", _SAVE, file))
        return None
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        message = "The file holds NUL bytes: it is damaged, or not a text file."
        faults.add(Fault(message, f"Export it again. {_SAVE}", file, line))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(_wrong_encoding(content, error.start, file))
        # the rest can still be checked: most such files come from a spreadsheet on Windows
        return content.decode("cp1252", errors="replace")


def _wrong_encoding(content: bytes, position: int, file: str) -> Fault:
    line = content[:position].count(b"\n") + 1
    before = content[:position].rpartition(b"\n")[2].rpartition(b",")[2]
    after = content[position:].partition(b"\n")[0].partition(b",")[0]
    cell = (before + after).decode("cp1252", errors="replace").strip().strip('"')
    return Fault("The file is not in UTF-8.", _SAVE, file, line, value=shown(cell))


def _parse(text: str, file: str, faults: FaultList, may_be_empty: bool) -> Table | None:
    delimiter = _delimiter(text, file, faults)
    records = _records(text, delimiter)
    complete = True
    kept: list[tuple[int, list[str]]] = []
    try:
        kept.extend(records)
    except csv.Error as error:
        complete = False
        line = kept[-1][0] + 1 if kept else 1
        message = f"The rows from here on cannot be read ({error})."
        fix = "Look for a quotation mark that is opened and never closed."
        faults.add(Fault(message, fix, file, line))
    if not kept:
        return None
    header = [name.strip().lstrip("\ufeff") for name in kept[0][1]]
    rows, left_out = _even_rows(kept, header, file, faults)
    if not (rows or left_out or may_be_empty) and complete:
        faults.add(Fault("The table has a header but no rows.", "Add the data.", file, 1))
    frame = pd.DataFrame(
        [cells for _, cells in rows],
        index=pd.Index([line for line, _ in rows], dtype="int64"),
        columns=range(len(header)),
        dtype=object,
    )
    return Table(file, _name_columns(frame, header, file, faults), left_out, complete)


def _delimiter(text: str, file: str, faults: FaultList) -> str:
    header = text.lstrip().splitlines()[0]
    for delimiter, word in ((";", "semicolons"), ("\t", "tabs")):
        if delimiter in header and "," not in header:
            message = f"The columns are separated by {word}, not by commas."
            faults.add(Fault(message, _SAVE, file, 1, value=shown(header)))
            return delimiter
    return ","


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which a record begins, and its cells; lines without any are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield line, stripped
        line = reader.line_num + 1


def _even_rows(
    records: list[tuple[int, list[str]]], header: list[str], file: str, faults: FaultList
) -> tuple[list[tuple[int, list[str]]], frozenset[str]]:
    even: list[tuple[int, list[str]]] = []
    left_out: set[str] = set()
    for line, cells in records[1:]:
        if len(cells) == len(header):
            even.append((line, cells))
            continue
        left_out.update(cells)
        message = f"This row has {len(cells)} cells, but the header has {len(header)}."
        fix = "Give every row one cell a column; put a text that holds a comma in quotes."
        faults.add(Fault(message, fix, file, line), "ragged row")
    return even, frozenset(left_out)


def _name_columns(
    frame: pd.DataFrame, header: list[str], file: str, faults: FaultList
) -> pd.DataFrame:
    counts = Counter(header)
    for name, number in counts.items():
        if name and number > 1:
            message = f"The header has the column `{name}` {number} times."
            faults.add(Fault(message, "Give every column its own name.", file, 1, name))
    for position, name in enumerate(header):
        if not name and (frame[position] != "").any():
            message = f"Column number {position + 1} has no name in the header."
            faults.add(Fault(message, "Name it, or delete the column.", file, 1))
    kept = [
        position for position, name in enumerate(header) if name and header.index(name) == position
    ]
    return frame[kept].set_axis([header[position] for position in kept], axis=1)
