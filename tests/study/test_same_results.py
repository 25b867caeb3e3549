"""The same data written by other programs' libraries give the same study, number for number."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from outcomes import load_study, write_results
from outcomes.analysis import compare_with_control, summarise_scores
from outcomes.estimates import combine_estimates
from outcomes.reading import read_table
from outcomes.study import Study
from outcomes.study.fault_list import FaultList
from tests.cases.pages import make_pages
from tests.samples import sample
from tests.study.keys import write_key

STUDIES = {
    "acupuncture_headache": "acupuncture-headache",
    "knee_injury_pain": "knee-injury-pain",
    "oxford_knee_proms": "oxford-knee-proms",
}
"""The folder of each study file among the tests', by that of its data."""


def _write_semicolons(frame: pd.DataFrame, path: Path) -> str:
    frame.to_csv(path / "data.csv", sep=";", decimal=",", index=False, encoding="cp1252")
    return "data.csv"


def _write_excel(frame: pd.DataFrame, path: Path) -> str:
    frame.to_excel(path / "data.xlsx", index=False)
    return "data.xlsx"


def _write_parquet(frame: pd.DataFrame, path: Path) -> str:
    frame.to_parquet(path / "data.parquet")
    return "data.parquet"


def _write_spss(frame: pd.DataFrame, path: Path) -> str:
    pyreadstat.write_sav(frame, path / "data.sav")
    return "data.sav"


def _write_stata(frame: pd.DataFrame, path: Path) -> str:
    pyreadstat.write_dta(frame, path / "data.dta")
    return "data.dta"


WRITERS: tuple[Callable[[pd.DataFrame, Path], str], ...] = (
    _write_semicolons,
    _write_excel,
    _write_parquet,
    _write_spss,
    _write_stata,
)


@dataclass(frozen=True)
class Original:
    """A study as its data are laid, and a folder to write others beside it."""

    study: Study
    frame: pd.DataFrame
    folder: Path


