"""What is read from the manifest, beside what stands on the disk."""

from __future__ import annotations

from outcomes.runs.manifest import read_manifest, write_manifest


def test_a_report_whose_page_is_gone_is_planned_and_a_failure_that_never_had_one_stays(tmp_path):
    reports = {
        "gone": {"title": "Gone", "state": "succeeded", "files": {"index.html": "0" * 64}},
        "failed": {"title": "Failed", "state": "failed", "failure": "OSError: disk full"},
    }
    write_manifest(tmp_path, {"schema": 2, "studies": {"knee": {"reports": reports}}})
    read = read_manifest(tmp_path)["studies"]["knee"]["reports"]
    assert read["gone"] == {"title": "Gone", "state": "planned"}
    assert read["failed"] == reports["failed"]
