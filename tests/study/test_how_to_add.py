"""The page on study files: its example loads, and it names every key there is."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from pydantic import BaseModel

from outcomes.instruments import INSTRUMENTS
from outcomes.study import check_study, load_study
from outcomes.study.events_file import EventColumns, Events, EventValues, Severity, YesOrNo
from outcomes.study.judgement import Judgement
from outcomes.study.multiplicity import DeclaredHypothesis, Multiplicity
from outcomes.study.part import Part, Source
from outcomes.study.participant_flow import ArmFlow, ParticipantFlow
from outcomes.study.plan import (
    AnalysisSet,
    Arm,
    Beside,
    Columns,
    Measure,
    Plan,
    Primary,
    Side,
    StudyFile,
    ThresholdOfChange,
    Visit,
)
from outcomes.study.reporting import (
    Blinding,
    Change,
    Dates,
    Eligibility,
    Enrolment,
    Ethics,
    Funding,
    Objectives,
    RandomSequence,
    Registration,
    Setting,
)
from outcomes.study.table_files import ScoresTable, TableFile, Tables
from outcomes.study.treatment import Price, Treatment

MODELS: tuple[type[Part], ...] = (
    StudyFile, Source, Arm, Visit, Columns, ScoresTable, TableFile, Tables,
    ThresholdOfChange, Side, Measure, Primary, Plan, AnalysisSet, ParticipantFlow, ArmFlow, Beside,
    Judgement, Blinding, Change, Dates, Eligibility, Enrolment, Ethics, Funding, Objectives,
    RandomSequence, Registration, Setting, Price, Treatment, Events, EventColumns, EventValues,
    Severity, YesOrNo, Multiplicity, DeclaredHypothesis,
)  # fmt: skip


def _page(root: Path) -> str:
    return (root / "docs" / "how-to-add" / "study.md").read_text(encoding="utf-8")


def _example(root: Path) -> str:
    match = re.search(r"<!-- example: study.yaml -->\n```yaml\n(.*?)```", _page(root), re.DOTALL)
    assert match
    return match[1]


def test_the_example_loads(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ankle-lidocaine-saline"
    folder.mkdir()
    (folder / "study.yaml").write_text(_example(root), encoding="utf-8")
    columns = "patient,group,age,sex,mood_at_start,analysed,surgery_week,had_both,weeks_followed"
    people = [
        f"P{number},{number % 3 + 1},{40 + number},{'fm'[number % 2]},{20 + number},"
        f"{('yes', '1')[number % 2]},,1,52"
        for number in range(9)
    ]
    (folder / "participants.csv").write_text("\n".join([columns, *people]) + "\n", encoding="utf-8")
    codes = INSTRUMENTS["ffi"].codes
    header = ["patient", "visit", "ankle", *(f"ffi_{code}" for code in codes)]
    header += ["visa_total", "dorsiflexion_deg", "mood", "stairs", "satisfied"]
    rows = []
    for number, visit, side in itertools.product(range(9), ("baseline", "2", "3"), "LR"):
        if (number, visit) == (0, "3"):  # moved away, as the example's flow says
            continue
        asked = side == "L"
        answers = [str((number + item) % 11) if asked else "" for item in range(len(codes))]
        mood = str(15 + number) if asked and visit != "baseline" else ""
        degrees = str(5 + 5 * (number % 4)) if number else "12"
        others = [
            "60" if asked else "",
            degrees,
            mood,
            "2" if asked else "",
            "yes" if asked else "",
        ]
        rows.append([f"P{number}", visit, side, *answers, *others])
    table = "\n".join(",".join(row) for row in [header, *rows]) + "\n"
    (folder / "scores.csv").write_text(table, encoding="utf-8")
    (folder / "events.csv").write_text(
        "patient,term,onset_week,sae,grade,relationship\nP1,bruise,3,hospitalised,2,suspected\n",
        encoding="utf-8",
    )
    assert [str(fault) for fault in check_study(folder)] == []
    study = load_study(folder)
    assert list(study.endpoints) == [
        *(f"ffi.{endpoint.name}" for endpoint in INSTRUMENTS["ffi"].endpoints),
        "visa", "dorsiflexion", "mood", "stairs", "satisfied",
    ]  # fmt: skip
    assert set(study.scores["endpoint"]) == set(study.endpoints)


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def test_every_key_is_in_the_page_and_in_its_example(root: Path) -> None:
    page, example = _page(root), _example(root)
    for model in MODELS:
        for key in _keys(model):
            assert re.search(rf"`(\w+\.)?{key}`", page), f"{model.__name__}.{key} is not explained"
    rare = {"minute", "hour", "day", "year", "month", "instrument", "once"}
    rare |= {"sequences", "period", "before-treatment"}  # of other designs
    rare |= {"disclosure", "blinded"}  # would refuse or withhold the reports of the example
    rare |= {*TableFile.model_fields, "dictionary"} - {"file"}
    for model in MODELS:
        for key in set(_keys(model)) - rare:
            assert re.search(rf"\b{key}:", example), f"{key} is not in the example"
