"""Recomputed figures of the claims about how it is done, how long it lasts and what it costs."""

from __future__ import annotations

import pandas as pd

from outcomes.analysis.claims_shared import Figures, name_source, read_one
from outcomes.analysis.intervals import wilson_interval
from outcomes.analysis.ratios import find_n_for_share, wilson_half_width
from outcomes.evidence import find_arm_size, load_claims, load_designs
from outcomes.rounding import format_interval, format_number

WEEKS_A_YEAR = 52.0
MONTHLY = (4.0, 5.0)
"""Weeks between sessions that are called monthly here."""

CONCENTRATION = (12.0, 25.0)
SESSIONS = (3.0, 4.0)
WIDTHS = (0.05, 0.10)
SIZES = (20, 50, 100)
PRICES = {"session": (250, 600), "sessions": (3, 6), "series": (750, 3600)}
"""Dollars and sessions as a consumer page prints them (biologyinsights)."""


def weigh_duration(level: float) -> Figures:
    """C05: the follow-up times near the 2.5 years of the claim."""
    del level  # times of follow-up without a spread
    figures = Figures(citations=["rivello"])
    claimed = float(load_claims().set_index("claim_id").loc["C05", "value"])
    for trial, row in (
        ("ryan2010", read_one(trial="ryan2010", arm="midportion", week=124.0, outcome=_ADL)),
        ("hauser2011", read_one(trial="hauser2011", statistic="count")),
    ):
        years = row["week"] / WEEKS_A_YEAR
        figures.add(
            row["citation"],
            endpoint="time of follow-up",
            subgroup=trial,
            quantity="mean",
            threshold=claimed,
            estimate=years,
            unit="years",
            method="weeks of mean follow-up / 52; not a duration of benefit",
        )
        figures.steps.append(
            f"{name_source(row['citation'])}: {row['week']:g} weeks / 52 = {years:.1f} years of "
            f"mean follow-up, {row['design']}."
        )
    figures.steps.append(
        f"The {claimed:g} years come from a chapter whose tables were not available. A mean time "
        "to a survey says when people were asked, not how long a benefit lasted: that takes "
        "repeated visits and the time at which it was lost."
    )
    return figures


def weigh_share(level: float) -> Figures:
    """C06: what n would make 81 % precise."""
    figures = Figures(citations=["rivello"])
    share = float(load_claims().set_index("claim_id").loc["C06", "value"])
    for width in WIDTHS:
        n = find_n_for_share(share, width, level)
        figures.add(
            endpoint="judged treatment effective",
            quantity="n needed",
            threshold=width,
            estimate=float(n),
            level=level,
            distribution="wilson",
            unit="participants",
            method=f"fewest for a Wilson interval of {share:.0%} with half width {width:g}",
        )
        figures.steps.append(
            f"For {share:.0%} within {100 * width:.0f} points either way: {n} participants with an "
            "answer (Wilson's interval)."
        )
    for n in SIZES:
        half = 100 * wilson_half_width(share, n, level)
        figures.steps.append(f"With {n} participants: {half:.0f} points either way.")
    before = read_one(trial="ryan2010", arm="midportion", week=0.0, outcome=_ADL)["value"]
    after = read_one(trial="ryan2010", arm="midportion", week=124.0, outcome=_ADL)["value"]
    fall = 1 - after / before
    figures.add(
        "ryan2010",
        endpoint=_ADL,
        subgroup="ryan2010",
        week=124.0,
        quantity="ratio",
        estimate=fall,
        unit="fall over the mean before",
        method="1 - mean after / mean before; a reduction of pain, not a share of participants",
    )
    figures.steps += [
        f"A coincidence to beware of: 1 - {after:g} / {before:g} = {fall:.1%} is the fall of a "
        "mean pain score (Ryan 2010), not a share of participants.",
        "The 81% come from a chapter whose tables were not available: neither it nor its n was "
        "seen.",
    ]
    return figures


def weigh_concentrations(level: float) -> Figures:
    """C07: how many of the trials stayed within 12 to 25 % dextrose."""
    figures = Figures()
    known = _designs()
    known = known[known["dextrose_low"].notna()]
    low, high = CONCENTRATION
    inside = known[(known["dextrose_low"] >= low) & (known["dextrose_high"] <= high)]
    _add_share(figures, "dextrose within 12 to 25%", len(inside), known, level)
    outside = known[~known.index.isin(inside.index)]
    figures.steps += [
        f"{len(inside)} of {len(known)} trials and series with a visible concentration used only "
        f"{low:g} to {high:g}%; all: {known['dextrose_low'].min():g} to "
        f"{known['dextrose_high'].max():g}%.",
        "Outside: " + "; ".join(
            f"{name_source(row['citation'])} {_range(row['dextrose_low'], row['dextrose_high'])}%"
            for row in outside.to_dict("records")
        ) + ".",
    ]  # fmt: skip
    return figures


