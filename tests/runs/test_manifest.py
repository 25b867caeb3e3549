"""What is read from the manifest, beside what stands on the disk."""

from __future__ import annotations

import json
from threading import Thread

import pytest

from outcomes.errors import RunError
from outcomes.runs.manifest import (
    LINES,
    OF_STUDY,
    manifest_path,
    read_manifest,
    write_line,
    write_manifest,
)


def describe(reports):
    """Return a study as a manifest keeps it."""
    return {**dict.fromkeys(OF_STUDY, "x"), "reports": reports}


def test_a_report_whose_page_is_gone_is_planned_and_a_failure_that_never_had_one_stays(tmp_path):
    reports = {
        "gone": {"title": "Gone", "state": "succeeded", "files": {"index.html": "0" * 64}},
        "failed": {"title": "Failed", "state": "failed", "failure": "OSError: disk full"},
    }
    write_manifest(tmp_path, {"schema": 2, "studies": {"knee": describe(reports)}})
    read = read_manifest(tmp_path)["studies"]["knee"]["reports"]
    assert read["gone"] == {"title": "Gone", "state": "planned"}
    assert read["failed"] == reports["failed"]


def read_reports(root):
    return read_manifest(root)["studies"]["knee"]["reports"]


def test_lines_written_since_count_until_the_manifest_has_taken_them_in(tmp_path):
    reports = {"one": {"title": "One", "state": "planned"}, "two": {"title": "Two", "state": "x"}}
    write_manifest(tmp_path, {"schema": 2, "studies": {"knee": describe(reports)}})
    before = manifest_path(tmp_path).read_bytes()
    write_line(tmp_path, "knee", "one", None, {"state": "running"})
    write_line(tmp_path, "knee", "unknown", None, {"state": "running"})
    assert read_reports(tmp_path) == {
        "one": {"title": "One", "state": "running"},
        "two": {"title": "Two", "state": "planned"},
    }
    page = tmp_path / "reports/knee/one/index.html"
    page.parent.mkdir(parents=True)
    page.touch()
    write_line(tmp_path, "knee", "one", {"title": "1", "key": "k"}, {"state": "succeeded"})
    write_line(tmp_path, "knee", "one", None, {"state": "killed"})  # again, by another run
    made = {"title": "1", "key": "k", "state": "killed"}
    assert read_reports(tmp_path)["one"] == made
    assert manifest_path(tmp_path).read_bytes() == before
    write_manifest(tmp_path, read_manifest(tmp_path))
    assert not (tmp_path / LINES).exists()
    assert read_reports(tmp_path)["one"] == made


def test_who_reads_while_a_run_writes_finds_every_change(tmp_path):
    reports = {"one": {"title": "One", "state": "failed", "failure": "x", "started": "0"}}
    write_manifest(tmp_path, {"schema": 2, "studies": {"knee": describe(reports)}})
    told = []

    def write():
        for number in range(1, 200):
            entry = {"state": "failed", "failure": "x", "started": str(number)}
            write_line(tmp_path, "knee", "one", None, entry)
            told.append(number)
            write_manifest(tmp_path, read_manifest(tmp_path))

    writing = Thread(target=write)
    writing.start()
    while writing.is_alive():
        least = told[-1] if told else 0
        assert int(read_reports(tmp_path)["one"]["started"]) >= least
    writing.join()
    assert read_reports(tmp_path)["one"]["started"] == "199"


ONE = {"one": {"title": "One", "state": "planned"}}


@pytest.mark.parametrize(
    ("studies", "said"),
    [
        ({"knee": {"title": "Knee", "reports": ONE}}, "'summary' is missing"),
        ({"knee": describe({"one": {"title": "One"}})}, "'state' is missing"),
        ({"knee": describe({"one": 1})}, "is damaged"),
        ({"knee": []}, "is damaged"),
        ([], "is damaged"),
    ],
)
def test_a_manifest_that_lacks_what_it_should_have_is_refused_by_name(tmp_path, studies, said):
    manifest_path(tmp_path).parent.mkdir()
    manifest_path(tmp_path).write_text(json.dumps({"schema": 2, "studies": studies}))
    with pytest.raises(RunError, match=r"^reports/manifest.json is damaged \(") as refused:
        read_manifest(tmp_path)
    assert said in str(refused.value)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"made": 1, "entry": {}}', '{"made": null}'])
def test_a_damaged_line_of_the_ledger_is_refused_by_the_name_of_its_file(tmp_path, text):
    write_manifest(tmp_path, {"schema": 2, "studies": {"knee": describe(ONE)}})
    write_line(tmp_path, "knee", "one", None, {"state": "running"})
    (tmp_path / LINES / "knee/one.json").write_text(text)
    with pytest.raises(RunError, match=r"^reports/.ledger/knee/one.json is damaged \(.+Delete it"):
        read_manifest(tmp_path)
