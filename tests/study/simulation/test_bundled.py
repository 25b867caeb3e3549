"""The bundled tables are what the simulator writes, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import check_study, load_study
from outcomes.study.simulation import BUNDLED, write_bundled
from outcomes.study.simulation.__main__ import main
from tests.packs import PACK


def test_regenerating_gives_the_committed_bytes(root: Path, tmp_path: Path) -> None:
    written = write_bundled(tmp_path)
    assert len(written) == 7
    for path in written:
        committed = root / "data/raw" / path.relative_to(tmp_path)
        assert path.read_bytes() == committed.read_bytes(), (
            f"{path.relative_to(tmp_path)} is not what the simulator writes; run make data"
        )


def test_the_simulator_writes_no_study_file(tmp_path: Path) -> None:
    assert {path.suffix for path in write_bundled(tmp_path)} == {".csv"}
    assert {path.parent.name for path in tmp_path.rglob("*.csv")} == set(BUNDLED)


@pytest.mark.parametrize("study", BUNDLED)
def test_tables_do_not_depend_on_what_was_drawn_before(study: str) -> None:
    first, second = BUNDLED[study](), BUNDLED[study]()
    assert all(first[name].equals(second[name]) for name in first)


def test_command_writes_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 0
    assert "scores.csv" in capsys.readouterr().out


def test_command_without_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "There is no folder" in capsys.readouterr().err


@pytest.mark.parametrize("study", BUNDLED)
def test_bundled_studies_load_and_say_what_they_are(root: Path, study: str) -> None:
    folder = root / "data/raw" / study
    assert check_study(folder) == ()
    file = load_study(folder).file
    assert file.provenance == "simulated"
    assert file.title.endswith("(simulated)")
    assert set(file.calibrated_to) <= set(PACK.trials)
    assert all(sentence.endswith(".") for sentence in file.assumptions)
    assert any(sentence.startswith("Assumed:") for sentence in file.assumptions)
    assert all(source.citation.endswith(".") for source in file.sources)


@pytest.mark.parametrize(
    ("study", "words"),
    [
        ("knee-dextrose-saline", "no difference between the arms was simulated"),
        ("knee-dextrose-saline", "SE x square root of n"),
        ("foot-ankle-dextrose", "64 of 86"),
        ("foot-ankle-dextrose", "by construction"),
        ("achilles-dextrose-exercise", "Assumed: the baseline"),
        ("achilles-dextrose-exercise", "with the t distribution"),
    ],
)
def test_what_a_report_must_admit_is_said(root: Path, study: str, words: str) -> None:
    assumptions = " ".join(load_study(root / "data/raw" / study).file.assumptions)
    assert words in assumptions
