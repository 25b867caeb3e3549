"""What cannot be in a comparison of sites is refused, with its place and what to do."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from outcomes.analysis import compare_sites
from outcomes.study import check_study, load_study
from tests.cases.sites_study import write_sites
from tests.study.keys import write_key

COMPARED = "comparison: [zinc, placebo]}"


def test_the_file_gives_what_r_gives(shared: Path, tmp_path: Path) -> None:
    """As `tests.analysis.test_treatment_model`, from the files of a study."""
    study = load_study(write_key(write_sites(shared, tmp_path)))
    assert dict(study.participants["arm"].value_counts()) == {"several treatments": 30}
    estimates = compare_sites(study)
    rows = estimates[estimates["quantity"] == "difference"].set_index("comparator")
    assert rows.loc["placebo", "estimate"] == pytest.approx(-8.42337, rel=1e-4)
    assert rows.loc["placebo", "se"] == pytest.approx(7.41977, rel=1e-3)
    assert rows.loc["water", "estimate"] == pytest.approx(16.56623, rel=1e-4)
    assert rows.loc["placebo", "favours"] == "zinc"
    raw = pd.read_csv(shared / "data" / "wound_pain_blocks" / "data.csv")
    wide = raw.pivot_table(index="id", columns="treatment", values="vas")
    both = (wide["A"] - wide["B"]).dropna()
    pairs = estimates[estimates["quantity"] == "paired difference"].set_index("comparator")
    assert pairs.loc["placebo", "estimate"] == pytest.approx(both.mean())
    assert pairs.loc["placebo", "se"] == pytest.approx(both.std() / len(both) ** 0.5)
    assert pairs.loc["placebo", ["df", "n_arm"]].tolist() == [len(both) - 1, len(both)]


def test_a_site_has_its_baseline(shared: Path, tmp_path: Path) -> None:
    before = (
        "  - {name: day 1, day: 1}\n",
        "  - {name: start, day: 0}\n  - {name: day 1, day: 1}\n",
    )
    folder = write_sites(shared, tmp_path, before)
    rows = pd.read_csv(folder / "data.csv")
    noise = [37 * line % 11 for line in range(len(rows))]
    start = rows.assign(visit="start", vas=rows["vas"] / 2 + noise)
    pd.concat([start, rows]).to_csv(folder / "data.csv", index=False)
    estimates = compare_sites(load_study(write_key(folder)))
    (row,) = estimates[
        (estimates["quantity"] == "difference") & (estimates["comparator"] == "placebo")
    ].to_dict("records")
    assert row["done"].baseline
    assert row["visit"] == "day 1"


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        ("treatment: treatment", "treatment: gel", "gel", "no column `gel`"),
        ("treatment: treatment", "treatment: treatment, arm: group", "columns.arm", "no arm of"),
        ("code: C", "code: D", "arms.water", "No row of data.csv"),
        ("code: C", "code: D", "treatment", "no such treatment"),
        ("column: vas", "column: vas, side: group", "measures.pain.side", "by their treatment"),
        (COMPARED, COMPARED + "\n  covariates: [age]", "plan.covariates", "not carried out"),
        (
            COMPARED, COMPARED + "\n  covariance: {structure: unstructured}",
            "plan.covariance", "not carried out",
        ),
        ("visits:", "sequences: {a: [zinc]}\nvisits:", "sequences", "of a crossover"),
        ("within-person\njoint", "parallel\njoint", "columns.treatment", "comparison of sites"),
        (
            "{scores: data.csv}", "{scores: {file: data.csv, layout: participant}}",
            "tables.scores", "which treatment each site had",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be(
    shared: Path, tmp_path: Path, old: str, new: str, column: str, message: str
) -> None:
    faults = check_study(write_key(write_sites(shared, tmp_path, (old, new))))
    found = [(fault.column, fault.message) for fault in faults]
    assert any(place == column and message in said for place, said in found), found


def test_rows_without_a_treatment_and_with_one_twice(shared: Path, tmp_path: Path) -> None:
    folder = write_sites(shared, tmp_path)
    rows = pd.read_csv(folder / "data.csv").dropna(subset=["vas"]).sort_values("id")
    rows["treatment"] = ["", *rows["treatment"].iloc[1:]]
    rows.iloc[3, rows.columns.get_loc("treatment")] = rows["treatment"].iloc[2]
    rows.to_csv(folder / "data.csv", index=False)
    found = [fault.message for fault in check_study(write_key(folder))]
    assert "The treatment is missing." in found
    assert any("repeats" in message for message in found)