@pytest.fixture(scope="module", params=STUDIES)
def original(
    request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Original:
    data = root.parent / "shared" / "data" / str(request.param) / "data.csv"
    if not data.is_file():
        pytest.skip(f"{request.param} is not beside the project")
    name = STUDIES[str(request.param)]
    folder = tmp_path_factory.mktemp("original") / name
    shutil.copytree(root / "tests" / "studies" / name, folder)
    shutil.copy(data, folder)
    write_key(folder)
    return Original(load_study(folder), pd.read_csv(data), folder)


def rewrite(original: Original, parent: Path, *edits: tuple[str, str]) -> Path:
    """Return a folder of the same name with the study file, edited, and without data."""
    folder = parent / original.folder.name
    folder.mkdir()
    text = (original.folder / "study.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return write_key(folder)


def same(study: Study, original: Original) -> None:
    """Hold a study against the original one: participants, scores, visits."""
    columns = list(original.study.participants.columns)
    pd.testing.assert_frame_equal(study.participants[columns], original.study.participants)
    pd.testing.assert_frame_equal(study.scores, original.study.scores)
    assert study.visits == original.study.visits
    assert study.endpoints == original.study.endpoints


each_program = pytest.mark.parametrize(
    "write", WRITERS, ids=lambda write: write.__name__.removeprefix("_write_")
)


@each_program
def test_other_programs_give_the_same_study(
    original: Original, write: Callable[[pd.DataFrame, Path], str], tmp_path: Path
) -> None:
    folder = rewrite(original, tmp_path)
    file = write(original.frame, folder)
    study_file = folder / "study.yaml"
    text = study_file.read_text(encoding="utf-8").replace("data.csv", file)
    study_file.write_text(text, encoding="utf-8")
    study = load_study(folder)
    same(study, original)
    if len(study.arms) > 1:
        assert _results(study, tmp_path) == _results(original.study, tmp_path)


def _results(study: Study, folder: Path) -> bytes:
    """Return results.json as it is written."""
    estimates = combine_estimates([summarise_scores(study), compare_with_control(study)])
    write_results(folder / "results.json", estimates, study)
    return (folder / "results.json").read_bytes()


PER_PARTICIPANT = {
    "acupuncture-headache": ("month", "headache_score", "headache"),
    "knee-injury-pain": ("day", "pain", "pain"),
}


several_rows = pytest.mark.parametrize(
    "original", [name for name, study in STUDIES.items() if study in PER_PARTICIPANT], indirect=True
)


@several_rows
def test_one_row_a_participant_gives_the_same_study(original: Original, tmp_path: Path) -> None:
    visit, column, measure = PER_PARTICIPANT[original.folder.name]
    template = f'column: "{column}_at_{{visit}}"'
    named = (f"    column: {column}\n", f"    {template}\n")
    if named[0] not in (original.folder / "study.yaml").read_text(encoding="utf-8"):
        named = (f"  {measure}:\n", f"  {measure}:\n    {template}\n")
    edits = [("scores: data.csv", "scores: {file: data.xlsx, layout: participant}"), named]
    folder = rewrite(original, tmp_path, *edits)
    others = [name for name in original.frame if name not in (visit, column)]
    frame = original.frame.set_index([*others, visit])[column].unstack()  # noqa: PD010
    frame.columns = [f"{column}_at_{name}" for name in frame.columns]
    frame.reset_index().to_excel(folder / "data.xlsx", index=False)
    study = load_study(folder)
    same(study, original)
    assert _results(study, tmp_path) == _results(original.study, tmp_path)


def _write_redcap(original: Original, folder: Path) -> None:
    """Write an export by event, what is known of a participant at the first, and its dictionary."""
    visit, column, _ = PER_PARTICIPANT[original.folder.name]
    frame = original.frame.astype("str").where(original.frame.notna(), "")
    codes = {name: str(code) for code, name in enumerate(sorted(set(frame["arm"])), start=1)}
    export = pd.DataFrame({"record_id": frame["id"]})
    export["redcap_event_name"] = "at_" + frame[visit] + "_arm_1"
    export["redcap_repeat_instrument"] = export["redcap_repeat_instance"] = ""
    first = ~frame["id"].duplicated()
    for name in frame.columns.difference(["id", visit, column], sort=False):
        export[name] = frame[name].replace(codes if name == "arm" else {}).where(first, "")
    export[column] = frame[column]
    export["form_complete"] = "2"
    export.to_csv(folder / "export.csv", index=False)
    arms = " | ".join(f"{code}, {name}" for name, code in codes.items())
    fields = [("record_id", "text", ""), ("arm", "radio", arms), (column, "text", "")]
    header = ["field_name", "field_type", "select_choices_or_calculations"]
    pd.DataFrame(fields, columns=header).to_csv(folder / "dictionary.csv", index=False)


@several_rows
def test_an_export_of_redcap_gives_the_same_study(original: Original, tmp_path: Path) -> None:
    visit, _, _ = PER_PARTICIPANT[original.folder.name]
    text = (original.folder / "study.yaml").read_text(encoding="utf-8")
    codes = re.findall(r", code: (\d+)}", text)
    columns = "{participant: record_id, visit: redcap_event_name}"
    folder = rewrite(
        original,
        tmp_path,
        ("scores: data.csv", "scores: export.csv\n  dictionary: dictionary.csv"),
        (f"{{participant: id, visit: {visit}}}", columns),
        *((f", code: {code}}}", f", code: at_{code}_arm_1}}") for code in codes),
    )
    _write_redcap(original, folder)
    study = load_study(folder)
    same(study, original)
    assert _results(study, tmp_path) == _results(original.study, tmp_path)


OXFORD = ("oks_score", "stairs", "eq5d_index", "eq_vas")


@pytest.mark.parametrize("original", ["oxford_knee_proms"], indirect=True)
def test_an_export_of_redcap_has_one_row_an_event(original: Original, tmp_path: Path) -> None:
    folder = rewrite(
        original,
        tmp_path,
        ("{file: data.csv, layout: participant}", "export.csv\n  dictionary: dictionary.csv"),
        ("participant: record}", "participant: record, visit: redcap_event_name}"),
        ("code: pre}", "code: pre_arm_1}"),
        ("code: post}", "code: post_arm_1}"),
        *((f'"{{visit}}_{name}"', name) for name in OXFORD),
    )
    events = []
    for when in ("pre", "post"):
        columns = {f"{when}_{name}": name for name in OXFORD}
        rows = original.frame[["record", *columns]].rename(columns=columns)
        events.append(rows.assign(redcap_event_name=f"{when}_arm_1"))
    together = pd.concat(events).sort_values(["record", "redcap_event_name"], kind="stable")
    together.to_csv(folder / "export.csv", index=False)
    fields = [(name, "text", "") for name in ("record", *OXFORD)]
    header = ["field_name", "field_type", "select_choices_or_calculations"]
    pd.DataFrame(fields, columns=header).to_csv(folder / "dictionary.csv", index=False)
    study = load_study(folder)
    pd.testing.assert_frame_equal(study.scores, original.study.scores)


def _pages(folder: Path, root: Path, project: Path) -> dict[str, str]:
    """Make the pages of a study, but for the name and the fingerprint of its file."""
    return {
        report: re.sub(r"Data fingerprint [0-9a-f]+|\bdata\.\w+", "", page)
        for report, page in make_pages(folder, root, project).items()
    }


PAGES = [(name, write) for name in STUDIES for write in WRITERS]


@pytest.mark.parametrize(
    ("original", "write"), sample(PAGES, [("knee_injury_pain", _write_spss)]), indirect=["original"]
)
def test_pages_are_the_same_but_for_the_fingerprint(
    original: Original, write: Callable[[pd.DataFrame, Path], str], root: Path, tmp_path: Path
) -> None:
    (tmp_path / "edited").mkdir()
    folder = rewrite(original, tmp_path / "edited", ("data.csv", write(original.frame, tmp_path)))
    write(original.frame, folder)
    pages = _pages(folder, root, tmp_path / "here")
    assert pages == _pages(original.folder, root, tmp_path / "there")
    assert pages


@each_program
def test_items_are_read_alike(
    root: Path, write: Callable[[pd.DataFrame, Path], str], tmp_path: Path
) -> None:
    data = root.parent / "shared" / "data" / "spadi_items" / "data.csv"
    if not data.is_file():
        pytest.skip("spadi_items is not beside the project")
    faults = FaultList()
    expected, _ = read_table(data.parent, data.name, faults)
    table, _ = read_table(tmp_path, write(pd.read_csv(data), tmp_path), faults)
    assert not faults.in_order([])
    assert expected is not None
    assert table is not None
    assert table.rows.to_numpy().tolist() == expected.rows.to_numpy().tolist()
    assert list(table.rows.columns) == list(expected.rows.columns)
