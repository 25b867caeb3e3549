"""The figures behind the verdicts on the article's claims, recomputed from the packaged evidence.

One function a claim; what is worked out stands in rows of the estimates frame, and the plain
numbers that a sentence about it needs in ``facts``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from scipy.stats import norm

from outcomes.analysis.intervals import wilson_interval
from outcomes.analysis.ratios import (
    delta_interval,
    fieller_interval,
    find_n_for_share,
    wilson_half_width,
)
from outcomes.analysis.synthesis import collect_effects, pool_domain, rebuild_sit2016
from outcomes.analysis_record import AnalysisRecord
from outcomes.errors import AnalysisError
from outcomes.estimates import make_estimates
from outcomes.evidence import Pack, list_published

GONIOMETER = {"long-arm goniometer": 10.0, "digital inclinometer": 6.0}
"""Smallest difference between two readings of knee motion that is not reading error, degrees
(PMC6195503: 6 knees, 3 raters, 300 readings)."""

WEEKS_A_YEAR = 52.0
MONTHLY = (4.0, 5.0)
"""Weeks between sessions that are called monthly here."""

CONCENTRATION = (12.0, 25.0)
SESSIONS = (3.0, 4.0)
WIDTHS = (0.05, 0.10)
SIZES = (20, 50, 100)
PRICES = {"session": (250, 600), "sessions": (3, 6), "series": (750, 3600)}
"""Dollars and sessions as a consumer page prints them (biologyinsights)."""

_ADL = "pain VAS in daily activities"
_PUBLISHED = AnalysisRecord("published")


@dataclass
class Worked:
    """Rows, facts and sources of one claim, in the order they are worked out."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    citations: list[str] = field(default_factory=list)

    def add(self, *citations: str, **row: Any) -> None:
        """Add one estimate and what it was read in."""
        self.rows.append({"done": _PUBLISHED, **row})
        self.citations += citations

    def frame(self, analysis: str) -> pd.DataFrame:
        """Return the rows as an estimates frame."""
        return make_estimates([{**row, "analysis": analysis} for row in self.rows])


def recompute_pain(pack: Pack, level: float) -> Worked:
    """C01: pain of the knee against saline at a year, by trial and pooled."""
    worked = Worked()
    pool = pool_domain(
        pack, "knee", "pain", "placebo", measure="MD", condition="knee osteoarthritis", level=level
    )
    worked.facts["pool"] = pool
    worked.facts["effects"] = [
        _add_effect(worked, row, level) for row in pool.effects.to_dict("records")
    ]
    if pool.pooled is not None:
        rows = pool.to_estimates()
        pooled = rows[rows["quantity"] == "pooled effect"]
        worked.rows += pooled.to_dict("records")
    return worked


def recompute_stiffness(pack: Pack, level: float) -> Worked:
    """C02: stiffness of the knee against saline and against exercise, at each visit."""
    worked = Worked()
    worked.facts["effects"] = {
        comparator: [
            _add_effect(worked, row, level)
            for row in collect_effects(pack, "knee", "stiffness", comparator, measure="MD").to_dict(
                "records"
            )
        ]
        for comparator in ("placebo", "control")
    }
    return worked


def recompute_motion(pack: Pack, level: float) -> Worked:
    """C03: gains in knee motion beside the error of reading an angle."""
    del level  # no interval can be had: none of them prints an SD of the gain
    worked = Worked(facts={"gains": [], "reading errors": GONIOMETER})
    for row in list_published(pack, "knee", "range of motion"):
        if row["statistic"] != "change":
            continue
        worked.facts["gains"].append(row)
        worked.add(
            row["citation"],
            endpoint="range of motion",
            subgroup=row["trial"],
            week=row["week"],
            arm=row["arm"],
            quantity="change",
            threshold=GONIOMETER["long-arm goniometer"],
            estimate=float(row["value"]),
            n_arm=row["n"],
            unit="degrees",
            favours="improvement",
        )
    worked.citations.append("pmc6195503")
    return worked


def recompute_duration(pack: Pack, level: float) -> Worked:
    """C05: the follow-up times near the 2.5 years of the claim."""
    del level  # times of follow-up without a spread
    claimed = _claimed(pack, "C05")
    worked = Worked(facts={"claimed": claimed, "reports": []}, citations=["rivello"])
    for trial, row in (
        ("ryan2010", read_one(pack, trial="ryan2010", arm="midportion", week=124.0, outcome=_ADL)),
        ("hauser2011", read_one(pack, trial="hauser2011", statistic="count")),
    ):
        years = row["week"] / WEEKS_A_YEAR
        worked.facts["reports"].append({**row, "years": years})
        worked.add(
            row["citation"],
            endpoint="time of follow-up",
            subgroup=trial,
            quantity="mean",
            threshold=claimed,
            estimate=years,
            unit="years",
        )
    return worked


