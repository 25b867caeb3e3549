"""The ledger as JUnit XML and as JSON."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from outcomes.runs.exports import describe_run, write_junit
from outcomes.runs.ledger import Failure, LedgerEntry, State
from tests.runs.program import read_ledger, run_here
from tests.small_project import RESULTS, make_project

HOSTILE = "<b>&\"']]> \x00\x1b[31m\x08 \ud800 é \ufffe \U0001f9b5"
ENTRIES = (
    LedgerEntry("knee", "good", State.SUCCEEDED, seconds=1.2345),
    LedgerEntry("knee", "kept", State.SUCCEEDED, seconds=9.0, unchanged=True),
    LedgerEntry("knee", "fails", State.FAILED, Failure(3, "Error<x>", HOSTILE), seconds=1),
    LedgerEntry("knee", "old", State.STALE, Failure(None, "Stale", "changed")),
    LedgerEntry("hip", "shot", State.KILLED, Failure(2, "SIGKILL", "killed")),
    LedgerEntry("hip", "greedy", State.OUT_OF_MEMORY, Failure(2, "MemoryError", "")),
    LedgerEntry("hip", "slow", State.TIMED_OUT, Failure(2, "Timeout", "too long")),
    LedgerEntry("hip", "never", State.PLANNED),
)


def read_cases(path):
    suite = ElementTree.parse(path).getroot()
    return suite, {case.get("name"): case for case in suite}


def test_junit_has_the_structure_that_its_readers_expect(tmp_path):
    path = tmp_path / "made" / "junit.xml"
    write_junit(path, ENTRIES)
    suite, cases = read_cases(path)
    assert (suite.tag, suite.get("name")) == ("testsuite", "outcomes")
    counts = {name: int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": 8, "failures": 2, "errors": 3, "skipped": 1}
    assert {case.tag for case in suite} == {"testcase"}
    kinds = {name: [child.tag for child in case] for name, case in cases.items()}
    assert kinds == {
        "good": [],
        "kept": [],
        "fails": ["failure"],
        "old": ["failure"],
        "shot": ["error"],
        "greedy": ["error"],
        "slow": ["error"],
        "never": ["skipped"],
    }
    assert (cases["good"].get("classname"), cases["good"].get("time")) == ("knee", "1.234")
    assert cases["kept"].get("time") == "0.000"
    assert set(suite[2][0].attrib) == {"message", "type"}


def test_what_xml_cannot_hold_is_replaced_and_the_rest_survives(tmp_path):
    write_junit(tmp_path / "junit.xml", ENTRIES)
    told = read_cases(tmp_path / "junit.xml")[1]["fails"][0]
    assert told.get("type") == "Error<x>"
    assert told.text == "<b>&\"']]> \ufffd\ufffd[31m\ufffd \ufffd é \ufffd \U0001f9b5"
    assert told.get("message").startswith("code cell 3: Error<x>: <b>&")


def test_json_counts_and_tells_each_job():
    told = json.loads(describe_run(ENTRIES))
    assert told["counts"] == {
        "failed": 1,
        "killed": 1,
        "out-of-memory": 1,
        "planned": 1,
        "stale": 1,
        "succeeded": 2,
        "timed-out": 1,
    }
    assert [job["report"] for job in told["jobs"]] == [entry.report for entry in ENTRIES]
    assert told["jobs"][2]["error"] == {"cell": 3, "exception": "Error<x>", "message": HOSTILE}
    assert told["jobs"][1]["unchanged"] is True


def test_a_run_exports_what_its_ledger_holds(tmp_path):
    fails = 'raise ValueError("</testcase>\\x1b[31m & \\x00")'
    root = make_project(tmp_path / "project", {"10_good": [RESULTS], "20_fails": [fails]})
    path = tmp_path / "junit.xml"
    done = run_here(root, "run", "--json", "--junit", str(path))
    assert done.returncode == 1
    told = json.loads(done.stdout)
    ledger = read_ledger(root)
    for job in told["jobs"]:
        assert {name: ledger[job["report"]][name] for name in job if name in _KEPT} == {
            name: job[name] for name in job if name in _KEPT
        }
    _, cases = read_cases(path)
    assert [child.tag for child in cases["fails"]] == ["failure"]
    assert "</testcase>" in cases["fails"][0].text


_KEPT = ("state", "failure", "error", "started", "seconds", "cpu_seconds", "peak_memory")
