"""The command line, run as a user runs it, in projects of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console

from outcomes import __version__, cli
from outcomes.study import list_studies, load_study
from tests.cli_reference import REFERENCE, make_reference
from tests.small_project import RESULTS, make_project, write_study

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = str(Path(sys.executable).with_name("outcomes"))


@dataclass(frozen=True)
class Done:
    """What a command left on the terminal, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def outcomes(monkeypatch, capfd):
    """Return a function that runs a command in a folder."""

    def _run(*arguments, cwd=None):
        capfd.readouterr()
        with monkeypatch.context() as patch:
            if cwd is not None:
                patch.chdir(cwd)
            patch.setattr(sys, "argv", ["outcomes", *arguments])
            with pytest.raises(SystemExit) as ended:
                cli.main()
        return Done(ended.value.code or 0, *capfd.readouterr())

    return _run


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path, {"10_one": [RESULTS], "20_two": ["1 / 0"]})


def files(root):
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


def test_run_makes_what_it_can_and_ends_with_a_summary(outcomes, project):
    done = outcomes("run", cwd=project)
    assert done.returncode == 1
    assert re.search(r"knee-small +one +succeeded +\d+\.\d", done.stdout)
    assert re.search(r"knee-small +two +failed +\d+\.\d", done.stdout)
    assert "All reports: reports/index.html" in done.stdout
    assert "knee-small: two: code cell 2: ZeroDivisionError: division by zero" in done.stderr
    assert "Traceback" not in done.stderr
    assert (project / "reports/index.html").is_file()

    listed = outcomes("list", cwd=project / "notebooks")
    assert listed.returncode == 0
    assert re.search(
        r"knee-small +simulated +knee +one +succeeded +reports/knee-small/one/index.html",
        listed.stdout,
    )
    assert re.search(r"two +failed", listed.stdout)
    assert "Notebooks: one, two" in listed.stdout


