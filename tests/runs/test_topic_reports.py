"""Reports of a topic: one page for all studies that name its evidence, by what notebooks say."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path

import pytest

from outcomes.errors import NotebookError, ParameterError, RunError, StudyError
from outcomes.evidence.pack import find_pack
from outcomes.runs import State, plan_jobs, read_manifest
from outcomes.runs.list_reports import list_reports
from outcomes.runs.publish_site import publish_bundle
from outcomes.runs.run_jobs import run_jobs
from outcomes.runs.take_along import export_study
from tests.runs.program import run_here
from tests.small_project import RESULTS, write_notebook, write_study

TOPIC = "dextrose-prolotherapy"
PARAMETERS = f'topic: str = "{TOPIC}"\nresults_file: str = ""'
FRONT = "---\ntitle: What is claimed\nquestion: Is it so?\nof: topic\ntables: [claims]\n{}---"
CELL = """
from outcomes import load_evidence, write_topic_results
from outcomes.estimates import make_estimates

pack = load_evidence(topic)
print("claims:", len(pack.claims))
if results_file:
    write_topic_results(results_file, make_estimates([]), pack)
"""
LINKING = "---\ntitle: Effect\nquestion: How large?\nsee: {claimed: What is claimed of it}\n---"


def write_claimed(
    root: Path, more: str = "", parameters: str = PARAMETERS, cell: str = CELL
) -> None:
    write_notebook(
        root / "notebooks",
        "90_claimed",
        [cell],
        parameters=parameters,
        front_matter=FRONT.format(more),
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with two studies on one topic and a report of that."""
    write_notebook(tmp_path / "notebooks", "20_effect", [RESULTS], front_matter=LINKING)
    write_claimed(tmp_path)
    write_study(tmp_path, "knee-one", ["effect"])
    write_study(tmp_path, "knee-two", ["effect"])
    return tmp_path


def names(root: Path, *only: str, studies: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(job.owner, job.report) for job in plan_jobs(root, studies, only)]


def unname(root: Path, study: str, pack: str = "") -> None:
    """Let a study name no evidence, or another pack."""
    file = root / "data" / "raw" / study / "study.yaml"
    line = f"evidence: {pack}\n" if pack else ""
    text = file.read_text(encoding="utf-8").replace(f"evidence: {TOPIC}\n", line)
    file.write_text(text, encoding="utf-8")


def test_it_is_made_once_for_all_studies_and_leads_back_to_none(project: Path) -> None:
    entries = run_jobs(plan_jobs(project), project)
    assert {entry.state for entry in entries} == {State.SUCCEEDED}
    made = [(entry.study, entry.report) for entry in entries]
    assert made == [("knee-one", "effect"), ("knee-two", "effect"), (TOPIC, "claimed")]
    page = (project / "reports" / TOPIC / "claimed" / "index.html").read_text(encoding="utf-8")
    assert "claims: 34" in page
    assert "Published summaries: no patient-level data" in page
    assert 'href="../index.html"' not in page
    assert "Data fingerprint" not in page, "the pack comes with the package"
    assert read_manifest(project)["topics"][TOPIC]["reports"]["claimed"]["state"] == "succeeded"
    index = (project / "reports" / "index.html").read_text(encoding="utf-8")
    assert index.count(f'href="{TOPIC}/claimed/index.html"') == 1
    for study in ("knee-one", "knee-two"):
        folder = project / "reports" / study
        assert f"../../{TOPIC}/claimed/index.html" in (folder / "effect/index.html").read_text()
        assert f"../{TOPIC}/claimed/index.html" in (folder / "index.html").read_text()
    again = run_jobs(plan_jobs(project), project)
    assert all(entry.unchanged for entry in again)
    assert [line[3:5] for line in list_reports(project) if line[0] == TOPIC] == [
        ("claimed", "succeeded")
    ]


