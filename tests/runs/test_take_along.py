"""A study's figures, tables and results as files for a manuscript."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from outcomes.errors import RunError
from outcomes.estimates import read_results
from outcomes.runs.take_along import export_study
from tests.runs.program import run_here
from tests.small_project import RESULTS, make_project

SHOWS = """
from outcomes import analysis, figures, tables
flow = analysis.count_flow(data)
display(figures.plot_flow(flow, data.labels), tables.table_flow(flow, data.labels))
from outcomes import prose
prose.write_methods(estimates, data.labels)
"""
"""Shows a figure, a table and the methods of its numbers."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", {"10_shows": [RESULTS, SHOWS]})


def read_words(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read("word/document.xml").decode()


def test_every_figure_and_table_is_written_in_every_format(project: Path, tmp_path: Path) -> None:
    told: list[str] = []
    files = export_study(project, "knee-small", tmp_path / "out" / "files", told=told.append)
    assert told == ["shows"]
    folder = tmp_path / "out" / "files" / "shows"
    names = [path.name for path in files]
    figures = [path for path in files if path.parent == folder / "figures"]
    assert len(figures) == 2 * (2 + 2 * 2)
    assert sorted(path.suffix for path in (folder / "tables").iterdir()) == [
        ".csv", ".docx", ".md", ".tex", ".xlsx",
    ]  # fmt: skip
    assert "manuscript.docx" in names
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["files"]
    for path in figures:
        if path.suffix in (".png", ".tiff"):
            dpi = 600 if "600dpi" in path.name else 300
            width = 180 if "two-columns" in path.name else 84.67
            with Image.open(path) as picture:
                assert picture.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
                assert picture.width / dpi * 25.4 == pytest.approx(width, abs=0.3)
        if path.suffix == ".pdf":
            assert b"/FontFile2" in path.read_bytes(), "letters are in the file, as text"
    words = read_words(tmp_path / "out" / "files" / "manuscript.docx")
    assert "Participants with a score, by arm and visit" in words
    assert "w:tblHeader" in words
    assert (
        "International Council for Harmonisation. ICH E9(R1)"
        in words.partition("References on methods")[2]
    )
    assert "descr=" in words


def test_results_are_those_of_the_report_at_full_precision(project: Path, tmp_path: Path) -> None:
    assert run_here(project, "run").returncode == 0
    done = run_here(project, "export", "knee-small", "--to", str(tmp_path / "files"))
    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "files" / "shows" / "results.xlsx").active
    heads, *rows = sheet.iter_rows(values_only=True)
    published = read_results(project / "reports/knee-small/shows/results.json")
    place = heads.index("estimate")
    numbers = [row[place] for row in rows if isinstance(row[place], int | float)]
    assert numbers == published["estimate"].dropna().tolist()


def test_a_folder_that_holds_something_is_left_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "mine.txt").write_text("mine")
    done = run_here(project, "export", "knee-small", "--to", str(tmp_path / "files"))
    assert done.returncode == 2
    assert "holds files already" in done.stderr
    assert [path.name for path in (tmp_path / "files").iterdir()] == ["mine.txt"]


def test_a_report_that_fails_leaves_nothing_and_says_where(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project", {"10_bad": [RESULTS, "1 / 0"]})
    with pytest.raises(RunError, match=r"report bad .* ended with ZeroDivisionError"):
        export_study(root, "knee-small", tmp_path / "files")
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_files_of_simulated_data_say_so_in_name_and_content(root: Path, tmp_path: Path) -> None:
    files = export_study(root, "foot-ankle-dextrose", tmp_path / "files", ["data-quality"])
    shown = [path for path in files if path.parent.name in ("figures", "tables")]
    own = [path for path in shown if "sources" not in path.name and "glossary" not in path.name]
    assert own
    assert [path.name for path in own if "simulated" not in path.name] == []
    (text,) = [path for path in own if path.suffix == ".md"][:1]
    assert "Simulated data: not evidence." in text.read_text(encoding="utf-8")
    (drawing,) = [path for path in own if path.suffix == ".svg"][:1]
    assert "Simulated data" in drawing.read_text(encoding="utf-8")
