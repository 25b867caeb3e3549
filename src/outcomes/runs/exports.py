"""The ledger of a run as JUnit XML and as JSON, for what reads test results."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from outcomes.atomic import write_bytes
from outcomes.errors import Fault, StudyError
from outcomes.runs.ledger import LedgerEntry, State

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write_junit(
    path: Path,
    entries: Sequence[LedgerEntry],
    refused: Sequence[StudyError] = (),
    error: str = "",
) -> None:
    """Write a run as a JUnit test suite: one test case per report, one class per study.

    A report that failed is a failure; one whose process was killed, ran out of memory or time, or
    showed too much, an error; one that was never started, or needs one that was not made, is
    skipped.

    Parameters
    ----------
    path : Path
        File to write.
    entries : sequence of LedgerEntry
        The ledger's lines.
    refused : sequence of StudyError
        Studies that were not run, each an error, without what stands in their tables.
    error : str
        Why the run could not begin or go on.
    """
    suite = Element("testsuite", name="outcomes")
    counts = {"failure": 0, "error": 0, "skipped": 0}
    for entry in entries:
        case = SubElement(
            suite,
            "testcase",
            classname=entry.study,
            name=entry.report,
            time=f"{0.0 if entry.unchanged else entry.seconds:.3f}",
        )
        kind = _kind(entry)
        if kind:
            counts[kind] += 1
            told = SubElement(case, kind, message=str(entry.failure or entry.state))
            if entry.failure is not None:
                told.set("type", entry.failure.exception)
                told.text = entry.failure.message
    unmade = [(each.study, "study", _list_causes(each)) for each in refused]
    unmade += [("outcomes", "run", [error])] if error else []
    for study, name, causes in unmade:
        counts["error"] += 1
        case = SubElement(suite, "testcase", classname=study, name=name, time="0.000")
        SubElement(case, "error", message=causes[0]).text = "\n".join(causes)
    write_suite(
        path,
        suite,
        tests=len(entries) + len(unmade),
        failures=counts["failure"],
        errors=counts["error"],
        skipped=counts["skipped"],
    )


def write_suite(path: Path, suite: Element, **counts: int) -> None:
    """Write a test suite with its counts, each text as XML can hold it."""
    for name, number in counts.items():
        suite.set(name, str(number))
    for element in suite.iter():
        element.text = None if element.text is None else clean_xml(element.text)
        for name, value in element.attrib.items():
            element.set(name, clean_xml(value))
    indent(suite)
    write_bytes(path, tostring(suite, encoding="utf-8", xml_declaration=True) + b"\n")


def describe_run(
    entries: Sequence[LedgerEntry], refused: Sequence[StudyError] = (), error: str = ""
) -> str:
    """Return a run as one JSON document: a record a job, as in the manifest.

    Studies that were not run are in ``refused``, and why the run could not begin or go on, in
    ``error``; both are there only if there is anything to say.
    """
    jobs: list[dict[str, Any]] = [
        {
            "study": entry.study,
            "report": entry.report,
            "unchanged": entry.unchanged,
            "spawned": entry.spawned,
            **entry.to_record(),
        }
        for entry in entries
    ]
    states = sorted({entry.state for entry in entries})
    counts = {str(state): sum(entry.state is state for entry in entries) for state in states}
    document: dict[str, Any] = {"schema": 1, "counts": counts, "jobs": jobs}
    if refused:
        document["refused"] = [
            {"study": each.study, "faults": [describe_fault(fault) for fault in each.faults]}
            for each in refused
        ]
    if error:
        document["error"] = error
    return json.dumps(document, indent=1, ensure_ascii=False)


def describe_fault(fault: Fault) -> dict[str, Any]:
    """Return where a fault is and its cause, without what stands there: logs are read by many."""
    return {
        "file": fault.file,
        "row": fault.row,
        "column": fault.column,
        "cause": fault.cause,
    }


def _list_causes(refused: StudyError) -> list[str]:
    return [f"{fault.place}: {fault.cause}" for fault in refused.faults]


def _kind(entry: LedgerEntry) -> str:
    if entry.state is State.SUCCEEDED:
        return ""
    if not entry.has_ended or entry.state in (State.BLOCKED, State.WITHHELD):
        return "skipped"
    return "failure" if entry.state in (State.FAILED, State.STALE) else "error"


def clean_xml(text: str) -> str:
    """Return text without what XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