def test_the_root_may_stand_before_the_command(outcomes, project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    before = outcomes("--root", str(project), "list", cwd=elsewhere)
    assert before.returncode == 0, before.stderr
    assert before.stdout == outcomes("list", "--root", str(project), cwd=elsewhere).stdout
    assert "knee-small" in before.stdout
    again = outcomes("--root", str(elsewhere), "check", "--root", str(project), cwd=elsewhere)
    assert again.returncode == 0, again.stderr
    refused = outcomes("--root", str(elsewhere), "check", cwd=project)
    assert refused.returncode == 2
    assert "no folder data/raw" in refused.stderr


@pytest.mark.parametrize("width", [80, 200])
def test_a_narrow_list_leaves_the_page_out_and_cuts_nothing(outcomes, monkeypatch, width):
    monkeypatch.setattr("outcomes.cli.studies.make_console", lambda: Console(width=width))
    done = outcomes("list", "--root", str(ROOT))
    lines = done.stdout.splitlines()
    table = [line for line in lines if not line.startswith("Notebooks:")]
    assert max(len(line.rstrip()) for line in lines[:-1]) <= width
    assert "\u2026" not in done.stdout
    for name in list_studies(ROOT):
        for report in load_study(ROOT / "data" / "raw" / name).file.reports:
            assert any(re.match(rf"\s*{name} +\S.* {report} +[a-z]+", line) for line in table)
    assert ("index.html" in done.stdout) == (width == 200)


def test_a_narrow_list_shows_the_whole_state(outcomes, project, monkeypatch):
    faulty = project / "data/raw/a-study-with-a-fault"
    faulty.mkdir()
    (faulty / "study.yaml").write_text("title: none\n")
    monkeypatch.setattr("outcomes.cli.studies.make_console", lambda: Console(width=80))
    said = " ".join(outcomes("list", cwd=project).stdout.split())
    assert said.count("a-study-with-a-fault") == 2
    assert re.search(r"\d+ faults?: outcomes check", said)
    assert "\u2026" not in said


def test_run_of_a_sound_notebook_alone_ends_with_0(outcomes, project):
    done = outcomes("run", "knee-small", "--only", "one", "-p", "level=0.9", "--root", str(project))
    assert done.returncode == 0, done.stderr
    page = (project / "reports/knee-small/one--level-0.9/index.html").read_text(encoding="utf-8")
    assert "level = 0.9" in page
    assert not (project / "reports/knee-small/one").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "knee-smol"], "Did you mean knee-small?"),
        (["run", "--only", "tow"], "Did you mean two?"),
        (["run", "-p", "level_=0.9"], "Did you mean level?"),
        (["run", "-p", "level=high"], "cannot be 'high'"),
        (["run", "-p", "level"], "name=value"),
        (["check", "knee-smol"], "Did you mean knee-small?"),
        (["run", "--root", "/"], "no folder data/raw"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_wrong_input_is_told_and_nothing_is_written(outcomes, project, arguments, said):
    before = files(project)
    done = outcomes(*arguments, cwd=project)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert files(project) == before


def test_faults_of_every_study_stop_a_run_and_all_are_told(outcomes, project):
    write_study(project, "knee-small", ["one"], more="colour: blue\nshape: round\n")
    write_study(project, "hip-small", ["one"], more="weight: 3\n")
    before = files(project)
    for command in ("run", "check"):
        done = outcomes(command, cwd=project)
        assert done.returncode == 2
        for word in ("colour", "shape", "weight"):
            assert word in done.stderr
        assert "Traceback" not in done.stderr
    assert files(project) == before
    assert "faults: outcomes check knee-small" in outcomes("list", cwd=project).stdout


def test_an_unfinished_study_holds_no_other_up_and_is_told_of(outcomes, project):
    assert outcomes("new", "my-study", cwd=project).returncode == 0
    asked = ("run", "--only", "one", "--json", "--junit", "run.xml")
    done = outcomes(*asked, cwd=project)
    assert done.returncode == 2
    assert "study my-study: " in done.stderr
    assert "not run, because of faults: my-study; the others were made" in done.stderr
    told = json.loads(done.stdout)
    assert told["counts"] == {"succeeded": 1}
    assert [each["study"] for each in told["refused"]] == ["my-study"]
    first = told["refused"][0]["faults"][0]
    assert (first["file"], set(first)) == ("study.yaml", {"file", "row", "column", "cause"})
    suite = ElementTree.parse(project / "run.xml").getroot()
    assert (suite.get("tests"), suite.get("errors")) == ("2", "1")
    assert suite.find("testcase[@classname='my-study']/error") is not None
    assert (project / "reports/knee-small/one/index.html").is_file()
    assert not (project / "reports/my-study").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "knee-smol"),
        ("run", "-p", "level=2"),
        ("run", "--wall", "long"),
        ("run", "--batch", "none.yaml"),
        ("run", "--dask", "foo"),
        ("run", "--shared"),
    ],
)
def test_what_programs_read_says_why_nothing_was_run(outcomes, project, arguments):
    done = outcomes(*arguments, "--json", "--junit", "run.xml", cwd=project)
    assert done.returncode == 2
    why = json.loads(done.stdout)["error"]
    assert why == done.stderr.strip()
    case = ElementTree.parse(project / "run.xml").getroot().find("testcase/error")
    assert case is not None
    assert case.text == why


def test_a_folder_for_a_file_is_refused_before_anything_is_run(outcomes, project):
    before = files(project)
    done = outcomes("run", "--junit", "data", cwd=project)
    assert (done.returncode, done.stderr) == (2, "--junit data is a folder. Name a file.\n")
    assert files(project) == before


def test_a_file_that_cannot_be_written_is_named_and_the_outcome_told_once(outcomes, project):
    place = "data/raw/knee-small/study.yaml/run.xml"
    done = outcomes("run", "--only", "one", "--json", "--junit", place, cwd=project)
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["counts"] == {"succeeded": 1}
    assert told["error"] == done.stderr.strip()
    assert "run.xml" in told["error"] or "study.yaml" in told["error"]


