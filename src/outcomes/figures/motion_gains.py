"""Published gains in motion on one axis with what matters and what one reading can show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from outcomes.analysis.motion_gains import MOTIONS, MotionGains
from outcomes.displays.figure import Figure
from outcomes.drawing.forest import ForestPanel, Reference
from outcomes.drawing.forest_rows import NO_ARM, Row, write_numbers
from outcomes.drawing.layout import Drawing
from outcomes.evidence.schema import PRINTED_LEVEL, SIGN
from outcomes.figures.alternative import tell
from outcomes.rounding import format_count, format_level, format_printed
from outcomes.vocabulary.motion import name_motion, name_size_of_motion
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.trials import describe_time, name_trial, say_weeks

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_motion_gains(motion: MotionGains | None, ax: Axes | None = None) -> Figure | None:
    """Plot published gains in motion, by direction, over the sizes that they are held against.

    Parameters
    ----------
    motion : MotionGains or None
        From `outcomes.analysis.motion_gains.gather_motion_gains`.
    ax : Axes, optional
        What to draw on; a figure of its own where left out.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, trial, visit, week, n, change, ci_low, ci_high, level, unit``. None
        where no gain is known.
    """
    if motion is None:
        return None
    panel = ForestPanel(
        heading=f"Motion of the {motion.joint}, change from baseline after the treatment",
        scale="degrees, above 0 is more motion",
        rows=tuple(_list_rows(motion)),
        numbers_heading=f"Change ({format_level(PRINTED_LEVEL)} CI)",
        left_words="less motion",
        right_words="more motion",
        references=tuple(
            Reference(capitalise(name_size_of_motion(row)), ends, is_band=len(ends) > 1)
            for row in sorted(motion.thresholds, key=lambda row: -row["high"])
            if (ends := _ends(row))
        ),
    )
    title = f"{capitalise(motion.joint)} motion: published gains, and what a reading can show"
    data = _tabulate(motion)
    drawing = Drawing((panel,))
    return Figure(
        title, drawing, _caption(motion), _alternative(motion), data, (1,) * len(data), ax
    )


def _ends(row: Mapping[str, Any]) -> tuple[float, ...]:
    return tuple(dict.fromkeys((float(row["low"]), float(row["high"]))))


def _list_rows(motion: MotionGains) -> list[Row]:
    """Return the gains under their direction of motion, and directions that have no number."""
    rows = []
    for name in (*MOTIONS, ""):
        gains = [row for row in motion.gains if row["motion"] == name]
        unnumbered = [row for row in motion.directions if row["motion"] == name]
        if gains or unnumbered:
            rows.append(_text(capitalise(name_motion(name))))
        rows += [_draw(row) for row in gains]
        rows += [
            _text(
                "",
                f"{name_trial(row)}, against {row['comparator']}{say_weeks(row['week'])}: "
                f"{row['direction']}; no number printed",
            )
            for row in unnumbered
        ]
    return rows


def _text(label: str, note: str = "") -> Row:
    return Row(label, math.nan, math.nan, math.nan, "", NO_ARM, note=note, kind="heading")


def _draw(row: Mapping[str, Any]) -> Row:
    gain, low, high = _turn(row)
    n = f"n = {format_count(row['n'])}" if row["n"] == row["n"] else "n not printed"
    return Row(
        name_trial(row),
        gain,
        low,
        high,
        write_numbers(gain, low, high, 1),
        NO_ARM,
        note="; ".join((row["condition"], row["design"], describe_time(row), n)),
    )


def _turn(row: Mapping[str, Any]) -> tuple[float, float, float]:
    sign = SIGN[row["higher"]]
    low, high = sorted((sign * row["ci_low"], sign * row["ci_high"]))
    return sign * row["value"], low, high


def _caption(motion: MotionGains) -> str:
    sentences = [
        "Mean changes from baseline within the treated arm, as published; none is a difference "
        "from placebo. More motion is on the right."
    ]
    if all(row["ci_low"] != row["ci_low"] for row in motion.gains):
        sentences.append("No source prints a spread of the change, so there is no interval.")
    if motion.thresholds:
        sentences.append(
            "Dashed: what a change is held against; an important change is one of the mean of a "
            "group, the error of a reading that of one patient."
        )
    return " ".join(sentences)


def _alternative(motion: MotionGains) -> str:
    gains = "; ".join(
        f"{name_trial(row)} {name_motion(row['motion'])} at {describe_time(row)} "
        f"{write_numbers(*_turn(row), 1)}"
        for row in motion.gains
    )
    sizes = "; ".join(name_size_of_motion(row) for row in motion.thresholds)
    sentences = [f"Gains from baseline, in degrees: {gains}."]
    return tell([*sentences, *([f"Held against: {sizes}."] if sizes else [])])


def _tabulate(motion: MotionGains) -> pd.DataFrame:
    """Return the gains and, under them, the sizes that they are held against."""
    gains = [
        {
            "endpoint": capitalise(row["outcome"]),
            "trial": name_trial(row),
            "visit": describe_time(row),
            "n": row["n"],
            "change": gain,
            "ci_low": low,
            "ci_high": high,
            "level": PRINTED_LEVEL,
            "printed": f"{format_printed(row['value'], signed=True)} {row['unit']}",
        }
        for row in motion.gains
        for gain, low, high in [_turn(row)]
    ]
    sizes = [
        {
            "endpoint": capitalise(row["measure"]),
            "trial": row["name"],
            "visit": "",
            "printed": f"{name_size_of_motion(row)} {row['unit']}",
        }
        for row in motion.thresholds
    ]
    data = pd.DataFrame([*gains, *sizes]).assign(
        citation=[row["citation"] for row in (*motion.gains, *motion.thresholds)], unit="degrees"
    )
    printed = data["ci_low"].notna().any()
    return data if printed else data.drop(columns=["ci_low", "ci_high", "level"])
