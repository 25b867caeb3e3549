"""The flow of participants from those assessed to those analysed, as in CONSORT 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from outcomes.analysis.stages import (
    ALLOCATED,
    ANALYSED,
    ASSESSED,
    ENROLLED,
    EXCLUDED,
    LAST_SEEN,
    NOT_SEEN,
    RANDOMISED,
    RECEIVED,
    SEEN,
    SEEN_LATER,
)
from outcomes.displays.figure import Figure
from outcomes.drawing.arms import arms_drawn, place_of_arm
from outcomes.drawing.layout import Drawing
from outcomes.drawing.stages_panel import ArmStages, StagesPanel
from outcomes.figures.alternative import tell
from outcomes.figures.rows import select_rows
from outcomes.rounding import format_count
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.visits import at_visit, name_visit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NOT_RECORDED = "not recorded"

_ORDER = (ALLOCATED, RECEIVED, SEEN, NOT_SEEN, LAST_SEEN, SEEN_LATER, ANALYSED)


def plot_stages(estimates: pd.DataFrame, labels: Labels, ax: Axes | None = None) -> Figure | None:
    """Draw the participant flow: enrolment, and allocation, follow-up and analysis of each arm.

    What is not recorded keeps its place in the diagram and is said to be not recorded.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``stage`` (`outcomes.analysis.stages.count_stages`).
    labels : Labels
        The study's arms, visits and endpoints.
    ax : Axes, optional
        What to draw on; a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``arm`` (empty for the whole study), ``stage, visit, n`` (NaN if not recorded).
        None if no stage is known.

    Raises
    ------
    ValueError
        If the estimates hold a stage of an arm twice.

    Notes
    -----
    Hopewell S et al. CONSORT 2025 statement. BMJ 2025;389:e081123, flow diagram and item 22a.
    """
    rows = select_rows(estimates, labels, "stage", by=("subgroup",))
    if rows.empty:
        return None
    arms = arms_drawn(rows, labels)
    table = _in_words(rows, labels, arms)
    title = "Participant flow"
    panel = StagesPanel(
        _lines(table, "", ASSESSED),
        _lines(table, "", EXCLUDED),
        _lines(table, "", RANDOMISED, ENROLLED),
        tuple(_describe_arm(table, labels, arm) for arm in arms),
    )
    data = table[["arm", "stage", "visit", "n"]].reset_index(drop=True)
    return Figure(
        title,
        Drawing((panel,), is_simulated=labels.is_simulated),
        _caption(table),
        _alternative(table, labels, arms),
        data,
        (0,) * len(data),
        ax,
    )


def _in_words(rows: pd.DataFrame, labels: Labels, arms: list[str]) -> pd.DataFrame:
    """Return the stages in the order of the diagram, with the names that readers see."""
    order = {stage: place for place, stage in enumerate((ASSESSED, EXCLUDED, RANDOMISED, ENROLLED))}
    order |= {stage: place for place, stage in enumerate(_ORDER, start=len(order))}
    table = pd.DataFrame(
        {
            "id": rows["arm"],
            "arm": [name_arm(labels, arm) if arm else "" for arm in rows["arm"]],
            "stage": rows["subgroup"],
            "visit": [
                name_visit(visit, week, labels) if visit else ""
                for visit, week in zip(rows["visit"], rows["week"], strict=True)
            ],
            "week": rows["week"],
            "n": rows["estimate"],
            "where": [arms.index(arm) if arm else -1 for arm in rows["arm"]],
            "step": [order[_split(stage)[0]] for stage in rows["subgroup"]],
        }
    )
    return table.sort_values(["where", "step", "week"], kind="stable").reset_index(drop=True)


def _split(stage: str) -> tuple[str, str]:
    """Return a stage and the reason that stands behind it, empty if none does."""
    name, _, reason = stage.partition(": ")
    return name, reason


def _say(stage: str, visit: str, n: float) -> str:
    """Return a stage with its number, as it stands in a box."""
    stage, reason = _split(stage)
    if reason:
        name = reason
    elif stage == LAST_SEEN:
        name = f"last seen {at_visit(visit)}" if visit else "never seen"
    elif stage == SEEN_LATER:
        name = "seen later"
    else:
        name = f"{stage} {at_visit(visit)}" if visit else stage
    return f"{name}: {format_count(n, absent=NOT_RECORDED)}"


def _lines(table: pd.DataFrame, arm: str, *stages: str) -> tuple[str, ...]:
    """Return the texts of some stages of an arm, those of a part after an indent."""
    named = table["stage"].str.partition(": ")[0].isin(stages)
    chosen = table[(table["id"] == arm) & named]
    texts = []
    for record in chosen.to_dict("records"):
        text = _say(record["stage"], record["visit"], record["n"])
        part = record["stage"] in (LAST_SEEN, SEEN_LATER) or _split(record["stage"])[1]
        texts.append(f"\u2013 {text}" if part else capitalise(text))
    return tuple(texts)


def _describe_arm(table: pd.DataFrame, labels: Labels, arm: str) -> ArmStages:
    return ArmStages(
        name_arm(labels, arm),
        place_of_arm(arm, labels),
        _lines(table, arm, ALLOCATED, RECEIVED),
        _follow_up(table, arm),
        _lines(table, arm, ANALYSED),
    )


def _follow_up(table: pd.DataFrame, arm: str) -> tuple[str, ...]:
    """Return who was seen at the primary visit and why others were not; the table has the rest."""
    lines = (*_lines(table, arm, SEEN)[-1:], *_lines(table, arm, NOT_SEEN))
    own = table[table["id"] == arm].set_index("stage")["n"]
    told = own[own.index.str.startswith(f"{NOT_SEEN}: ")].sum()
    left = own.get(NOT_SEEN, 0) - told
    if left <= 0:
        return lines
    note = f"Reasons of {format_count(left)}" if told else "Reasons"
    return (*lines, f"{note}: {NOT_RECORDED}")


def _caption(table: pd.DataFrame) -> str:
    sentences = [
        "Participants from assessment to analysis, by arm; seen: with a score of the primary "
        "endpoint, and a score that is missing at one visit may be there at the next.",
        "Analysed: in the primary analysis at the primary visit; a model of repeated scores also "
        "holds participants who were seen only earlier.",
    ]
    unknown = list(dict.fromkeys(table.loc[table["n"].isna(), "stage"]))
    if unknown:
        sentences.append(f"Not recorded in the study's data: {', '.join(unknown)}.")
    return " ".join(sentences)


def _alternative(table: pd.DataFrame, labels: Labels, arms: list[str]) -> str:
    whole = "; ".join(_say_lines(table, "", ASSESSED, EXCLUDED, RANDOMISED, ENROLLED))
    opening = ["Flow diagram of the participants.", *([f"{whole}."] if whole else [])]
    full, brief = [*opening], [*opening]
    for arm in arms:
        name = name_arm(labels, arm)
        full.append(f"{name}: {'; '.join(_say_lines(table, arm, *_ORDER))}.")
        brief.append(f"{name}: {'; '.join(_say_lines(table, arm, ALLOCATED, ANALYSED))}.")
    return tell(full, brief)


def _say_lines(table: pd.DataFrame, arm: str, *stages: str) -> list[str]:
    return [text.removeprefix("\u2013 ") for text in _lines(table, arm, *stages)]
