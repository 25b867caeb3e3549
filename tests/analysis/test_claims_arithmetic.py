"""Every figure behind a verdict, against the same arithmetic by hand."""

from __future__ import annotations

import doctest
import math

import pandas as pd
import pytest

from outcomes.analysis import claims as claims_module
from outcomes.analysis.claims import RECOMPUTED, estimate_claims, recompute_claim, recompute_claims
from outcomes.errors import AnalysisError
from outcomes.estimates import COLUMNS
from outcomes.evidence import list_directions
from outcomes.evidence.claim_checks import KINDS
from outcomes.prose.claim_steps import _SAID, say_steps
from tests.packs import PACK

Z = 1.959963984540054


def rows(claim: str, **wanted: object) -> pd.DataFrame:
    arithmetic = recompute_claim(PACK, claim)
    assert arithmetic is not None
    frame = arithmetic.estimates
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame


def steps(claim: str) -> str:
    arithmetic = recompute_claim(PACK, claim)
    assert arithmetic is not None
    return "\n".join(say_steps(arithmetic))


def test_saline_over_dextrose_is_half_with_an_interval_of_almost_everything() -> None:
    (fieller,) = rows("C13", quantity="ratio").to_dict("records")
    assert fieller["distribution"] == "fieller", "one estimate has one interval"
    assert fieller["estimate"] == 7.59 / 15.32
    assert (fieller["n_arm"], fieller["n_comparator"]) == (25, 26)
    assert (fieller["ci_low"], fieller["ci_high"]) == pytest.approx((0.0647, 1.1443), abs=5e-5)
    (rest,) = rows("C13", quantity="difference").to_dict("records")
    assert (rest["estimate"], rest["favours"]) == (pytest.approx(15.32 - 7.59), "dextrose")
    assert rest["se"] == pytest.approx(math.hypot(3.36, 3.32))
    assert "49.5% of the gain" in steps("C13")


def test_stiffness_against_saline_is_clear_of_zero_at_no_week() -> None:
    saline = rows("C02", comparator="saline")
    expected = {
        5: (7.08 - 8.62, 4.50, 4.51),
        9: (14.17 - 9.12, 4.53, 4.59),
        12: (13.49 - 12.22, 4.67, 4.73),
        24: (14.85 - 10.40, 4.58, 4.67),
        52: (15.55 - 9.97, 4.66, 4.72),
    }
    assert saline["week"].tolist() == list(expected)
    for row in saline.to_dict("records"):
        difference, se_arm, se_other = expected[row["week"]]
        half = Z * math.hypot(se_arm, se_other)
        assert row["estimate"] == pytest.approx(difference, abs=1e-12)
        assert row["ci_low"] == pytest.approx(difference - half, rel=1e-9)
        assert row["ci_high"] == pytest.approx(difference + half, rel=1e-9)
        assert row["ci_low"] < 0 < row["ci_high"]
        assert row["favours"] == ("dextrose" if difference > 0 else "saline")
    exercise = rows("C02", comparator="exercise")
    assert exercise.loc[exercise["ci_low"] > 0, "week"].tolist() == [9]
    assert "Against placebo injection: clear of zero at none of 5 visits." in steps("C02")


def test_pain_against_saline_by_trial_and_pooled() -> None:
    by_trial = rows("C01", quantity="difference").set_index("subgroup")
    assert by_trial.loc["rabago2013", "estimate"] == pytest.approx(14.18 - 7.38)
    assert by_trial.loc["sit2020", "estimate"] == pytest.approx(10.34)
    pooled = rows("C01", quantity="pooled effect").iloc[0]
    assert 6.80 < pooled["estimate"] < 10.34
    assert pooled["done"].estimator == "EE", "two trials are averaged as if of one effect"
    assert "95% CI 2.1 to 15.5" in steps("C01")


def judge_against_placebo(claim: str) -> str:
    """Apply the stated rule to the comparisons with placebo behind a claim."""
    against = rows(claim, quantity="difference", comparator="saline")
    assert not against.empty
    clear = (against["ci_low"] > 0) | (against["ci_high"] < 0)
    if clear.all():
        return "agrees"
    return "agrees in part" if clear.any() else "overstated"


@pytest.mark.parametrize("claim", ["C01", "C02"])
def test_the_verdict_is_what_the_rule_makes_of_the_arithmetic(claim: str) -> None:
    written = PACK.claims.set_index("claim_id")["verdict"]
    assert written[claim] == judge_against_placebo(claim)


def test_gains_without_a_comparison_are_no_evidence_against_a_comparison_that_finds_none() -> None:
    gains = rows("C03")
    assert set(gains["quantity"]) == {"change"}
    assert set(gains["comparator"]) == {""}
    assert set(gains["favours"]) == {"improvement"}
    compared = [row for row in list_directions(PACK, "knee") if row["domain"] == "range of motion"]
    assert [row["direction"] for row in compared if row["comparator_role"] == "placebo"] == [
        "no difference"
    ]
    assert PACK.claims.set_index("claim_id").loc["C03", "verdict"] == "overstated"


def test_what_n_would_make_81_percent_precise() -> None:
    needed = rows("C06", quantity="n needed").set_index("threshold")["estimate"]
    assert needed.to_dict() == {0.05: 236, 0.10: 58}
    fall = rows("C06", quantity="ratio").iloc[0]
    assert fall["estimate"] == pytest.approx(0.8108, abs=5e-5)
    assert "not a share of participants" in steps("C06")
    assert "tables were not available" in steps("C06")


