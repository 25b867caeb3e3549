"""The estimates frame and results.json: what is absent, what is refused, and back again."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from outcomes.analysis_record import AnalysisRecord, ArmCount, LeftOut, Reason
from outcomes.estimates import (
    COLUMNS,
    identify_results,
    make_estimates,
    read_results,
    write_results,
)

STUDY = SimpleNamespace(
    id="a",
    file=SimpleNamespace(provenance="collected"),
    disclosure=None,
    refuse_unblinding=lambda estimates: None,
)
ROWS = [
    {"endpoint": "pain", "quantity": "mean", "estimate": 1 / 3, "n_arm": 12, "favours": None},
    {"endpoint": "pain", "quantity": "n", "estimate": np.int64(12), "side": np.nan},
]


def test_absent_texts_are_empty_and_absent_numbers_nan() -> None:
    frame = make_estimates(ROWS)
    assert tuple(frame.columns) == COLUMNS
    assert frame[["side", "favours", "visit"]].eq("").all(axis=None)
    assert frame["n_arm"].tolist()[0] == 12.0
    assert frame[["se", "week"]].isna().all(axis=None)
    assert np.isnan(frame["n_arm"][1])


def test_an_empty_frame_has_the_columns_and_types_of_any_other() -> None:
    pd.testing.assert_series_equal(make_estimates([]).dtypes, make_estimates(ROWS).dtypes)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"quantity": "mean", "mean": 1.0}, "no such estimates column: mean"),
        ({"quantity": "average"}, "no such quantity: average"),
    ],
)
def test_what_the_frame_does_not_know_is_refused(row: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_estimates([row])


def test_results_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    frame = make_estimates(ROWS)
    path = tmp_path / "made" / "results.json"
    write_results(path, frame, STUDY)
    pd.testing.assert_frame_equal(read_results(path), frame)
    assert "NaN" not in path.read_text(encoding="utf-8")
    assert [one.name for one in path.parent.iterdir()] == ["results.json"]


def test_results_say_what_they_were_made_for(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write_results(path, make_estimates(ROWS), STUDY)
    assert identify_results(path) == {"study": "a", "provenance": "collected"}
    write_results(path, make_estimates(ROWS), STUDY, provenance="published")
    assert identify_results(path) == {"study": "a", "provenance": "published"}


def test_what_was_done_and_why_not_are_read_back_too(tmp_path: Path) -> None:
    why = Reason("unseen-arm", arms=("saline",), visits=("week 12",))
    done = AnalysisRecord(
        "ancova",
        baseline=True,
        covariates=("age",),
        visits=("week 5",),
        standard_error="model-based",
        degrees_of_freedom="residual",
        participants=(ArmCount("drug", 29), ArmCount("saline", 28)),
        left_out=(LeftOut("drug", 1, Reason("no-baseline")),),
        intended="mmrm",
        because=why,
    )
    frame = make_estimates(
        [
            {"quantity": "difference", "estimate": 1.5, "done": done},
            {"quantity": "difference", "reason": why},
        ]
    )
    path = tmp_path / "results.json"
    write_results(path, frame, STUDY)
    pd.testing.assert_frame_equal(read_results(path), frame)
    assert done.participants_of("saline") == 28
    assert done.participants_of("placebo") is None
