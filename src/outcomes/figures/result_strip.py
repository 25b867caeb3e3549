"""The result of a report as a small drawing for a card, read from its estimates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outcomes.drawing.forest_rows import write_numbers
from outcomes.drawing.layout import CARD, Drawing, Panel
from outcomes.drawing.strip import BarsPanel, StripPanel
from outcomes.drawing.svg import render_svg
from outcomes.instruments.definition import Threshold
from outcomes.study.study import Study
from outcomes.vocabulary.contrast import read_contrasts
from outcomes.vocabulary.intervals import say_estimate
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.pools import find_pool
from outcomes.vocabulary.scales import choose_threshold, describe_threshold, digits_of
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.verdicts import name_verdict
from outcomes.vocabulary.visits import at_visit

if TYPE_CHECKING:
    import pandas as pd


def draw_result(estimates: pd.DataFrame, study: Study) -> str:
    """Draw the result at the primary endpoint and visit, as a small ``<svg>`` element.

    Parameters
    ----------
    estimates : pandas.DataFrame
        The estimates frame of one report.
    study : Study
        Names the primary endpoint, visit and comparison.

    Returns
    -------
    str
        The drawing with its text alternative. Where the report has no result there: the first
        pooled effect, else how many were seen at the primary visit; empty if it has none of these,
        and where the study is blinded or has a rule of disclosure.
    """
    if study.is_blinded or study.disclosure is not None:
        return ""
    for read in (_read_difference, _read_change, _read_pool):
        strip = read(estimates, study)
        if strip is not None:
            dashed = f"; {strip.important_words}" if strip.important else ""
            own = read is not _read_pool
            words = f"{strip.heading}: {strip.words}{dashed}."
            return _render(strip, words, is_simulated=own and study.labels.is_simulated)
    return _draw_seen(estimates, study)


def _read_difference(estimates: pd.DataFrame, study: Study) -> StripPanel | None:
    primary = study.file.plan.primary
    labels = study.labels
    contrasts = read_contrasts(estimates, labels, endpoint=primary.endpoint, visit=primary.visit)
    wanted = tuple(primary.comparison) if primary.comparison else None
    found = [c for c in contrasts if wanted is None or (c.arm, c.comparator) == wanted]
    if not found or not found[0].has_interval or found[0].is_share:
        return None
    contrast, endpoint = found[0], study.endpoints[primary.endpoint]
    arm, other = name_arm(labels, contrast.arm), name_arm(labels, contrast.comparator)
    verdict = name_verdict(contrast.verdict, labels)
    verb = "higher with" if endpoint.higher == "neither" else "favours"
    strip = _make_strip(vars(contrast), digits_of(endpoint))
    return replace(
        strip,
        heading=f"Difference in {endpoint.label}{_unit(endpoint.unit)}",
        left=f"{verb} {other}",
        right=f"{verb} {arm}",
        words=f"{arm} minus {other}, {strip.words}; {verdict}",
        **_name_important(choose_threshold(endpoint)),
        reversed=endpoint.higher == "worse",
    )


def _read_change(estimates: pd.DataFrame, study: Study) -> StripPanel | None:
    primary = study.file.plan.primary
    endpoint = study.endpoints[primary.endpoint]
    found = Lookup.of(estimates)
    for arm in study.arms if not study.comparisons else ():
        row = found.row("change", endpoint=primary.endpoint, visit=primary.visit, arm=arm)
        if row is None or row["ci_low"] != row["ci_low"]:
            continue
        neither = endpoint.higher == "neither"
        strip = _make_strip(row, digits_of(endpoint))
        return replace(
            strip,
            heading=f"Change in {endpoint.label}{_unit(endpoint.unit)}",
            left="fall" if neither else "worse",
            right="rise" if neither else "better",
            words=f"Change from baseline {at_visit(primary.visit)}, {strip.words}; without an arm "
            "to compare with",
            **_name_important(choose_threshold(endpoint, "change")),
            reversed=endpoint.higher == "worse",
        )
    return None


def _read_pool(estimates: pd.DataFrame, study: Study) -> StripPanel | None:
    row = find_pool(estimates)
    if row is None:
        return None
    strip = _make_strip(row, 1)
    return replace(
        strip,
        heading=f"{capitalise(row['endpoint'])}, {row['visit']}, pooled{_unit(row['unit'])}",
        left=f"favours {row['comparator']}",
        right=f"favours {row['arm']}",
        words=f"{row['arm']} against {row['comparator']} in published trials, {strip.words}",
    )


def _make_strip(row: Mapping[str, Any], digits: int) -> StripPanel:
    """Return a strip of an estimate and its interval, without a title and names of its sides."""
    estimate, low, high = (float(row[name]) for name in ("estimate", "ci_low", "ci_high"))
    numbers = write_numbers(estimate, low, high, digits)
    return StripPanel(estimate, low, high, "", "", "", numbers, say_estimate(row, digits))


def _name_important(threshold: Threshold | None) -> dict[str, Any]:
    """Return the size that matters and what it is."""
    if threshold is None:
        return {}
    return {
        "important": threshold.value,
        "important_words": f"dashed: {describe_threshold(threshold)}",
    }


def _unit(unit: str) -> str:
    return f", {unit}" if unit else ""


def _draw_seen(estimates: pd.DataFrame, study: Study) -> str:
    """Draw how many participants of each arm have the primary score."""
    primary = study.file.plan.primary
    found = Lookup.of(estimates[estimates["analysis"] == "participants"])
    rows = []
    for name, arm in study.arms.items():
        came = found.row("n", endpoint="", visit="", arm=name)
        seen = found.row("n", endpoint=primary.endpoint, visit=primary.visit, arm=name)
        if came is not None and seen is not None and came["estimate"] > 0:
            rows.append((arm.label, float(seen["estimate"]), float(came["estimate"])))
    if not rows:
        return ""
    panel = BarsPanel(f"Seen {at_visit(primary.visit)}", tuple(rows))
    words = f"{panel.heading}: {panel.words}."
    return _render(panel, words, is_simulated=study.labels.is_simulated)


def _render(panel: Panel, words: str, *, is_simulated: bool) -> str:
    drawing = Drawing((panel,), is_simulated=is_simulated)
    return render_svg(drawing.draw(CARD), words, name="strip")
