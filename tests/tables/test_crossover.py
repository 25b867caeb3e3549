"""The tables of a crossover: each analysis a row, each period its columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from outcomes.analysis import compare_periods
from outcomes.study import Study, load_study
from outcomes.tables import table_periods, table_seen_periods, table_treatments
from tests.cases.crossover_study import SENN, write_crossover
from tests.study.keys import write_key


@pytest.fixture
def study(tmp_path: Path) -> Study:
    values = {name: dict(own) for name, own in SENN.items()}
    values["SF"]["2"] = (370, None)
    return load_study(write_key(write_crossover(tmp_path, values)))


def test_both_analyses_of_a_comparison(study: Study) -> None:
    table = table_treatments(compare_periods(study), study.labels)
    model, pairs = table.rows
    assert model[0] == "Peak flow (l/min, 0 to 800, higher is better), at week 1 and week 3"
    assert (model[1], model[2], model[3]) == (
        "Formoterol against Salbutamol", "mixed model of all scores", "12, 13",
    )  # fmt: skip
    assert (pairs[2], pairs[3]) == ("paired analysis by sequence", "12")
    assert len(model) == len(pairs) == len(table.columns)


def test_a_dash_has_a_note(study: Study) -> None:
    alone = study.participants.groupby("arm")["participant"].first()
    few = replace(study, scores=study.scores[study.scores["participant"].isin(alone)])
    estimates = compare_periods(few)
    table = table_treatments(estimates, study.labels)
    assert table.rows[-1][4] == "\u2013"
    assert any("Paired analysis by sequence" in note for note in table.notes)
    assert len(table_treatments(compare_periods(study), study.labels).notes) == 1


def test_scores_of_each_period(study: Study) -> None:
    first, second = table_periods(compare_periods(study), study.labels).rows
    assert first[1:5] == ("FS (Formoterol, then Salbutamol)", "7", "337.1", "53.8")
    assert second[5] == "5"


def test_who_was_seen_in_which_period(study: Study) -> None:
    rows = table_seen_periods(compare_periods(study), study.labels).rows
    assert [row[2:] for row in rows] == [("7", "7", "0", "0"), ("6", "5", "1", "0")]