def test_a_quiet_run_prints_only_what_went_wrong(outcomes, project):
    done = outcomes("run", "--only", "one", "--quiet", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = outcomes("run", "-q", cwd=project)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "knee-small: two: code cell 2: ZeroDivisionError" in done.stderr


def test_the_list_as_json_holds_what_the_table_shows(outcomes, project):
    outcomes("run", "--only", "one", cwd=project)
    told = json.loads(outcomes("list", "--json", cwd=project).stdout)
    assert told["notebooks"] == ["one", "two"]
    assert told["reports"][0] == {
        "study": "knee-small",
        "provenance": "simulated",
        "joint": "knee",
        "report": "one",
        "state": "succeeded",
        "page": "reports/knee-small/one/index.html",
    }


def test_check_says_what_is_sound_and_tells_of_a_folder_without_a_study_file(outcomes, project):
    done = outcomes("check", "knee-small", cwd=project)
    read = "study knee-small: no fault found\n  scores.csv: commas, UTF-8\n"
    assert (done.returncode, done.stdout) == (0, read)
    (project / "data/raw/empty").mkdir()
    done = outcomes("check", "empty", cwd=project)
    assert done.returncode == 2
    assert "study.yaml" in done.stderr


def test_outside_a_project_every_command_says_where_to_go(outcomes, tmp_path):
    for arguments in (["list"], ["check"], ["run"], ["new", "x"]):
        done = outcomes(*arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert "data/raw" in done.stderr
        assert "Traceback" not in done.stderr


def test_new_lays_out_a_study_once(outcomes, project):
    done = outcomes("new", "my-study", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "outcomes check my-study" in done.stdout
    assert (project / "data/raw/my-study/study.yaml").is_file()
    again = outcomes("new", "my-study", cwd=project)
    assert again.returncode == 2
    assert "Traceback" not in again.stderr


def test_a_notebook_that_is_damaged_is_told(outcomes, project):
    (project / "notebooks/10_one.ipynb").write_text("{")
    done = outcomes("run", cwd=project)
    assert done.returncode == 2
    assert "notebooks/10_one.ipynb" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told(outcomes, project):
    (project / "reports").write_text("in the way")
    done = outcomes("run", "--only", "one", cwd=project)
    assert done.returncode in (1, 2)
    assert "reports" in done.stderr
    assert "Traceback" not in done.stderr


def test_instruments_are_listed_and_shown_outside_a_project_too(outcomes, tmp_path):
    listed = outcomes("instruments", cwd=tmp_path)
    assert listed.returncode == 0
    assert re.search(r"^ *koos-12 +KOOS-12 +12 +better", listed.stdout, re.MULTILINE)
    shown = outcomes("instruments", "koos", cwd=tmp_path)
    assert shown.stdout.startswith("# koos\n")
    assert "| `p1` to `p9` | 9 | whole numbers 0 to 4 | the lowest |" in shown.stdout
    own = outcomes("instruments", "my-study/stiff-foot.yaml", cwd=tmp_path)
    assert own.returncode == 2
    assert "There is no such instrument file." in own.stderr
    unknown = outcomes("instruments", "kos", cwd=tmp_path)
    assert unknown.returncode == 2
    assert "there is no instrument 'kos'. Did you mean koos" in unknown.stderr


def test_version_and_help(outcomes):
    assert outcomes("--version").stdout == f"outcomes {__version__}\n"
    done = outcomes("--help")
    assert done.returncode == 0
    assert "outcomes run my-study --only my-report -p level=0.9" in done.stdout
    for command in ("list", "check", "run", "new"):
        assert "Example" in outcomes(command, "--help").stdout


def test_the_reference_is_what_the_program_says():
    written = REFERENCE.read_text(encoding="utf-8")
    assert written == make_reference(), "make it again: python -m tests.cli_reference"


HEAVY = (
    "numpy",
    "pandas",
    "scipy",
    "statsmodels",
    "matplotlib",
    "papermill",
    "nbconvert",
    "pyarrow",
)


@pytest.mark.parametrize(
    "start", ["import outcomes", "import outcomes.cli.app as c; c.app(['--help'])"]
)
def test_start_imports_nothing_that_takes_long(start):
    """What the bars of the start rest on; `python -m benchmarks start` measures the time."""
    look = f"print('loaded:', *[name for name in {HEAVY} if name in sys.modules])"
    program = f"import sys, atexit\natexit.register(lambda: {look})\n{start}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].strip() == "loaded:"