def weigh_sessions(level: float) -> Figures:
    """C08: how many courses have three or four sessions, and how many are monthly."""
    figures = Figures()
    designs = _designs()
    counted = designs[designs["sessions"].notna()]
    three = counted[counted["sessions"].between(*SESSIONS)]
    spaced = designs[designs["interval_weeks"].notna()]
    monthly = spaced[spaced["interval_weeks"].between(*MONTHLY)]
    _add_share(figures, "three or four sessions", len(three), counted, level)
    _add_share(figures, "sessions 4 to 5 weeks apart", len(monthly), spaced, level)
    figures.steps += [
        f"{len(three)} of {len(counted)} have three or four sessions (range "
        f"{_range(counted['sessions'].min(), counted['sessions'].max())}).",
        f"{len(monthly)} of {len(spaced)} space them 4 to 5 weeks apart (range "
        f"{_range(spaced['interval_weeks'].min(), spaced['interval_weeks'].max())} weeks).",
        "A session is one visit with many needle entries: sessions are counted, not needles.",
    ]
    return figures


def weigh_bruises(level: float) -> Figures:
    """C09: the one count of harm that was read, over those who were injected."""
    figures = Figures()
    row = read_one(trial="rabago2013", endpoint_domain="harm")
    n = int(sum(find_arm_size("rabago2013", arm) for arm in ("dextrose", "saline")))
    count = int(row["events"])
    figures.add(
        "review2021",
        "rabago2013",
        endpoint="bruising",
        subgroup="rabago2013",
        quantity="share",
        **wilson_interval(count, n, level),
        method="participants with bruising over those randomised to an injection arm",
    )
    last = figures.rows[-1]
    interval = format_interval(100 * last["ci_low"], 100 * last["ci_high"], 0)
    figures.steps += [
        f"{count} with bruising of {n} in the two injection arms: {count / n:.1%} "
        f"({interval}%), if all were asked; which arm is not visible.",
        "It is a rate of bruising, not of pain at the injection site, for which no count was "
        "read, and nothing was read on 72 hours.",
    ]
    return figures


def weigh_cost(level: float) -> Figures:
    """C11: whether the printed prices agree with each other and with the claim."""
    del level  # printed prices have no sampling error
    (low, high), (few, many), (least, most) = (
        PRICES[name] for name in ("session", "sessions", "series")
    )
    return Figures(
        citations=["biologyinsights"],
        steps=[
            f"{few} x {low} = {few * low} and {many} x {high} = {many * high} dollars, the printed "
            f"{least} to {most} a series: the page agrees with itself.",
            f"{low} dollars a session is above 150, but the claim counts injections and the page "
            "counts sessions.",
        ],
    )


def weigh_studies(level: float) -> Figures:
    """C14: what kinds of study support rests on."""
    figures = Figures(citations=["chen2022"])
    for outcome in ("randomised trials found", "case series found"):
        row = read_one(trial="hauser2016", outcome=outcome)
        count, n = int(row["value"]), int(row["n"])
        figures.add(
            "hauser2016",
            endpoint=outcome,
            quantity="share",
            **{**wilson_interval(count, n, level), "unit": "share of studies"},
            method="count over all studies found; the interval treats them as a sample",
        )
        figures.steps.append(f"{outcome}: {count} of {n} = {count / n:.0%} (Hauser 2016).")
    trials, people = (
        read_one(trial="chen2022", outcome=outcome)["value"]
        for outcome in ("randomised trials pooled", "participants pooled")
    )
    figures.steps.append(
        f"{trials:g} randomised knee trials hold {people:g} participants, "
        f"{people / trials:.0f} a trial (Chen 2022): small, but not anecdotes."
    )
    return figures


def weigh_decades(level: float) -> Figures:
    """C16: what the 1950s and 70 years make together."""
    del level  # years have no sampling error
    return Figures(
        citations=["rivello"],
        steps=[
            "1950 + 70 = 2020 and 1959 + 70 = 2029: over 70 years holds for an article of the "
            "2020s only if the first use was early enough in the decade."
        ],
    )


_ADL = "pain VAS in daily activities"


def _designs() -> pd.DataFrame:
    """Return the designs of reports in their own right, interim reports left out."""
    designs = load_designs()
    return designs[designs["part_of"] == ""]


def _add_share(
    figures: Figures, endpoint: str, count: int, among: pd.DataFrame, level: float
) -> None:
    figures.add(
        *among["citation"],
        endpoint=endpoint,
        quantity="share",
        **{**wilson_interval(count, len(among), level), "unit": "share of trials and series"},
        method="count over those whose design shows it; the interval treats them as a sample",
    )


def _range(low: float, high: float) -> str:
    if low == high:
        return format_number(low, 0 if low == round(low) else 1)
    return f"{low:g} to {high:g}"
