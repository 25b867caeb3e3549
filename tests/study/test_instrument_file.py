"""An instrument file of a study is found by its path or by study and name, and read alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.errors import StudyError
from outcomes.instruments.reference import render_page
from outcomes.study.instrument_file import load_own_instrument

FILE = """
label: Stiff Foot Score
about: Stiffness of the foot, 0-100, 100 no stiffness.
items: [{codes: q1 to q3, answers: [0, 4], best: low}, {codes: q4, answers: [0, 4], best: high}]
scores:
  total: {label: Stiff Foot Score, range: [0, 100], higher: better, missing: {source: none seen}}
sources: [Author 2018]
licence: Terms not seen.
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "data/raw/my-study"
    folder.mkdir(parents=True)
    (folder / "stiff-foot.yaml").write_text(FILE)
    monkeypatch.chdir(tmp_path)
    return folder / "stiff-foot.yaml"


@pytest.mark.parametrize("by_path", [True, False])
def test_it_is_shown_as_a_shipped_one_is(path, by_path):
    instrument = load_own_instrument(str(path) if by_path else "my-study/stiff-foot.yaml")
    page = render_page(instrument)
    assert page.startswith("# stiff-foot\n\n**Stiff Foot Score.**")
    assert "| `q1` to `q3` | 3 | whole numbers 0 to 4 | the lowest |" in page


def test_its_faults_are_reported_with_their_lines(path):
    path.write_text(FILE.replace("best: high", "best: middle"))
    with pytest.raises(StudyError, match=r"stiff-foot\.yaml, row 4.*best"):
        load_own_instrument("my-study/stiff-foot.yaml")


@pytest.mark.parametrize("inside", [True, False])
def test_a_file_that_is_not_there_is_named_with_how_to_name_it(path, monkeypatch, inside):
    if not inside:
        monkeypatch.chdir(Path(path.anchor))
    with pytest.raises(StudyError, match=r"no such instrument file.*my-study/stiff-foot\.yaml"):
        load_own_instrument("my-study/foot.yaml")
