from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

from outcomes.study import load_study, write_scores
from outcomes.study.processed import METADATA_KEY

from .small_study import write_small_study


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    study = load_study(write_small_study(tmp_path))
    path = write_scores(study, tmp_path / "processed")
    assert path == tmp_path / "processed" / "small-study.parquet"
    assert_frame_equal(pd.read_parquet(path), study.scores)


def test_each_endpoint_is_described_once(tmp_path: Path) -> None:
    study = load_study(write_small_study(tmp_path))
    about = json.loads(pq.read_schema(write_scores(study, tmp_path)).metadata[METADATA_KEY])
    assert about["study"] == "small-study"
    assert about["fingerprint"] == study.fingerprint
    assert list(about["endpoints"]) == list(study.endpoints)
    assert about["endpoints"]["flexion"] == {
        "label": "Ankle dorsiflexion", "higher": "better", "range": [-60, 60], "unit": "degrees",
    }  # fmt: skip


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    study = load_study(write_small_study(tmp_path))
    first = write_scores(study, tmp_path / "a").read_bytes()
    assert write_scores(study, tmp_path / "b").read_bytes() == first


def test_nothing_half_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = load_study(write_small_study(tmp_path))
    before = write_scores(study, tmp_path / "out").read_bytes()

    def fail(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("outcomes.atomic.os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_scores(study, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["small-study.parquet"]
    assert (tmp_path / "out" / "small-study.parquet").read_bytes() == before
