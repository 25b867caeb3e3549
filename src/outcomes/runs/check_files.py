"""What a check finds as files: a workbook to send back, JUnit XML and JSON to be read by programs.

The workbook holds what stands in the tables; JUnit and JSON give file, row, column and cause only,
since logs are read by people who may not see the data.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from outcomes.atomic import write_bytes
from outcomes.errors import Fault, RunError
from outcomes.runs.check_everything import Checked
from outcomes.runs.exports import clean_xml, describe_fault, write_suite
from outcomes.study.query import Query

_HEADINGS = ("Study", "Kind", "File", "Row", "Column", "Found", "What is wrong", "What to do")
_WIDTHS = (18, 8, 20, 8, 20, 20, 60, 60)
NOTEBOOKS = "notebooks"
"""What stands where a study's id would, for what is wrong with notebooks."""


def describe_check(found: Sequence[Checked]) -> str:
    """Return what was found as one JSON document, without what stands in the tables."""
    studies = [
        {
            "study": each.study or NOTEBOOKS,
            "faults": [describe_fault(fault) for fault in each.faults],
            "queries": [
                {
                    "file": query.file,
                    "row": query.row,
                    "column": query.column,
                    "kind": query.kind,
                    "open": query.is_open,
                }
                for query in each.queries
            ],
        }
        for each in found
    ]
    sound = not any(each.faults for each in found)
    return json.dumps({"schema": 1, "sound": sound, "checked": studies}, indent=1)


def write_check_junit(path: Path, found: Sequence[Checked]) -> None:
    """Write what was found as a JUnit test suite: a test case a study, a failure a fault."""
    suite = Element("testsuite", name="outcomes check")
    failed = 0
    for each in found:
        case = SubElement(suite, "testcase", classname="check", name=each.study or NOTEBOOKS)
        failed += bool(each.faults)
        for fault in each.faults:
            failure = SubElement(case, "failure", message=f"{fault.place}: {fault.cause}")
            failure.text = f"{fault.place}: {fault.cause}"
        if each.queries:
            told = SubElement(case, "system-out")
            told.text = "\n".join(f"query: {q.file}: {q.kind}" for q in each.queries)
    write_suite(path, suite, tests=len(found), failures=failed)


def write_check_workbook(path: Path, found: Sequence[Checked]) -> None:
    """Write what was found as a workbook, a row a fault or query, to be sent to who can mend it.

    Raises
    ------
    RunError
        If the name is not that of a workbook.
    """
    if path.suffix.lower() != ".xlsx":
        raise RunError(f"{path.name} is not the name of a workbook. End it in .xlsx.")
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Faults and queries"
    sheet.append(_HEADINGS)
    for row in _list_rows(found):
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            cell.data_type = "n" if isinstance(cell.value, int) else "s"  # text, never a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    write_bytes(path, content.getvalue())


def _list_rows(found: Sequence[Checked]) -> Iterator[tuple[str | int, ...]]:
    for each in found:
        for fault in each.faults:
            yield _row(each.study, "fault", fault, fault.message)
        for query in each.queries:
            kind = "query" if query.is_open else "answered"
            yield _row(each.study, kind, query, query.message)


def _row(study: str, kind: str, one: Fault | Query, message: str) -> tuple[str | int, ...]:
    row: str | int = "" if one.row is None else one.row
    place = (study or NOTEBOOKS, kind, one.file, row)
    texts = (one.column or "", one.value or "", message, one.fix)
    return (*place, *map(clean_xml, texts))
