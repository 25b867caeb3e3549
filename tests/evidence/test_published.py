"""The packaged numbers are those that were read, and a wrong table is refused."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from outcomes.errors import EvidenceError
from outcomes.evidence import find_published, list_published
from outcomes.evidence import published as published_module
from outcomes.evidence.read_tables import same_joint
from outcomes.evidence.schema import PUBLISHED
from tests.evidence.conftest import Check
from tests.packs import PACK

RABAGO = {
    "WOMAC composite": "womac_total",
    "WOMAC pain": "womac_pain",
    "WOMAC stiffness": "womac_stiffness",
    "WOMAC function": "womac_function",
}


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return PACK.published


def select(table: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    for column, value in wanted.items():
        table = table[table[column] == value]
    return table


def one(table: pd.DataFrame, **wanted: object) -> pd.Series:
    rows = select(table, **wanted)
    assert len(rows) == 1
    return rows.iloc[0]


def test_columns_and_types(published: pd.DataFrame) -> None:
    assert tuple(published.columns) == PUBLISHED.columns
    assert set(published[list(PUBLISHED.numbers)].dtypes.astype(str)) == {"float64"}
    texts = [column for column in PUBLISHED.columns if column not in PUBLISHED.numbers]
    assert not published[texts].isna().any().any()


def test_all_sixty_changes_of_rabago_are_there(published: pd.DataFrame) -> None:
    rows = select(published, trial="rabago2013", statistic="change")
    assert len(rows) == 60
    assert (rows.groupby(["arm", "outcome"]).size() == 5).all()
    assert rows["arm"].nunique() == 3
    assert set(rows["outcome"]) == set(RABAGO)
    assert set(rows["higher"]) == {"better"}, "the trial prints improvement as positive"
    assert rows["sd"].isna().all(), "the trial prints no SD, so none stands here"


@pytest.mark.parametrize(
    ("arm", "week", "value", "se"),
    [
        ("dextrose", 52, 15.32, 3.32),
        ("saline", 52, 7.59, 3.36),
        ("exercise", 52, 8.24, 3.33),
    ],
)
def test_primary_result_of_rabago(
    published: pd.DataFrame, arm: str, week: int, value: float, se: float
) -> None:
    row = one(
        published, trial="rabago2013", arm=arm, week=week, outcome="WOMAC composite",
        statistic="change",
    )  # fmt: skip
    assert (row["value"], row["se"]) == (value, se)


def test_composite_is_the_mean_of_the_subscales(published: pd.DataFrame) -> None:
    rows = select(published, trial="rabago2013", statistic="change")
    wide = rows.pivot_table(index=["arm", "week"], columns="outcome", values="value")
    subscales = wide[["WOMAC pain", "WOMAC stiffness", "WOMAC function"]].mean(axis=1)
    assert len(wide) == 15
    assert (wide["WOMAC composite"] - subscales).abs().max() <= 0.0501


def test_changes_agree_with_what_was_read(published: pd.DataFrame, shared: Path) -> None:
    trials = pd.read_csv(shared / "evidence" / "trials.csv")
    read = trials[(trials["trial_id"] == "rabago2013") & (trials["statistic_type"] == "change")]
    read = read.assign(outcome=read["outcome"].map({value: key for key, value in RABAGO.items()}))
    keys = ["arm", "outcome", "week"]
    expected = read.rename(columns={"mean": "value"})[[*keys, "n", "value", "se"]]
    ours = select(published, trial="rabago2013", statistic="change")[[*keys, "n", "value", "se"]]
    assert_frame_equal(
        ours.sort_values(keys).reset_index(drop=True),
        expected.sort_values(keys).reset_index(drop=True),
        check_dtype=False,
    )


@pytest.mark.parametrize("trial", ["yelland2011", "ryan2010", "eslamian2015", "reeves2000"])
def test_every_number_was_read_somewhere(published: pd.DataFrame, shared: Path, trial: str) -> None:
    trials = pd.read_csv(shared / "evidence" / "trials.csv")
    read = trials[trials["trial_id"] == trial]
    levels = select(published, trial=trial)
    for _, row in levels[levels["statistic"] != "share"].iterrows():
        near = read[(read["week"] == row["week"]) & (read["mean"] == row["value"])]
        assert len(near), f"{row['outcome']} {row['value']}"
        assert row["sd"] in set(near["sd"]) or pd.isna(row["sd"])
    for _, row in levels[levels["statistic"] == "share"].iterrows():
        counts = read[(read["statistic_type"] == "count") & (read["n"] == row["n"])]
        assert row["events"] in set(counts["events"])


def test_direction_of_the_raw_womac_of_rabago_is_not_claimed(published: pd.DataFrame) -> None:
    rows = select(published, trial="rabago2013", statistic="mean")
    assert len(rows) == 4
    assert set(rows["higher"]) == {"unknown"}
    assert set(rows["how_read"]) == {"secondary"}


@pytest.mark.parametrize(("arm", "events", "n"), [("dextrose", 3, 30), ("saline", 5, 29)])
def test_bruises_stand_by_arm(published: pd.DataFrame, arm: str, events: int, n: int) -> None:
    row = one(published, outcome="bruising", arm=arm)
    assert (row["trial"], row["events"], row["n"]) == ("rabago2013", events, n)


def test_no_adverse_events_is_what_the_abstract_of_the_trial_itself_says(
    published: pd.DataFrame,
) -> None:
    row = one(published, trial="rabago2013", outcome="adverse event")
    assert (row["citation"], row["how_read"], row["events"]) == ("rabago2013", "abstract", 0)
    assert "opioids" in row["notes"]


def test_a_pool_keeps_the_certainty_that_its_review_gave_it(published: pd.DataFrame) -> None:
    rows = select(published, trial="fong2023")
    assert rows.set_index("value")["certainty"].to_dict() == {
        -41.72: "low", -39.04: "low", 0.77: "moderate",
    }  # fmt: skip


def test_directions_are_kept_as_printed(published: pd.DataFrame) -> None:
    sit = select(published, trial="sit2020", statistic="difference")
    assert (sit["value"] < 0).all()
    assert set(sit["higher"]) == {"worse"}
    pooled = select(published, trial="sit2016")
    assert (pooled["value"] > 0).all()
    assert set(pooled["higher"]) == {"better"}
    assert set(pooled["unit"]) == {"standard deviations"}


def test_find_published_by_joint_and_domain() -> None:
    motion = find_published(PACK, "knee", "range of motion")
    assert set(motion["trial"]) == {"reeves2000", "eslamian2015", "reeves2003"}
    assert 14 in set(motion["value"])
    foot = find_published(PACK, "foot and ankle", "pain")
    assert {"ryan2010", "maxwell2007", "kimlee2014", "plantarsteroid"} <= set(foot["trial"])
    assert set(find_published(PACK, "ankle", "symptoms")["trial"]) == {"yelland2011"}
    assert set(find_published(PACK, "shoulder", "pain")["trial"]) == {"bae2021"}, "of any joint"
    assert find_published(PACK, "shoulder", "stiffness").empty
    assert tuple(find_published(PACK, "shoulder", "stiffness").columns) == PUBLISHED.columns
    with pytest.raises(EvidenceError, match="no domain 'happiness'"):
        find_published(PACK, "knee", "happiness")


@pytest.mark.parametrize(
    ("joint", "domain"), [("knee", "range of motion"), ("foot and ankle", "pain")]
)
def test_rows_one_by_one_are_those_of_the_table(joint: str, domain: str) -> None:
    frame = pd.DataFrame([dict(row) for row in list_published(PACK, joint, domain)])
    pd.testing.assert_frame_equal(frame, find_published(PACK, joint, domain), check_dtype=False)
    assert len(list_published(PACK)) == len(PACK.published)
    with pytest.raises(EvidenceError, match="no domain 'happiness'"):
        list_published(PACK, "knee", "happiness")


def test_rows_one_by_one_cannot_be_changed() -> None:
    row = list_published(PACK, "knee", "pain")[0]
    with pytest.raises(TypeError):
        row["value"] = 0.0  # type: ignore[index]
    list_published(PACK, "knee", "pain").clear()
    assert list_published(PACK, "knee", "pain")[0] is row


def test_changing_a_loaded_table_changes_nobody_elses() -> None:
    table = PACK.published
    table["value"] = 0.0
    assert PACK.published["value"].ne(0.0).any()


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("citation", "nobody1999", "nobody1999"),
        ("higher", "", "column higher"),
        ("statistic", "median", "median"),
        ("how_read", "guessed", "column how_read"),
        ("endpoint_domain", "mood", "column endpoint_domain"),
        ("locator", "", "column locator: empty"),
        ("value", float("nan"), "column value: empty"),
        ("sd", -1.0, "column sd: not above 0"),
        ("se", 0.0, "column se: not above 0"),
        ("ci_low", 99.0, "interval"),
        ("scale_high", -1.0, "not above scale_low"),
        ("comparator", "saline", "names its comparator"),
        ("week", -4.0, "before baseline"),
    ],
)
def test_a_wrong_row_is_found(
    check: Check, published: pd.DataFrame, column: str, value: object, found: str
) -> None:
    assert check(published) == []
    wrong = published.copy()
    wrong.loc[5, column] = value
    faults = check(wrong)
    assert any("row 7" in fault and found in fault for fault in faults), faults


def test_other_wrong_rows_are_found(check: Check, published: pd.DataFrame) -> None:
    wrong = published.copy()
    share = wrong.index[(wrong["statistic"] == "share") & wrong["n"].notna()][0]
    wrong.loc[share, "events"] = 9
    assert any("does not agree with the share or count" in fault for fault in check(wrong))
    wrong = published.copy()
    count = wrong.index[(wrong["statistic"] == "count") & wrong["n"].notna()][0]
    wrong.loc[count, "value"] -= 1
    assert any("does not agree with the share or count" in fault for fault in check(wrong))
    wrong = published.copy()
    mean = wrong.index[(wrong["statistic"] == "mean") & wrong["scale_high"].notna()][0]
    wrong.loc[mean, "value"] = 101.0
    assert any("outside its scale" in fault for fault in check(wrong))
    twice = pd.concat([published, published.iloc[[0]]], ignore_index=True)
    assert any("stands twice" in fault for fault in check(twice))


def place(table: pd.DataFrame, **wanted: object) -> int:
    rows = select(table, **wanted)
    assert len(rows) == 1
    return int(rows.index[0])


COMPOSITE = {"trial": "rabago2013", "outcome": "WOMAC composite", "statistic": "change"}


def test_an_sd_made_of_an_se_in_silence_is_found(check: Check, published: pd.DataFrame) -> None:
    wrong = published.copy()
    row = place(wrong, **COMPOSITE, arm="saline", week=52.0)
    wrong.loc[row, "sd"] = wrong.loc[row, "se"] * 25**0.5
    assert any("an sd beside an se" in fault for fault in check(wrong))
    wrong.loc[row, "se"] = float("nan")
    assert any("an sd computed from an se says so" in fault for fault in check(wrong))
    wrong.loc[row, "conversions"] = "SD = SE x sqrt(n)"
    assert check(wrong) == []


def test_an_sd_that_does_not_fit_its_se_is_found(check: Check, published: pd.DataFrame) -> None:
    wrong = published.copy()
    row = place(wrong, **COMPOSITE, arm="saline", week=52.0)
    wrong.loc[row, ["sd", "conversions"]] = [3.36, "both SD and SE are printed"]
    assert any("not the se x sqrt(n), 16.8" in fault for fault in check(wrong))


def test_an_se_typed_as_an_sd_is_found_by_how_far_the_arms_are_apart(
    check: Check,
    published: pd.DataFrame,
) -> None:
    wrong = published.copy()
    arms = select(wrong, trial="rabago2013", outcome="WOMAC composite", statistic="change", week=52)
    wrong.loc[arms.index, "sd"] = wrong.loc[arms.index, "se"] / 2
    wrong.loc[arms.index, "se"] = float("nan")
    wrong.loc[arms.index, "conversions"] = "SE, SD"
    assert any("look whether an se was entered under sd" in one for one in check(wrong))


def test_mixed_signs_within_a_trial_are_found(check: Check, published: pd.DataFrame) -> None:
    wrong = published.copy()
    row = place(wrong, **COMPOSITE, arm="saline", week=52.0)
    wrong.loc[row, ["value", "higher"]] = [-7.59, "worse"]
    faults = check(wrong)
    assert any("change has mixed signs, better and worse" in fault for fault in faults)
    assert any(
        "column higher: rabago2013, womac composite: the arms differ" in fault for fault in faults
    )


def test_arms_that_do_not_belong_together_are_found(check: Check, published: pd.DataFrame) -> None:
    wrong = published.copy()
    row = place(wrong, **COMPOSITE, arm="saline", week=52.0)
    wrong.loc[row, "scale_high"] = 96.0
    wrong.loc[row, "arm_role"] = "control"
    faults = check(wrong)
    assert any("the arms differ, 100.0 and 96.0" in fault for fault in faults)
    assert any("one arm, several roles, placebo and control" in fault for fault in faults)


def test_a_derived_number_says_what_was_computed(check: Check, published: pd.DataFrame) -> None:
    wrong = published.copy()
    row = wrong.index[wrong["how_read"] == "derived"][0]
    wrong.loc[row, "conversions"] = ""
    assert any(f"row {row + 2}, column conversions" in fault for fault in check(wrong))


OUTCOMES = {
    "dumais2012": "dumais2012", "reeves2003": "reeves2003acl", "rahimzadeh2018": "rahimzadeh2018",
    "maxwell2007": "maxwell2007", "kimlee2014": "kimlee2014", "plantarsteroid": "pf_cs_prolo_2020",
    "ersen2018": "ersen2018", "topol2011": "topol2011", "nakase2019": "nakase2019",
    "nakase2019interim": "nakase_interim", "hauser2011": "hauser2011foot",
    "hauser2009": "hauser2009knee", "akpancar2019": "akpancar2019",
    "rabago2013": "rabago2013", "reeves2000": "reeves2000", "eslamian2015": "eslamian2015",
    "yelland2011": "yelland2011", "ryan2010": "ryan2010",
}  # fmt: skip


@pytest.mark.parametrize("trial", OUTCOMES)
def test_every_number_read_is_entered_once(
    published: pd.DataFrame, shared: Path, trial: str
) -> None:
    """The same values, SDs, SEs, weeks, n and events, row for row; counts by arm came later."""
    trials = pd.read_csv(shared / "evidence" / "trials.csv")
    read = trials[trials["trial_id"] == OUTCOMES[trial]].query("outcome != 'adverse_bruising'")
    ours = select(published, trial=trial)
    ours = ours[(ours["citation"] != "purl2014") & (ours["endpoint_domain"] != "harm")]
    assert len(read) == len(ours)
    columns = ["n", "week", "sd", "se", "ci_low", "ci_high", "events"]
    counted = ours["statistic"].isin(["count", "share"])
    expected = read[columns].assign(value=read["mean"])
    entered = ours[columns].assign(value=ours["value"].mask(counted))
    keys = ["value", *columns]
    assert_frame_equal(
        entered[keys].sort_values(keys).reset_index(drop=True),
        expected[keys].astype(float).sort_values(keys).reset_index(drop=True),
    )


def test_directions_are_those_that_were_read(published: pd.DataFrame, shared: Path) -> None:
    trials = pd.read_csv(shared / "evidence" / "trials.csv")
    for trial, listed in OUTCOMES.items():
        read = trials[trials["trial_id"] == listed]
        for row in select(published, trial=trial).to_dict("records"):
            near = read[
                (read["mean"] == row["value"]) & (read["n"].eq(row["n"]) | read["n"].isna())
            ]
            directions = set(near["higher_is"].fillna("unknown"))
            assert not directions or row["higher"] in directions, (trial, row["outcome"])


def test_printed_contrasts_and_pools_are_all_entered(published: pd.DataFrame, shared: Path) -> None:
    contrasts = pd.read_csv(shared / "evidence" / "contrasts.csv")
    added = pd.read_csv(shared / "evidence" / "additions" / "published_additions.csv")
    pools = pd.read_csv(shared / "evidence" / "meta_published.csv").dropna(subset="estimate")
    for listed, statistic in ((contrasts, "difference"), (pools, "standardised mean difference")):
        numbers = ["value", "ci_low", "ci_high"]
        later = select(added, statistic=statistic)[numbers].to_numpy()
        expected = {*map(tuple, listed[["estimate", "ci_low", "ci_high"]].to_numpy())}
        ours = select(published, statistic=statistic)[numbers].to_numpy()
        assert {*map(tuple, ours)} == expected | {*map(tuple, later)}
        assert len(ours) == len(listed) + len(later)


def test_every_added_number_is_entered_once_as_it_was_read(
    published: pd.DataFrame, shared: Path
) -> None:
    added = pd.read_csv(shared / "evidence" / "additions" / "published_additions.csv")
    keys = ["trial", "citation", "arm", "comparator", "outcome"]
    numbers = ["n", "week", "value", "ci_low", "ci_high", "p_value", "events"]
    expected = added[[*keys, *numbers]].fillna({"comparator": ""})
    ours = published[[*keys, *numbers]].merge(expected[keys].drop_duplicates(), on=keys)
    order = [*keys, "week", "value"]
    assert_frame_equal(
        ours.sort_values(order).reset_index(drop=True),
        expected.sort_values(order).reset_index(drop=True),
        check_dtype=False,
    )


def test_a_second_period_of_a_crossover_is_no_change_from_baseline(
    published: pd.DataFrame,
) -> None:
    rows = select(published, trial="dumais2012", week=36.0)
    assert set(rows["statistic"]) == {"change within a period", "percent change"}
    assert set(select(published, trial="dumais2012")["n"].isna()) == {True}


def test_every_trial_has_a_design(published: pd.DataFrame) -> None:
    reviews = published["design"].str.contains("meta-analysis|review")
    assert set(published.loc[~reviews, "trial"]) <= set(PACK.designs["trial"])


@pytest.mark.parametrize(
    ("joint", "other", "same"),
    [
        ("knee", "knee", True),
        ("foot and ankle", "ankle", True),
        ("Foot/ankle", "foot", True),
        ("knee", "any", True),
        ("knee", "ankle", False),
        ("hip and knee", "foot and ankle", False),
    ],
)
def test_joints_meet_by_a_shared_word(joint: str, other: str, same: bool) -> None:
    assert same_joint(joint, other) is same
    assert same_joint(other, joint) is same


def test_every_citation_used_is_there_and_used(published: pd.DataFrame) -> None:
    assert set(published["citation"]) <= set(PACK.citations)


def test_the_example_of_how_to_add_runs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / "docs/how-to-add/published-number.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    exec(compile(code, "published-number.md", "exec"), {})
    assert "reeves2000" in capsys.readouterr().out
    columns = re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`.*?) \|", text, flags=re.M)))
    assert sorted(columns) == sorted(PUBLISHED.columns), "the page names every column once"


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(published_module).failed == 0
