"""Who a row is of: ids in two spellings, composite ids, summary rows, left and right as people."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.errors import Fault
from outcomes.study import check_study, load_study

HEADER = """\
id: {name}
title: Two arms
provenance: collected
design: parallel
joint: knee
arms:
  drug: {{label: Drug, role: active}}
  placebo: {{label: Placebo, role: placebo}}
visits: [{{name: baseline, week: 0}}, {{name: week 6, week: 6}}]
tables: {tables}
columns: {columns}
measures:
  pain: {{kind: continuous, range: [0, 100], higher: worse, label: Pain}}
plan: {{primary: {{endpoint: pain, visit: week 6, comparison: [drug, placebo]}}}}
reports: [data-quality]
"""


def write(folder: Path, tables: dict[str, list[str]], columns: str = "{}", extra: str = "") -> Path:
    """Write a study of these tables; ``scores`` alone carries everything."""
    folder.mkdir()
    named = ", ".join(f"{name}: {name}.csv" for name in tables)
    text = HEADER.format(name=folder.name, tables=f"{{{named}}}", columns=columns)
    (folder / "study.yaml").write_text(text + extra, encoding="utf-8")
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


def rows(ids: list[str], follow_up_ids: list[str] | None = None) -> list[str]:
    """Return a scores table that carries everything: each id at both visits."""
    lines = ["participant,arm,visit,pain"]
    for number, (first, second) in enumerate(zip(ids, follow_up_ids or ids, strict=True)):
        arm = ("drug", "placebo")[number % 2]
        lines += [f"{first},{arm},baseline,{50 + number}", f"{second},{arm},week 6,{40 - number}"]
    return lines


def place(fault: Fault) -> tuple[str, int | None, str | None, str | None]:
    """Return where a fault is, and what was found there."""
    return fault.file, fault.row, fault.column, fault.value


@pytest.mark.parametrize(
    ("written", "also", "words"),
    [
        ("P01", "p01", "capitals"),
        ("001", "1", "leading zeros"),
        ("A-01", "A-1", "leading zeros"),
        ("12", "12.0", "leading zeros"),
        ("Zür1", "Zu\u0308r1", "Unicode form"),
        ("site 1", "site  1", "spaces"),
        ("K\u00a07", "K 7", "Unicode form"),
        ("Straße 1", "strasse 1", "capitals"),
    ],
)
def test_an_id_in_two_spellings_is_one_fault_that_names_both(
    tmp_path: Path, written: str, also: str, words: str
) -> None:
    ids = [written, "Q2", "Q3", "Q4"]
    folder = write(tmp_path / "spelt", {"scores": rows(ids, [also, *ids[1:]])})
    (fault,) = check_study(folder)
    assert place(fault) == ("scores.csv", 3, "participant", also)
    assert f"`{written}` (scores.csv, row 2)" in fault.message
    assert words in fault.message


def test_spellings_are_compared_across_tables_and_lead_to_no_other_fault(tmp_path: Path) -> None:
    people = ["participant,arm", "001,drug", "002,placebo", "003,drug", "004,placebo"]
    scores = [line.replace(",drug", "").replace(",placebo", "") for line in rows(list("1234"))]
    scores[0] = "participant,visit,pain"
    events = ["participant,event", "1,bruise"]
    folder = write(
        tmp_path / "tables", {"participants": people, "scores": scores, "events": events}
    )
    faults = check_study(folder)
    assert [place(fault)[:2] for fault in faults] == [
        ("scores.csv", 2), ("scores.csv", 4), ("scores.csv", 6), ("scores.csv", 8),
        ("events.csv", 2),
    ]  # fmt: skip
    assert {fault.value for fault in faults} == {"1", "2", "3", "4"}


def test_ids_that_are_unique_within_sites_only(tmp_path: Path) -> None:
    lines = ["site,participant,arm,visit,pain"]
    for site, arms in (("A", ("drug", "placebo")), ("B", ("placebo", "drug"))):
        for number, arm in enumerate(arms, start=1):
            lines += [
                f"{site},{number},{arm},baseline,5{number}",
                f"{site},{number},{arm},week 6,4",
            ]
    alone = check_study(write(tmp_path / "alone", {"scores": lines}))
    repeated = [fault for fault in alone if "repeats" in fault.message]
    assert repeated
    assert all(fault.fix.startswith("Are ids unique only within sites?") for fault in repeated)
    both = write(
        tmp_path / "both",
        {"scores": lines},
        "{participant: [site, participant]}",
        "characteristics: [site]\n",
    )
    assert check_study(both) == ()
    study = load_study(both)
    assert study.participants["arm"].value_counts().to_dict() == {"drug": 2, "placebo": 2}
    assert study.participants["participant"].nunique() == 4
    assert "site" in study.participants


def test_a_column_of_a_composite_id_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "none", {"scores": rows(list("abcd"))}, "{participant: [site, participant]}"
    )
    (fault,) = check_study(folder)
    assert place(fault) == ("scores.csv", 1, "site", None)


@pytest.mark.parametrize(
    "summaries",
    [
        ["Mean", "SD", "N"], ["mean:", "S.D."], ["Total"], ["MITTELWERT", "Max"],
        ["Average", "n=4"], ["Mittelwert", "Standardabweichung"], ["Moyenne", "Écart-type"],
        ["Promedio", "Desviación estándar"], ["Media", "Deviazione standard"],
        ["Gemiddelde", "Standaarddeviatie"],
    ],
)  # fmt: skip
def test_summary_rows_are_no_participants(tmp_path: Path, summaries: list[str]) -> None:
    lines = rows(["P1", "P2", "P3", "P4", "P5", "P6"])
    below = [f"{word},,,41.5" for word in summaries]
    faults = check_study(write(tmp_path / "below", {"scores": [*lines, *below]}))
    assert [place(fault)[1:] for fault in faults] == [
        (len(lines) + 1 + number, "participant", word) for number, word in enumerate(summaries)
    ]
    assert {fault.message for fault in faults} == {
        "This row is a summary of others, not a participant."
    }


def test_letters_and_names_are_no_summaries(tmp_path: Path) -> None:
    folder = write(tmp_path / "names", {"scores": rows(["N", "M", "Max", "Min"])})
    assert check_study(folder) == ()


@pytest.mark.parametrize(
    "pairs",
    [
        ["K1L", "K1R", "K2L", "K2R"],
        ["1-left", "1-right", "2-left", "2-right", "3-left"],
        ["A_l", "A_r", "B_l", "B_r", "C", "D"],
        ["01 Left", "01 Right", "02 Left", "02 Right"],
        ["K1li", "K1re", "K2li", "K2re"],
    ],
)
def test_two_sides_that_are_entered_as_people_are_asked_about(
    tmp_path: Path, pairs: list[str]
) -> None:
    folder = write(tmp_path / "pairs", {"scores": rows(pairs)})
    assert check_study(folder) == ()
    (query,) = load_study(folder).queries
    assert (query.kind, query.file, query.row) == ("sides-as-people", "scores.csv", 2)
    assert query.value == f"{pairs[0]}, {pairs[1]}"
    assert pairs[0] not in query.message, "pages show the message"
    assert query.is_open


def test_ids_without_sides_are_not_asked_about(tmp_path: Path) -> None:
    ids = ["AL", "BR", "CL", "DR", "EL", "FR"]
    assert load_study(write(tmp_path / "initials", {"scores": rows(ids)})).queries == ()


@pytest.mark.parametrize(("lost", "faults"), [(1, 0), (2, 1), (3, 1)])
def test_nobody_who_was_seen_at_the_end_was_lost(tmp_path: Path, lost: int, faults: int) -> None:
    lines = rows(["P1", "P2", "P3", "P4", "P5", "P6"])
    unseen = [line for line in lines if not line.startswith("P1,drug,week 6")]
    flow = f"flow: {{arms: {{drug: {{lost: {{moved away: {lost}}}}}}}}}\n"
    found = check_study(write(tmp_path / "flow", {"scores": unseen}, extra=flow))
    assert len(found) == faults
    for fault in found:
        assert fault.column == "flow.arms.drug.lost"
        assert "2 of the 3 participants of this arm have a score at week 6" in fault.message


def test_codes_that_differ_only_by_capitals_are_one_code(tmp_path: Path) -> None:
    folder = write(tmp_path / "codes", {"scores": rows(["P1", "P2"])})
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    (folder / "study.yaml").write_text(
        text.replace(
            "{label: Placebo, role: placebo}", "{label: Placebo, role: placebo, code: DRUG}"
        ),
        encoding="utf-8",
    )
    assert any("have the same code" in fault.message for fault in check_study(folder))


def test_columns_are_listed_as_the_file_calls_them(tmp_path: Path) -> None:
    lines = [line.replace("participant", "Patienten-ID") for line in rows(["A", "B"])]
    folder = write(
        tmp_path / "own",
        {"scores": lines},
        "{participant: Patienten-ID}",
        "characteristics: [Alter]\n",
    )
    (fault,) = check_study(folder)
    assert fault.message == "The table has no column `Alter`."
    assert "The columns are: Patienten-ID, arm, visit" in fault.fix