def recompute_share(pack: Pack, level: float) -> Worked:
    """C06: what n would make 81 % precise."""
    share = _claimed(pack, "C06")
    worked = Worked(citations=["rivello"])
    needed = {width: find_n_for_share(share, width, level) for width in WIDTHS}
    for width, n in needed.items():
        worked.add(
            endpoint="judged treatment effective",
            quantity="n needed",
            threshold=width,
            estimate=float(n),
            level=level,
            distribution="wilson",
            unit="participants",
        )
    before = read_one(pack, trial="ryan2010", arm="midportion", week=0.0, outcome=_ADL)["value"]
    after = read_one(pack, trial="ryan2010", arm="midportion", week=124.0, outcome=_ADL)["value"]
    fall = 1 - after / before
    worked.add(
        "ryan2010",
        endpoint=_ADL,
        subgroup="ryan2010",
        week=124.0,
        quantity="ratio",
        estimate=fall,
        unit="fall over the mean before",
    )
    worked.facts |= {
        "share": share,
        "needed": needed,
        "half widths": {n: wilson_half_width(share, n, level) for n in SIZES},
        "before": before,
        "after": after,
        "fall": fall,
    }
    return worked


def recompute_concentrations(pack: Pack, level: float) -> Worked:
    """C07: how many of the trials stayed within 12 to 25 % dextrose."""
    worked = Worked()
    known = _designs(pack)
    known = known[known["dose_low"].notna()]
    low, high = CONCENTRATION
    inside = known[(known["dose_low"] >= low) & (known["dose_high"] <= high)]
    _add_share(worked, "dextrose within 12 to 25%", len(inside), known, level)
    worked.facts |= {
        "asked": CONCENTRATION,
        "inside": len(inside),
        "known": len(known),
        "range": (known["dose_low"].min(), known["dose_high"].max()),
        "outside": known[~known.index.isin(inside.index)].to_dict("records"),
    }
    return worked


def recompute_sessions(pack: Pack, level: float) -> Worked:
    """C08: how many courses have three or four sessions, and how many are monthly."""
    worked = Worked()
    designs = _designs(pack)
    for name, column, wanted, endpoint in (
        ("sessions", "sessions", SESSIONS, "three or four sessions"),
        ("weeks", "interval_weeks", MONTHLY, "sessions 4 to 5 weeks apart"),
    ):
        known = designs[designs[column].notna()]
        count = int(known[column].between(*wanted).sum())
        _add_share(worked, endpoint, count, known, level)
        limits = (known[column].min(), known[column].max())
        worked.facts[name] = {"count": count, "known": len(known), "range": limits}
    return worked


def recompute_events(pack: Pack, level: float) -> Worked:
    """C09: every published count of harm in an arm whose size is printed, as a share."""
    worked = Worked(facts={"shares": []})
    for row in list_published(pack, domain="harm"):
        if row["statistic"] != "count" or not row["arm_role"] or math.isnan(row["n"]):
            continue
        share = wilson_interval(int(row["events"]), int(row["n"]), level)
        worked.add(
            row["citation"],
            endpoint=row["outcome"],
            subgroup=row["trial"],
            arm=row["arm"],
            quantity="share",
            **share,
        )
        worked.facts["shares"].append({**row, "share": share})
    return worked


def recompute_cost(pack: Pack, level: float) -> Worked:
    """C11: whether the printed prices agree with each other and with the claim."""
    del level  # printed prices have no sampling error
    return Worked(facts=dict(PRICES), citations=["biologyinsights"])


def recompute_placebo(pack: Pack, level: float) -> Worked:
    """C13: how much of the gain with dextrose came with saline too, as a ratio with interval."""
    worked = Worked()
    saline, dextrose = (
        read_one(
            pack,
            trial="rabago2013",
            outcome="WOMAC composite",
            statistic="change",
            week=52.0,
            arm=arm,
        )
        for arm in ("saline", "dextrose")
    )
    numbers = (saline["value"], saline["se"], dextrose["value"], dextrose["se"])
    ratios = {
        "fieller": fieller_interval(*numbers, level),
        "delta": delta_interval(*numbers, level),
    }
    place = {"endpoint": "WOMAC composite", "week": 52.0}
    for ratio in ratios.values():
        worked.add(
            "rabago2013",
            **place,
            arm="saline",
            comparator="dextrose",
            quantity="ratio",
            n_arm=saline["n"],
            n_comparator=dextrose["n"],
            unit="gain with saline over gain with dextrose",
            **ratio,
        )
    rest = dextrose["value"] - saline["value"]
    spread = math.hypot(dextrose["se"], saline["se"])
    low, high = norm.interval(level, rest, spread)
    worked.add(
        "rabago2013",
        **place,
        arm="dextrose",
        comparator="saline",
        quantity="difference",
        estimate=rest,
        se=spread,
        distribution="normal",
        level=level,
        ci_low=low,
        ci_high=high,
        n_arm=dextrose["n"],
        n_comparator=saline["n"],
        unit="points",
        favours="dextrose",
    )
    worked.facts |= {
        **ratios,
        "saline": saline["value"],
        "dextrose": dextrose["value"],
        "rest": rest,
    }
    return worked


