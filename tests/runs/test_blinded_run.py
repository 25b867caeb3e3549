"""A blinded run: nothing that it writes names an arm, and without the key all is as ever."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from outcomes.report import WORDS_PAGE, render_words
from outcomes.runs import plan_jobs
from outcomes.runs.ledger import State
from outcomes.runs.list_reports import list_reports
from outcomes.runs.publish_site import publish_bundle
from outcomes.runs.run_jobs import run_jobs
from outcomes.study.blinding import BLINDED, WITHHELD
from tests.cases.meaning_study import change
from tests.cases.pages import read_page
from tests.small_project import FRONT_MATTER, RESULTS, write_notebook
from tests.study.blinded_study import WORDS, write_trial

TOPIC = "dextrose-prolotherapy"
REPORTS = ("data-quality", "treatment-effect", "responders", "evidence")


@pytest.fixture(scope="module")
def project(root, tmp_path_factory) -> Path:
    """Return a project whose trial was reported by name, then blinded and reported again."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(root / "notebooks", project / "notebooks")
    folder = write_trial(project / "data" / "raw", blinded=False)
    run(project)
    open_study = project / "open"
    shutil.copytree(project / "reports", open_study)
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("blinded: true\n")
    return project


@pytest.fixture(scope="module")
def states(project) -> dict[str, State]:
    """Return what became of each report of the blinded run."""
    return {entry.report: entry.state for entry in run(project)}


def run(project: Path):
    """Run every report of the project."""
    return run_jobs(plan_jobs(project), project)


def read_published(project: Path) -> Iterator[tuple[str, str]]:
    """Yield every file that was written, what is packed in a zip too, as name and text."""
    publish_bundle(project, "two-arms", project / "reports" / "sent.zip")
    for top in ("reports", "data/processed"):
        for path in sorted((project / top).rglob("*")):
            if TOPIC in path.parts or path.name == WORDS_PAGE:
                continue  # of no study
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as packed:
                    for name in packed.namelist():
                        if name.endswith(f"/{WORDS_PAGE}"):
                            assert packed.read(name).decode("utf-8") == render_words()
                            continue
                        yield name, name + packed.read(name).decode("utf-8")
            elif path.is_file():
                yield str(path), path.name + path.read_bytes().decode("utf-8", "replace")


def test_only_reports_that_compare_nothing_are_made(states, project):
    assert states == {
        "data-quality": State.SUCCEEDED,
        **dict.fromkeys(REPORTS[1:], State.WITHHELD),
    }
    assert not any(state.is_bad for state in states.values())
    made = [path.parent.name for path in (project / "reports/two-arms").rglob("results.json")]
    assert made == ["data-quality"]


def test_no_published_file_names_an_arm(states, project):
    published = dict(read_published(project))
    assert len(published) > 12
    for name, text in published.items():
        assert [word for word in WORDS if word.lower() in text.lower()] == [], name


def test_the_words_sought_are_found_where_nothing_is_blinded(states, project):
    """The walk over the published files could find what it seeks."""
    pages = [path.read_text(encoding="utf-8") for path in (project / "open").rglob("*.html")]
    found = {word for word in WORDS if any(word.lower() in page.lower() for page in pages)}
    assert found == set(WORDS) - {"ZX7", "QL9"}  # codes are on no page at all


def test_no_number_of_the_blinded_run_compares_the_arms(states, project):
    results = json.loads(
        (project / "reports/two-arms/data-quality/results.json").read_text(encoding="utf-8")
    )
    rows = results["estimates"]
    assert {row["comparator"] for row in rows} == {""}
    after = [row for row in rows if row["visit"] in ("week 6", "week 12")]
    by_arm = {row["quantity"] for row in after if row["arm"] in ("arm-a", "arm-b")}
    assert by_arm == {"n", "missing"}
    assert all(row["p_value"] is None for row in rows)


def test_every_page_and_the_index_say_that_the_study_is_blinded(states, project):
    reports = project / "reports"
    pages = [reports / "index.html", *(reports / "two-arms").rglob("index.html")]
    assert len(pages) == 2 + len(REPORTS)
    for page in pages:
        assert BLINDED in read_page(page), page


def test_where_a_page_would_be_the_reason_stands(states, project):
    for report in REPORTS[1:]:
        page = read_page(project / "reports" / "two-arms" / report / "index.html")
        assert WITHHELD in page
        assert "Nothing on this page may be read" not in page
    listed = {line[3]: line[4] for line in list_reports(project)}
    assert listed == {report: str(states[report]) for report in REPORTS}


def test_a_withheld_report_is_not_staged_again(states, project):
    assert all(entry.unchanged for entry in run(project))


def test_a_notebook_of_ones_own_is_withheld_unless_it_says_otherwise(tmp_path):
    declared = FRONT_MATTER.replace("\n---", "\nblinded: true\n---")
    write_notebook(tmp_path / "notebooks", "10_open", [RESULTS])
    write_notebook(tmp_path / "notebooks", "20_shut", [RESULTS], front_matter=declared)
    folder = write_trial(tmp_path / "data" / "raw")
    named = "[data-quality, treatment-effect, responders, evidence]"
    change(folder / "study.yaml", (named, "[open, shut]"))
    entries = {entry.report: entry for entry in run(tmp_path)}
    assert entries["open"].state is State.WITHHELD
    # it declares what it does not keep: its difference is refused when it is written
    assert entries["shut"].state is State.FAILED
    assert "is blinded" in entries["shut"].failure.message


def test_papermill_is_blinded_too(states, project, root, monkeypatch):
    monkeypatch.chdir(project)
    notebook = root / "notebooks" / "20_treatment_effect.ipynb"
    with pytest.raises(PapermillExecutionError, match="its arms are not analysed"):
        papermill.execute_notebook(
            notebook, project / "out.ipynb", {"study": "two-arms"}, progress_bar=False
        )


def test_without_the_key_the_numbers_are_as_ever(states, project):
    study = project / "data" / "raw" / "two-arms" / "study.yaml"
    change(study, ("blinded: true\n", ""))
    assert {entry.state for entry in run(project)} == {State.SUCCEEDED}
    for report in REPORTS:
        now, before = (
            (project / top / "two-arms" / report / "results.json").read_bytes()
            for top in ("reports", "open")
        )
        assert now == before, report