def test_gains_in_motion_stand_beside_the_goniometer_and_have_no_interval() -> None:
    gains = rows("C03").set_index("subgroup")
    assert gains["estimate"].to_dict() == {"reeves2000": 14, "eslamian2015": 8, "reeves2003": 10.5}
    assert set(gains["threshold"]) == {10}
    assert gains[["se", "ci_low", "ci_high"]].isna().all().all()
    assert "a change of 8 degrees, −2.0 beyond the 10" in steps("C03")


def test_duration_is_follow_up_and_says_so() -> None:
    years = rows("C05").set_index("subgroup")["estimate"]
    assert years["ryan2010"] == pytest.approx(28.6 / 12, abs=0.01)
    assert years["hauser2011"] == 1.5
    assert "tables were not available" in steps("C05")


def test_concentrations_and_sessions_are_counted_over_the_designs() -> None:
    own = [row for row in PACK.trials.values() if not row["part_of"]]
    known = [row for row in own if row["dose_low"] == row["dose_low"]]
    within = [row for row in known if row["dose_low"] >= 12 and row["dose_high"] <= 25]
    inside = rows("C07").iloc[0]
    assert (inside["estimate"], inside["n_arm"]) == (len(within) / len(known), len(known))
    sessions = rows("C08").set_index("endpoint")["estimate"]
    for endpoint, column, wanted in (
        ("three or four sessions", "sessions", (3, 4)),
        ("sessions 4 to 5 weeks apart", "interval_weeks", (4, 5)),
    ):
        numbers = [row[column] for row in own if row[column] == row[column]]
        count = sum(wanted[0] <= number <= wanted[1] for number in numbers)
        assert sessions[endpoint] == count / len(numbers)
    assert "Outside: Reeves 2000 10;" in steps("C07")


def test_counts_of_harm_are_shares_of_their_own_arm() -> None:
    shares = rows("C09", endpoint="bruising").set_index("arm")
    assert shares["estimate"].to_dict() == {"dextrose": 3 / 30, "saline": 5 / 29}
    assert set(rows("C09")["distribution"]) == {"wilson"}
    assert "bruising, dextrose: 3 of 30 participants, 10.0%" in steps("C09")


def test_guidance_is_counted_over_the_designs_that_state_it() -> None:
    own = [row for row in PACK.trials.values() if not row["part_of"] and row["guidance"]]
    guided = [row for row in own if row["guidance"] == "ultrasound"]
    assert rows("C17").iloc[0]["estimate"] == len(guided) / len(own)
    assert f": {len(guided)} of {len(own)} trials and series that state it" in steps("C17")


def test_kinds_of_study() -> None:
    shares = rows("C14").set_index("endpoint")["estimate"]
    assert shares.to_dict() == {
        "randomised trials found": 14 / 33,
        "case series found": 18 / 33,
    }


def test_prices_and_decades_have_arithmetic_and_no_estimates() -> None:
    assert rows("C11").empty
    assert "3 x 250 = 750 and 6 x 600 = 3600" in steps("C11")
    assert "1959 + 70 = 2029" in steps("C16")


def test_the_pool_behind_the_judgement_has_the_interval_that_it_was_printed_with() -> None:
    (row,) = rows("C15").to_dict("records")
    assert row["distribution"] == "normal"
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((0.18, 1.42), abs=0.005)
    assert "0.81 (0.18 to 1.45)" in steps("C15")
    assert "0.80 to 0.82" in steps("C15")


def test_a_claim_without_numbers_has_no_arithmetic() -> None:
    assert recompute_claim(PACK, "C21") is None
    assert set(recompute_claims(PACK)) == set(PACK.tables["claim_checks"]["claim_id"])
    assert list(RECOMPUTED) == list(KINDS)
    assert list(_SAID) == list(KINDS)
    with pytest.raises(AnalysisError, match="there is no claim 'C18'"):
        recompute_claim(PACK, "C18")
    with pytest.raises(AnalysisError, match="confidence level 95"):
        recompute_claim(PACK, "C13", 95)


def test_another_level_gives_wider_intervals() -> None:
    usual, wide = (recompute_claim(PACK, "C02", level) for level in (0.95, 0.99))
    assert usual is not None
    assert wide is not None
    widths = [frame.estimates["ci_high"] - frame.estimates["ci_low"] for frame in (usual, wide)]
    assert (widths[1] / widths[0]).round(6).eq(round(2.5758293 / Z, 6)).all()


def test_every_number_has_its_citation_and_its_claim() -> None:
    known = PACK.citations
    for claim, arithmetic in recompute_claims(PACK).items():
        assert arithmetic.citations
        assert set(arithmetic.citations) <= set(known)
        assert set(arithmetic.estimates["analysis"]) <= {f"claim {claim}"}
        assert all(step.endswith(".") for step in say_steps(arithmetic))
    frame = estimate_claims(PACK)
    assert tuple(frame.columns) == COLUMNS
    assert set(frame["analysis"].str.removeprefix("claim ")) <= set(PACK.claims["claim_id"])
    assert frame["estimate"].notna().all()


def test_the_examples_in_docstrings_run() -> None:
    assert doctest.testmod(claims_module).failed == 0


def test_a_share_of_studies_has_no_interval() -> None:
    """Those that are known are no sample of studies; participants of a trial are one."""
    estimates = estimate_claims(PACK, 0.95)
    shares = estimates[estimates["quantity"] == "share"]
    of_studies = shares["unit"].str.startswith("share of ")
    assert of_studies.any()
    assert not of_studies.all()
    assert shares.loc[of_studies, ["ci_low", "ci_high", "level"]].isna().all(axis=None)
    assert shares.loc[~of_studies, ["ci_low", "ci_high", "level"]].notna().all(axis=None)
