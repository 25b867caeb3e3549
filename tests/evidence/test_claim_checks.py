"""A pack for another article: its checks are a table, and what does not fit is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from outcomes.analysis.claims import recompute_claims
from outcomes.analysis.meta.heterogeneity import TAU2_ESTIMATORS
from outcomes.evidence import load_pack
from outcomes.evidence.claim_checks import KINDS, SCHEMA, select_rows
from outcomes.evidence.pools import MODELS
from outcomes.prose import write_arithmetic
from outcomes.tables import table_claims
from tests.evidence.conftest import Check
from tests.packs import PACK

CHECKS = PACK.tables["claim_checks"]


def change(first: str, cells: dict[str, object]) -> pd.DataFrame:
    """Return the table of checks with other cells in the first row of a kind."""
    table = CHECKS.astype(object)
    row = table.index[table["kind"] == first][0]
    for name, value in cells.items():
        table.loc[row, name] = value
    return table


def test_every_kind_is_used_by_the_shipped_pack() -> None:
    assert set(CHECKS["kind"]) == set(KINDS)
    assert tuple(TAU2_ESTIMATORS) == MODELS


@pytest.mark.parametrize(
    ("kind", "cells", "fault"),
    [
        ("sums", {"sums": "3 x 250 = 700"}, "the sum is wrong"),
        ("sums", {"sums": "about 3"}, "this is no sum"),
        ("sums", {"low": 3}, "a check of sums does not use it"),
        ("designs in a range", {"high": ""}, "a check of designs in a range needs one"),
        ("designs in a range", {"low": 30}, "above high"),
        ("designs in a range", {"column": "age"}, "no such column of the designs"),
        ("designs with a word", {"column": "trial"}, "no such column of the designs"),
        ("changes", {"marks": "reading error"}, "a size is missing"),
        ("changes", {"joint": "hip"}, "0 rows of published.csv fit; 1 or more are needed"),
        ("follow-up", {"outcome": ""}, "rows of published.csv fit; 1 are needed"),
        ("follow-up", {"claim_id": "C01"}, "the claim carries no number"),
        ("sample size", {"claim_id": "C05"}, "the number of the claim is no share"),
        ("share of the gain", {"trial": "reeves2003"}, "rows of published.csv fit"),
        ("share of the gain", {"trial": "dumais2012", "outcome": "WOMAC total", "week": 16},
         "not one treated and one placebo arm"),
        ("count per count", {"outcome": "participants pooled"}, "1 rows of published.csv fit"),
        ("published pool", {"pool": "another"}, "this column holds other words"),
        ("counts", {"claim_id": "C99"}, "this column holds other words"),
        ("counts", {"kind": "guess"}, "this column holds other words"),
        ("counts", {"citations": "nobody2020"}, "there is no such citation"),
    ],
)  # fmt: skip
def test_a_check_that_does_not_fit_is_refused(
    check: Check, kind: str, cells: dict[str, object], fault: str
) -> None:
    faults = check(change(kind, cells), SCHEMA.file)
    assert any(fault in each and SCHEMA.file in each for each in faults), faults


@pytest.mark.parametrize(
    ("file", "column", "value", "fault"),
    [
        ("pools.csv", "outcome", "WOMAC stiffness", "do not hold one difference"),
        ("pools.csv", "measure", "RR", "this column holds other words"),
        ("pool_trials.csv", "week", 13, "do not hold the changes of the two arms"),
        ("pool_trials.csv", "sizes", "half:half", "not numbers of two arms"),
        ("pool_trials.csv", "pool", "another", "fewer than two trials"),
    ],
)
def test_a_pool_that_cannot_be_recalculated_is_refused(
    check: Check, file: str, column: str, value: object, fault: str
) -> None:
    table = PACK.tables[file.removesuffix(".csv")].astype(object)
    table.loc[0, column] = value
    faults = check(table, file)
    assert any(fault in each and file in each for each in faults), faults


def test_arms_without_n_need_the_n_that_are_tried(check: Check) -> None:
    table = PACK.tables["pool_trials"].assign(sizes="")
    assert any("an arm has no printed n" in each for each in check(table, "pool_trials.csv"))


def test_rows_are_chosen_by_the_columns_that_are_filled() -> None:
    (harms,) = (row for row in CHECKS.to_dict("records") if row["domain"] == "harm")
    rows = select_rows(harms, PACK.numbers)
    assert rows
    assert {(row["endpoint_domain"], row["statistic"]) for row in rows} == {("harm", "count")}


def test_another_article_is_checked_with_tables_alone(tmp_path) -> None:
    folder = tmp_path / "heat-therapy"
    folder.mkdir()
    for name, text in ANOTHER.items():
        (folder / name).write_text(text, encoding="utf-8")
    pack = load_pack("heat-therapy", tmp_path)
    weighed = recompute_claims(pack)
    assert list(weighed) == ["A", "B"]
    text = "\n".join(passage.text for passage in write_arithmetic(pack, weighed))
    assert "Smith 2020, week 12, pain, heat against sham: +10.0 (2.2 to 17.8)." in text
    assert "in favour of heat" not in text, "one trial is not averaged"
    assert "Courses of 6 to 10 sessions: 1 of 1 trials and series that state it" in text
    assert "Jones 2021, function, against sham: heat did better (P .03)" in text
    assert "dextrose" not in text
    assert "Smith 2020, week 12, against sham: 10.0 points (2.2 to 17.8)" in (
        table_claims(pack, weighed).to_markdown()
    )


ANOTHER = {
    "pack.yaml": "title: Heat\ntreatment: heat packs\narm: heat\narticle: paper\n",
    "citations.csv": (
        "key,short,text,doi,url,page,cites,notes\n"
        "paper,A paper,Somebody. Heat for knees.,,,,smith2020,\n"
        "smith2020,Smith 2020,Smith A. Heat. 2020.,,,,,\n"
        "jones2021,Jones 2021,Jones B. Heat. 2021.,,,,,\n"
    ),
    "designs.csv": (
        "trial,citation,joint,condition,condition_group,design,randomised,comparator_roles,sessions\n"
        "smith2020,smith2020,knee,pain,knee pain,two arms,yes,placebo,8\n"
        "jones2021,jones2021,knee,pain,knee pain,two arms,yes,placebo,\n"
    ),
    "published.csv": (
        "trial,citation,joint,condition,design,arm,arm_role,n,endpoint_domain,outcome,unit,"
        "scale_low,scale_high,higher,week,statistic,value,sd,how_read,locator,url,notes\n"
        + "".join(
            f"smith2020,smith2020,knee,pain,two arms,{arm},{role},50,pain,pain,points,0,100,worse,"
            f"12,mean,{value},20,primary,Table 2,https://example.org,as printed\n"
            for arm, role, value in (("heat", "active", 30), ("sham", "placebo", 40))
        )
    ),
    "directions.csv": (
        "trial,citation,joint,domain,outcome,week,comparator,comparator_role,direction,p_value,"
        "locator,url,how_read\n"
        "jones2021,jones2021,knee,function,function,,sham,placebo,better,.03,abstract,"
        "https://example.org,abstract\n"
    ),
    "claims.csv": (
        "claim_id,statement,joint,domain,beside,claim,cited,citations,sources_say,scope_mismatch,"
        "verdict,reason\n"
        "A,1,knee,pain,sources,Heat eases pain.,smith2020,smith2020,It did.,None.,agrees,It did.\n"
        "B,2,knee,any,sources,Six to ten sessions help.,paper,smith2020,Eight.,None.,agrees,Yes.\n"
        "C,3,any,any,sources,It is old.,paper,paper,Nothing.,None.,not yet looked up,Nobody did.\n"
    ),
    "claim_checks.csv": (
        "claim_id,kind,joint,domain,condition,comparator_role,label,column,low,high\n"
        "A,pooled difference,knee,pain,knee pain,placebo,,,,\n"
        "B,designs in a range,,,,,courses of 6 to 10 sessions,sessions,6,10\n"
        "B,directions,knee,function,,placebo,,,,\n"
    ),
}
"""A pack on another treatment, of which every number is made up."""
