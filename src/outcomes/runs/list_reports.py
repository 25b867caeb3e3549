"""What there is: every study, its reports and their variants, and what became of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from outcomes.errors import StudyError
from outcomes.runs.check_notebooks import list_topic_reports
from outcomes.runs.check_reports import load_checked
from outcomes.runs.jobs import REPORTS, base_report
from outcomes.runs.ledger import State, settle_broken_off
from outcomes.runs.manifest import read_manifest
from outcomes.runs.notebooks import Notebook, find_notebooks
from outcomes.runs.outdated_reports import STANDING, is_outdated
from outcomes.runs.subjects import RAW, find_topics
from outcomes.source_files import hash_source
from outcomes.study import list_studies


def list_reports(root: Path) -> list[tuple[str, str, str, str, str, str]]:
    """Return one line per report: study or topic, provenance, joint, report, state, page.

    Parameters
    ----------
    root : Path
        Root folder of the project.

    Returns
    -------
    list of tuple of str
        The page is the file, relative to the root, that the report is or will be in. A study with
        faults has one line that counts them.
    """
    manifest = read_manifest(root)
    settle_broken_off(root, manifest)
    studies = manifest["studies"]
    loaded = []
    notebooks = find_notebooks(root)
    source = hash_source()
    lines = []
    for name in list_studies(root):
        try:
            study = load_checked(root / RAW / name, notebooks)
            loaded.append(study)
        except StudyError as error:
            number = len(error.faults)
            state = f"{number} fault{'' if number == 1 else 's'}: outcomes check {name}"
            lines.append((name, "", "", "", state, ""))
            continue
        made = studies.get(name, {}).get("reports", {})
        for report in _with_variants(study.file.reports, made):
            state = _find_state(report, made, study.fingerprint, notebooks, source)
            page = f"{REPORTS}/{name}/{report}/index.html"
            lines.append((name, study.file.provenance, study.file.joint, report, state, page))
    for name, topic in find_topics(loaded, root).items():
        made = manifest["topics"].get(name, {}).get("reports", {})
        for report in _with_variants(list_topic_reports(notebooks, topic.pack), made):
            state = _find_state(report, made, topic.fingerprint, notebooks, source)
            page = f"{REPORTS}/{name}/{report}/index.html"
            lines.append((name, topic.provenance, "", report, state, page))
    return lines


def describe_list(lines: Iterable[Sequence[str]], notebooks: Iterable[str]) -> str:
    """Return a list of reports as one JSON document; a study with faults has no report."""
    keys = ("study", "provenance", "joint", "report", "state", "page")
    reports = [dict(zip(keys, line, strict=True)) for line in lines]
    document = {"schema": 1, "reports": reports, "notebooks": list(notebooks)}
    return json.dumps(document, indent=1, ensure_ascii=False)


def _find_state(
    report: str,
    made: Mapping[str, Any],
    fingerprint: str,
    notebooks: Mapping[str, Notebook],
    source: str,
) -> str:
    state = str(made[report]["state"]) if report in made else str(State.PLANNED)
    may_be_stale = state in (*STANDING, State.STALE)
    if may_be_stale and is_outdated(report, made, fingerprint, notebooks, source):
        return "out of date"
    return state


def _with_variants(reports: Iterable[str], made: Mapping[str, Any]) -> Iterator[str]:
    """Yield each report that a study asks for, and after it what batches have made beside it."""
    for report in reports:
        yield report
        variants = (name for name in made if name != report and base_report(name) == report)
        yield from (name for name in variants if made[name]["state"] != State.PLANNED)
