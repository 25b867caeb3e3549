"""What published gains in motion show, beside what matters and what one reading can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outcomes.analysis.motion_gains import DOMAIN, MotionGains
from outcomes.displays.links import Linked, cite_within, name_keys
from outcomes.displays.passage import Paragraph, Passage
from outcomes.evidence import Pack
from outcomes.evidence.directions import DIRECTIONS
from outcomes.evidence.placebo_response import GROUPS
from outcomes.evidence.schema import SIGN
from outcomes.evidence.thresholds import IMPORTANT, READING
from outcomes.rounding import format_interval, format_printed, format_signed, format_size
from outcomes.vocabulary.sentences import capitalise, count_things
from outcomes.vocabulary.trials import describe_time, say_weeks

UNCONTROLLED = (
    "These are changes from baseline. They include the natural course, regression to the mean and "
    "the error of the readings, and are not effects of the treatment."
)
TOGETHER = (
    "One test of several outcomes together does not show which of them differed, or by how much."
)
NO_PLACEBO = "No comparison of motion by itself with placebo could be read."
ABSENT_DIFFERENCE = (
    "A difference that was not found is not shown to be none, above all in a small trial; but "
    "nothing that was read shows a gain in motion by itself beyond placebo."
)


def write_motion_gains(motion: MotionGains | None) -> Passage | None:
    """Write what is published on the motion of a joint, the comparison with placebo first.

    Parameters
    ----------
    motion : MotionGains or None
        From `outcomes.analysis.motion_gains.gather_motion_gains`.

    Returns
    -------
    Passage or None
        Of kind ``finding``; None where no gain is known.
    """
    if motion is None:
        return None
    paragraphs: list[Paragraph] = [
        *_say_controlled(motion),
        _say_gains(motion.pack, motion.gains),
        UNCONTROLLED,
        *(_say_threshold(motion.pack, row, motion.gains) for row in motion.thresholds),
        *(_say_placebo(motion.pack, row) for row in motion.placebo),
    ]
    return Passage("finding", "Gains in motion", tuple(paragraphs))


def _say_controlled(motion: MotionGains) -> list[str]:
    """Say what trials found against placebo; that none could be read where none is there."""
    rows = [row for row in motion.directions if row["comparator_role"] == "placebo"]
    if not rows:
        return [NO_PLACEBO]
    alone = [row for row in rows if row["domain"] == DOMAIN]
    together = [row for row in rows if row["domain"] != DOMAIN]
    said: list[str] = [_say_direction(motion.pack, row) for row in alone]
    if all(row["direction"] == "no difference" for row in alone):
        said.append(ABSENT_DIFFERENCE if alone else NO_PLACEBO)
    said += [_say_direction(motion.pack, row) for row in together]
    return [*said, TOGETHER] if together else said


def _say_direction(pack: Pack, row: Mapping[str, Any]) -> Linked:
    size = f" (n = {format_printed(row['n'])} enrolled)" if row["n"] == row["n"] else ""
    found = DIRECTIONS[row["direction"]].format(arm=pack.topic.arm)
    text = (
        f"Against {row['comparator']}: {found} in {row['outcome']}"
        f"{say_weeks(row['week'])}, in {row['name']}{size}; "
        f"{row['blinding'] or 'blinding not stated'}. "
        "No number was printed."
    )
    return cite_within(text, pack.cite([row["citation"]]))


def _say_gains(pack: Pack, rows: Sequence[Mapping[str, Any]]) -> Linked:
    gains = [
        f"{row['outcome']} by {format_printed(SIGN[row['higher']] * row['value'], signed=True)} "
        f"{row['unit']}, {describe_time(row)} ({row['name']}, {row['design']})"
        for row in rows
    ]
    text = (
        f"Changes after the treatment, in {count_things(len(rows), 'published report')}: "
        f"{'; '.join(gains)}."
    )
    return cite_within(text, pack.cite(row["citation"] for row in rows))


def _say_threshold(
    pack: Pack, row: Mapping[str, Any], gains: Sequence[Mapping[str, Any]]
) -> Linked:
    ends = dict.fromkeys(format_size(row[end]) for end in ("low", "high"))
    size = f"{' to '.join(ends)} {row['unit']}"
    of = [gain for gain in gains if row["motion"] in ("", gain["motion"])]
    beyond = [gain for gain in of if SIGN[gain["higher"]] * gain["value"] > row["high"]]
    counted = f"; {len(beyond)} of {len(of)} gains in that motion are larger" if of else ""
    text = {
        IMPORTANT: f"A mean change that matters, {row['measure']}: {size} "
        f"({row['population']}; {row['method']}){counted}. It is a change of the mean "
        "of a group; one patient's reading cannot show it.",
        READING: f"Two readings of one patient can differ by {size} through error alone "
        f"({row['measure']}; {row['population']}). The mean of a group is known more exactly than "
        "that, so a gain of a group is not held against it; a single patient's gain is. "
        f"{capitalise(name_keys(row['notes'], pack))}.",
    }[row["statistic"]]
    return cite_within(text, pack.cite([row["citation"]]))


def _say_placebo(pack: Pack, row: Mapping[str, Any]) -> Linked:
    interval = format_interval(row["ci_low"], row["ci_high"], 2, absent="")
    inner = f" (95% CI {interval})" if interval else ""
    text = (
        f"Response to {GROUPS[row['group']]}, {row['outcome']}: "
        f"{format_signed(row['value'], 2)} {row['unit']}{inner}; {name_keys(row['notes'], pack)}."
    )
    return cite_within(text, pack.cite([row["citation"]]))