def recompute_guidance(pack: Pack, level: float) -> Worked:
    """C17: how many trials and series guided the needle by ultrasound."""
    worked = Worked()
    known = _designs(pack)
    known = known[known["guidance"] != ""]
    guided = int((known["guidance"] == "ultrasound").sum())
    _add_share(worked, "needle guided by ultrasound", guided, known, level)
    worked.facts |= {"counts": known["guidance"].value_counts().to_dict(), "known": len(known)}
    return worked


def recompute_studies(pack: Pack, level: float) -> Worked:
    """C14: what kinds of study support rests on."""
    worked = Worked(facts={"found": []}, citations=["chen2022"])
    for outcome in ("randomised trials found", "case series found"):
        row = read_one(pack, trial="hauser2016", outcome=outcome)
        count, n = int(row["value"]), int(row["n"])
        worked.facts["found"].append((outcome, count, n))
        worked.add(
            "hauser2016",
            endpoint=outcome,
            quantity="share",
            **{**wilson_interval(count, n, level), "unit": "share of studies"},
        )
    worked.facts["trials"], worked.facts["people"] = (
        read_one(pack, trial="chen2022", outcome=outcome)["value"]
        for outcome in ("randomised trials pooled", "participants pooled")
    )
    return worked


def recompute_pools(pack: Pack, level: float) -> Worked:
    """C15: how firm the pooled evidence is, by the intervals that its two trials allow."""
    del level  # the published interval is the 95 % one
    rebuilt = rebuild_sit2016(pack)
    worked = Worked(facts={"rebuilt": rebuilt})
    first = rebuilt.variants.iloc[0]
    worked.add(
        "sit2016",
        "rabago2013",
        "dumais2012",
        endpoint="WOMAC composite",
        week=14.0,
        arm="dextrose",
        comparator="exercise",
        quantity="pooled effect",
        estimate=first["estimate"],
        distribution="t",
        df=1.0,
        level=0.95,
        ci_low=first["kh_low"],
        ci_high=first["kh_high"],
        unit="standard deviations",
        favours="dextrose",
        done=AnalysisRecord(
            "meta-analysis", scale="", estimator="DL", standard_error="knapp-hartung"
        ),
    )
    return worked


def recompute_decades(pack: Pack, level: float) -> Worked:
    """C16: what the 1950s and 70 years make together."""
    del level  # years have no sampling error
    return Worked(citations=["rivello"])


def read_one(pack: Pack, **wanted: object) -> Mapping[str, Any]:
    """Return the one published row with these values."""
    rows = [row for row in list_published(pack) if wanted.items() <= row.items()]
    if len(rows) != 1:
        named = ", ".join(f"{column} {value}" for column, value in wanted.items())
        raise AnalysisError(f"{len(rows)} published rows for {named}; one is needed")
    return rows[0]


def _claimed(pack: Pack, claim_id: str) -> float:
    return float(pack.claims.set_index("claim_id").loc[claim_id, "value"])


def _designs(pack: Pack) -> pd.DataFrame:
    """Return the designs of reports in their own right, interim reports left out."""
    designs = pack.designs
    return designs[designs["part_of"] == ""]


def _add_share(
    worked: Worked, endpoint: str, count: int, among: pd.DataFrame, level: float
) -> None:
    worked.add(
        *among["citation"],
        endpoint=endpoint,
        quantity="share",
        **{**wilson_interval(count, len(among), level), "unit": "share of trials and series"},
    )


def _add_effect(worked: Worked, row: Mapping[Any, Any], level: float) -> dict[str, Any]:
    """Add one trial's effect, positive in favour of dextrose; return it with its citation."""
    se = math.sqrt(row["vi"])
    half = float(norm.ppf((1 + level) / 2)) * se
    effect = {
        "endpoint": row["outcome"],
        "subgroup": row["trial"],
        "week": row["week"],
        "arm": row["arm"],
        "comparator": row["comparator"],
        "quantity": "difference",
        "estimate": row["yi"],
        "se": se,
        "distribution": "normal",
        "level": level,
        "ci_low": row["yi"] - half,
        "ci_high": row["yi"] + half,
        "n_arm": row["n_arm"],
        "n_comparator": row["n_comparator"],
        "unit": row["unit"],
        "favours": row["arm"] if row["yi"] > 0 else row["comparator"],
    }
    worked.add(row["citation"], **effect)
    return {**effect, "citation": row["citation"], "name": row["name"]}
