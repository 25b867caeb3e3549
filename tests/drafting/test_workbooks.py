"""A workbook as a clinic keeps it, in five languages: its draft needs only the plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from outcomes.drafting import draft_study
from outcomes.errors import StudyError
from outcomes.study import check_study, load_study

from .test_draft import REPORTS, fill_plan

TO_FILL_IN = "This is still to be filled in."


@dataclass(frozen=True)
class Words:
    """What one language calls everything in such a workbook."""

    title: str
    people: tuple[str, ...]  # id, site, arm, age, sex, initials
    visits: tuple[str, str, str]
    pain: str
    motion: str
    arms: tuple[str, str]
    role: str
    missing: str
    mean: str
    events: tuple[str, str, str]  # week, what it was, how bad
    bad: tuple[str, str]
    instrument: str = "pain-nrs"
    column: str = "serious"


LANGUAGES = {
    "de": Words(
        "Hüftstudie – Stand 12.03.2024, Dateneingabe Fr. M.",
        ("Patienten-ID", "Zentrum", "Behandlung", "Alter", "Geschlecht", "Initialen"),
        ("Baseline", "6 Wochen", "12 Wochen"), "Schmerz NRS", "Hüftflexion",
        ("Verum", "Plazebo"), "placebo", "k.A.", "Mittelwert",
        ("Woche", "Ereignis", "schwer"), ("nein", "ja"),
    ),
    "fr": Words(
        "Étude hanche, état du 12/03/2024",
        ("N° patient", "Centre", "Groupe", "Âge", "Sexe", "Initiales"),
        ("Inclusion", "6 semaines", "12 semaines"), "Douleur EVA", "Flexion de hanche",
        ("Traitement", "Traitement simulé"), "placebo", "n.d.", "Moyenne",
        ("Semaine", "Événement indésirable", "Grave"), ("non", "oui"),
        instrument="pain-vas",
    ),
    "es": Words(
        "Estudio de cadera, 12/03/2024",
        ("ID paciente", "Centro", "Tratamiento", "Edad", "Sexo", "Iniciales"),
        ("basal", "a las 6 semanas", "a las 12 semanas"), "Dolor EVN", "Flexión de cadera",
        ("Dextrosa", "Control"), "control", "s/d", "Media",
        ("Semana", "Evento adverso", "Gravedad"), ("leve", "grave"), column="severity",
    ),
    "it": Words(
        "Studio anca, 12/03/2024",
        ("ID paziente", "Centro", "Gruppo", "Età", "Sesso", "Iniziali"),
        ("basale", "6 settimane", "12 settimane"), "Dolore VAS", "Flessione anca",
        ("Destrosio", "Soluzione fisiologica"), "placebo", "mancante", "Media",
        ("Settimana", "Evento avverso", "Gravità"), ("lieve", "moderato"), instrument="pain-vas",
        column="severity",
    ),
    "nl": Words(
        "Heupstudie, 12-03-2024",
        ("Patiëntnummer", "Centrum", "Groep", "Leeftijd", "Geslacht", "Initialen"),
        ("Begin", "na 6 weken", "na 12 weken"), "Pijn NRS", "Heupflexie",
        ("Interventie", "Gebruikelijke zorg"), "control", "onbekend", "Gemiddelde",
        ("Week", "Bijwerking", "Ernstig"), ("nee", "ja"),
    ),
}  # fmt: skip


def write_workbook(path: Path, words: Words, *, mean: bool = True, title: bool = True) -> Path:
    """Write the workbook: a title above the header, a mean below the data, events on a sheet."""
    book = openpyxl.Workbook()
    sheet, harms = book.active, book.create_sheet("AE")
    assert sheet is not None
    scale = 10 if words.instrument == "pain-vas" else 1
    pains = [f"{words.pain} {visit}" for visit in words.visits]
    motions = [f"{words.motion} {visit} (°)" for visit in words.visits]
    if title:
        sheet.append([words.title])
    sheet.append([*words.people, *pains, *motions])
    for who in range(1, 25):
        pain: list[object] = [scale * (9 - time - who % 5) for time in (1, 2, 3)]
        if who % 8 == 0:
            pain[1] = words.missing
        if who % 3 == 0:
            pain[2] = f"{scale * (who % 5)},5"
        person = [f"P-{who:03d}", 1 + who % 3, words.arms[who % 2], 50 + who, "mw"[who % 2], "AB"]
        sheet.append([*person, *pain, *(80 + who % 7 + time for time in (0, 5, 9))])
    if mean:
        sheet.append([words.mean, None, None, 62.5, None, None, "6,1", "4,9", "4,3", 83, 88, 92])
    harms.append([words.people[0], *words.events])
    for who in (3, 5, 8):
        harms.append([f"P-{who:03d}", who, "Hämatom", words.bad[who % 2]])
    book.save(path)
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_of_a_workbook_needs_only_its_plan(
    project: Path, tmp_path: Path, language: str
) -> None:
    words = LANGUAGES[language]
    workbook = write_workbook(tmp_path / "trial.xlsx", words)
    folder = draft_study([workbook], "trial", project, REPORTS)
    unfilled, summary = check_study(folder)[:-1], check_study(folder)[-1]
    assert {fault.message for fault in unfilled} == {TO_FILL_IN}
    assert all(str(fault.column).startswith("plan.primary.") for fault in unfilled)
    assert (summary.row, summary.value) == (27, words.mean)
    write_workbook(folder / "trial.xlsx", words, mean=False)
    arms = [arm.lower().replace("é", "e").replace(" ", "-") for arm in words.arms]
    key = words.pain.replace(" ", "_")
    fill_plan(folder, key, f'"{words.visits[2]}"', f"[{', '.join(arms)}]")
    assert [str(fault) for fault in check_study(folder)] == []
    study = load_study(folder)
    assert [study.arms[arm].role for arm in arms] == ["active", words.role]
    assert [visit.week for visit in study.visits] == [0, 6, 12]
    assert {measure.instrument for measure in study.file.measures.values()} == {
        words.instrument, "hip-flexion"
    }  # fmt: skip
    assert study.file.joint == "hip"
    assert study.file.missing == {"others": (words.missing,)}
    assert [each.column for each in study.file.characteristics] == [
        words.people[1], *words.people[3:5]
    ]  # fmt: skip
    assert study.file.characteristics[0].kind == "category"
    assert study.events is not None
    assert list(study.events["week"]) == [3, 5, 8]
    assert (study.events[words.column] != "").all()


def test_rows_a_spreadsheet_computed_are_named_in_one_line(project: Path, tmp_path: Path) -> None:
    workbook = write_workbook(tmp_path / "trial.xlsx", LANGUAGES["de"])
    folder = draft_study([workbook], "trial", project, REPORTS)
    lines = (folder / "study.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "Mittelwert" in line] == [
        "# TO DO: delete what the spreadsheet computed in trial.xlsx, sheet Sheet: row 27 "
        "(Mittelwert)."
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_scores_and_events_may_come_as_two_files_in_either_order(
    project: Path, tmp_path: Path, *, turned: bool
) -> None:
    for name, sheet in (("daten.xlsx", "AE"), ("ereignisse.xlsx", "Sheet")):
        path = write_workbook(tmp_path / name, LANGUAGES["de"], title=False)
        book = openpyxl.load_workbook(path)
        del book[sheet]
        book.save(path)
    files = [tmp_path / "daten.xlsx", tmp_path / "ereignisse.xlsx"]
    folder = draft_study(files[:: -1 if turned else 1], "two-files", project, REPORTS)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert "  scores: {file: daten.xlsx, layout: participant}\n" in text
    assert "  events: ereignisse.xlsx\n" in text


def test_sheets_without_participants_are_left_out_and_named(project: Path, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "trial.xlsx", LANGUAGES["nl"])
    book = openpyxl.load_workbook(path)
    legend = book.create_sheet("Legenda")
    legend.append(["Afkorting", "Betekenis", ""])
    legend.append(["NRS", "numerieke schaal", "0-10"])
    book.save(path)
    folder = draft_study([path], "trial", project, REPORTS)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert "# Not read, since no column says who a row is of: trial.xlsx, sheet Legenda\n" in text


def test_one_sheet_of_several_may_be_named(project: Path, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "trial.xlsx", LANGUAGES["de"])
    folder = draft_study([path], "trial", project, REPORTS, sheets=["Sheet"])
    assert "events:" not in (folder / "study.yaml").read_text(encoding="utf-8")
    with pytest.raises(StudyError, match="No workbook has a sheet `Daten`"):
        draft_study([path], "other", project, REPORTS, sheets=["Daten"])


@pytest.mark.parametrize("arms", [("A", "B"), ("Verum", "Aktiv"), ("Kontrolle", "Plazebo")])
def test_a_role_that_no_name_says_is_to_be_filled_in(
    project: Path, tmp_path: Path, arms: tuple[str, str]
) -> None:
    names = [f"{arms[who % 2]},{who}" for who in range(1, 9)]
    rows = [f"{who},{week},{5 + week % 5}" for who in names for week in (0, 6)]
    path = tmp_path / "arms.csv"
    path.write_text("\n".join(["arm,id,week,pain", *rows, ""]), encoding="utf-8")
    folder = draft_study([path], "arms", project, REPORTS)
    roles = [fault for fault in check_study(folder) if "role" in str(fault.column)]
    assert [fault.message for fault in roles] == [TO_FILL_IN] * 2
    assert {fault.fix for fault in roles} == {"Replace it."}
    assert all(str(fault.column).startswith(("arms.", "plan.")) for fault in check_study(folder))


def test_a_draft_without_measures_says_why_of_each_column(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    rows = [f"{who},mild,severe,ok" for who in range(9)]
    path.write_text("\n".join(["id,pain_t0,pain_t1,x", *rows, ""]), encoding="utf-8")
    folder = draft_study([path], "words", project, REPORTS)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert "  # no measure: `pain_{visit}` holds words, not numbers\n" in text
    (fault,) = [fault for fault in check_study(folder) if fault.column == "measures"]
    assert (fault.message, fault.fix) == (TO_FILL_IN, "Replace it.")


def test_a_few_cells_that_are_no_numbers_leave_a_measure(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "strays.csv"
    rows = [f"{who},{week},{'circa 5' if who == 7 and week else who % 5}"
            for who in range(20) for week in (0, 6)]  # fmt: skip
    path.write_text("\n".join(["id,week,pain nrs", *rows, ""]), encoding="utf-8")
    folder = draft_study([path], "strays", project, REPORTS)
    (line,) = [
        line
        for line in (folder / "study.yaml").read_text(encoding="utf-8").splitlines()
        if "instrument" in line
    ]
    assert line.endswith('cells that are no numbers are to be corrected: "circa 5"')
    (fault,) = [fault for fault in check_study(folder) if fault.file == "strays.csv"]
    assert fault.value == "circa 5"


def test_reports_that_are_about_more_than_the_study_are_a_remark(
    project: Path, tmp_path: Path
) -> None:
    path = write_workbook(tmp_path / "trial.xlsx", LANGUAGES["de"])
    folder = draft_study([path], "trial", project, REPORTS, others=("evidence",))
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert "# disclosure: {minimum: 5}" in text
    assert "reports: [data-quality, treatment-effect, responders]\n# if wanted: evidence\n" in text


def test_headers_that_are_wrapped_and_hold_quotes_are_read(project: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["ID", "Gruppe", 'Schmerz\nNRS\n"T0"', "Schmerz NRS\nT0", "Schmerz NRS\nT1", "x\ny"]
    )
    for who in range(8):
        sheet.append([who, ["Verum", "Plazebo"][who % 2], "a: b", who, who // 2, "-> #"])
    book.save(tmp_path / "wrapped.xlsx")
    folder = draft_study([tmp_path / "wrapped.xlsx"], "wrapped", project, REPORTS)
    (key,) = load_draft_measures(folder)
    fill_plan(folder, key, "T1", "[verum, plazebo]")
    assert check_study(folder) == ()


def load_draft_measures(folder: Path) -> list[str]:
    """Return the names of the measures of a draft."""
    lines = (folder / "study.yaml").read_text(encoding="utf-8").splitlines()
    return [line.split(":")[0].strip() for line in lines if "{instrument: pain-nrs" in line]


def test_a_remark_is_not_quoted_in_the_draft(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "remarks.csv"
    rows = [f"{who},{week},{who % 5},Frau Meier rief an {who}{week}" for who in range(9)
            for week in (0, 6)]  # fmt: skip
    rows[0] = "0,0,mit Frau Meier besprochen,x"
    path.write_text("\n".join(["id,week,mood,note", *rows, ""]), encoding="utf-8")
    folder = draft_study([path], "remarks", project, REPORTS)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert "cells that are no numbers are to be corrected: ..." in text
    assert "Meier" not in text


def test_what_is_wrong_in_a_sheet_is_reported(project: Path, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "trial.xlsx", LANGUAGES["de"])
    book = openpyxl.load_workbook(path)
    book["AE"]["B3"] = "=1/0"
    book["AE"].merge_cells("A1:B1")
    book.save(path)
    with pytest.raises(StudyError, match=r"sheet AE, row 1.*merged"):
        draft_study([path], "trial", project, REPORTS)
    assert not (project / "data" / "raw" / "trial").exists()


def test_what_a_file_leaves_open_can_be_said_and_stands_in_the_draft(
    project: Path, tmp_path: Path
) -> None:
    path = tmp_path / "open.csv"
    rows = [f"{who};{week};{who},{week % 5}10" for who in range(1, 9) for week in (0, 6)]
    path.write_text("\n".join(["id;week;x", *rows, ""]), encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        draft_study([path], "open", project, REPORTS)
    (fault,) = caught.value.faults
    assert fault.fix == 'Say which it is: `--decimal ","` or `--decimal "."` (thousands).'
    folder = draft_study([path], "open", project, REPORTS, written={"decimal": ","})
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert '  scores: {file: open.csv, decimal: ","}\n' in text
    fill_plan(folder, "x", "week 6")
    assert check_study(folder) == ()


def test_a_file_of_a_kind_that_is_not_read_is_refused(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "trial.doc"
    path.write_text("id", encoding="utf-8")
    with pytest.raises(StudyError, match="files of this kind are not read"):
        draft_study([path], "trial", project, REPORTS)
