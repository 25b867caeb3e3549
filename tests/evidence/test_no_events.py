"""Where nobody of an arm responds, differences stand and ratios without a value do not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis.event_measures import measure_events
from outcomes.analysis.joint_evidence import gather_evidence
from outcomes.evidence import load_pack
from outcomes.evidence.scaffold import new_pack
from outcomes.tables.many_trials import table_event_measures

PLACE = {"joint": "elbow", "condition": "tennis elbow", "citation": "source"}


@pytest.mark.parametrize("events", [(5, 0), (0, 0)])
def test_no_ratio_is_printed_where_an_arm_has_no_event(
    tmp_path: Path, events: tuple[int, int]
) -> None:
    folder = new_pack("shock-waves", tmp_path)
    (folder / "pack.yaml").write_text("title: A\ntreatment: shock waves\narm: waves\n")
    source = {"key": "source", "short": "A source", "text": "A source."}
    pd.DataFrame([source]).to_csv(folder / "citations.csv", index=False)
    trials = [{"trial": f"t{number}", **PLACE, "design": "randomised"} for number in range(3)]
    designs = pd.DataFrame(trials).assign(condition_group="tennis elbow", randomised="yes")
    designs.to_csv(folder / "designs.csv", index=False)
    arms = [("waves", "active", events[0]), ("sham", "placebo", events[1])]
    rows = [
        {**trial, "arm": arm, "arm_role": role, "n": 20, "value": count, "events": count}
        for trial in trials
        for arm, role, count in arms
    ]
    pd.DataFrame(rows).assign(
        endpoint_domain="pain",
        outcome="much better",
        unit="participants",
        higher="better",
        week=8,
        statistic="count",
        locator="Table 2",
        how_read="primary",
        notes="none",
    ).to_csv(folder / "published.csv", index=False)
    (found,) = measure_events(gather_evidence(load_pack(folder.name, tmp_path), "elbow"))
    assert found.mantel_haenszel is None
    table = table_event_measures([found])
    assert table is not None
    assert "nan" not in " ".join(str(cell) for cell in table.rows[0])