def test_what_a_study_has_to_do_with_it(project: Path) -> None:
    assert names(project, "claimed") == [(TOPIC, "claimed")]
    linked = [("knee-two", "effect"), (TOPIC, "claimed")]
    assert names(project, "effect", studies=("knee-two",)) == linked
    file = project / "data/raw/knee-one/study.yaml"
    (project / "data/raw/knee-one/scores.csv").touch()
    run_jobs(plan_jobs(project), project)
    file.write_text(file.read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    states = {(line[0], line[3]): line[4] for line in list_reports(project)}
    assert states[("knee-one", "effect")] == "out of date"
    assert states[(TOPIC, "claimed")] == "succeeded", "it is of no study's data"


def test_without_a_study_that_names_evidence_there_is_none(project: Path) -> None:
    unname(project, "knee-one")
    assert (TOPIC, "claimed") in names(project)
    unname(project, "knee-two")
    assert names(project) == [("knee-one", "effect"), ("knee-two", "effect")]
    with pytest.raises(RunError, match="nothing to run"):
        plan_jobs(project, (), ["claimed"])
    run_jobs(plan_jobs(project), project)
    for page in (project / "reports").rglob("index.html"):
        assert "claimed/index.html" not in page.read_text(encoding="utf-8")


def test_two_topics_have_a_page_each_and_one_without_the_tables_has_none(project: Path) -> None:
    own = project / "data" / "evidence" / "another"
    shutil.copytree(find_pack(TOPIC), own)
    unname(project, "knee-two", "another")
    assert names(project, "claimed") == [(TOPIC, "claimed"), ("another", "claimed")]
    (entry, _) = reversed(run_jobs(plan_jobs(project, (), ["claimed"]), project))
    page = project / "reports" / "another" / "claimed" / "index.html"
    assert "Data fingerprint" in page.read_text(encoding="utf-8")
    assert entry.study in ("another", TOPIC)
    citations = own / "citations.csv"
    citations.write_text(citations.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    states = {line[0]: line[4] for line in list_reports(project) if line[3] == "claimed"}
    assert states == {TOPIC: "succeeded", "another": "out of date"}
    (own / "claims.csv").unlink()
    (own / "claim_checks.csv").unlink()
    assert names(project, "claimed") == [(TOPIC, "claimed")]
    assert ("another", "claimed") not in names(project, "effect", studies=("knee-two",))


def test_a_bundle_holds_what_its_pages_lead_to_and_an_export_does_not(project: Path) -> None:
    run_jobs(plan_jobs(project), project)
    publish_bundle(project, "knee-one", project / "one.zip")
    inside = zipfile.ZipFile(project / "one.zip").namelist()
    assert f"knee-one-reports/{TOPIC}/claimed/index.html" in inside
    assert not any("knee-two" in name for name in inside)
    with pytest.raises(RunError, match="no report of knee-one itself"):
        export_study(project, "knee-one", project / "files", ["claimed"])


def test_a_topic_is_exported_by_its_name_whatever_is_wrong_with_a_study(project: Path) -> None:
    write_claimed(
        project, cell=CELL + "\nfrom outcomes import tables\ntables.table_claims(pack, {})"
    )
    (project / "data/raw/knee-two/study.yaml").write_text("id: knee-two\n", encoding="utf-8")
    done = run_here(project, "export", TOPIC, "--to", str(project / "files"))
    assert done.returncode == 0, done.stderr
    (table,) = (project / "files").rglob("tables/*.csv")
    rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 1 + 34
    with zipfile.ZipFile(project / "files" / "manuscript.docx") as word:
        assert "Dextrose prolotherapy" in word.read("word/document.xml").decode()
    write_claimed(project, cell="1 / 0")
    with pytest.raises(RunError, match=r"Try outcomes run --only claimed\."):
        export_study(project, TOPIC, project / "more")
    with pytest.raises(RunError, match=r"there is no study .dextrose."):
        export_study(project, "dextrose", project / "more")
    unname(project, "knee-one")
    (project / "data/raw/knee-two/study.yaml").unlink()
    with pytest.raises(RunError, match=f"no report of {TOPIC} itself"):
        export_study(project, TOPIC, project / "more")


def test_what_does_not_fit_a_topic_is_refused(project: Path) -> None:
    write_study(project, "knee-two", ["effect", "claimed"])
    with pytest.raises(StudyError, match="of published evidence, not of one study"):
        plan_jobs(project)
    write_study(project, "knee-two", ["effect"])
    for more, message in (
        ("needs: [effect]\n", "the report is of a topic"),
        ("designs: [parallel]\n", "the report is of a topic"),
        ("blinded: true\n", "the report is of a topic"),
    ):
        write_claimed(project, more)
        with pytest.raises(NotebookError, match=message):
            plan_jobs(project)
    write_claimed(project, parameters='study: str = "knee-one"')
    with pytest.raises(ParameterError, match="no parameter 'topic'"):
        plan_jobs(project)
    write_claimed(project)
    with pytest.raises(ParameterError, match="it is the evidence that the study file names"):
        plan_jobs(project, parameters={"topic": "another"})
    write_study(project, TOPIC, ["effect"])
    with pytest.raises(RunError, match="Rename the study"):
        plan_jobs(project)


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("see: {nothing: There}", "No notebook makes this report"),
        ("see: {effect: Itself}", "not of a topic"),
        ("needs: [claimed]", "gives no results"),
        ("tables: [claims]", "Only a report of a topic"),
        ("of: site", "No report is of this"),
    ],
)
def test_what_does_not_fit_a_study_is_refused(project: Path, front: str, message: str) -> None:
    text = f"---\ntitle: Effect\nquestion: How large?\n{front}\n---"
    write_notebook(project / "notebooks", "20_effect", [RESULTS], front_matter=text)
    with pytest.raises(NotebookError, match=message):
        plan_jobs(project)
