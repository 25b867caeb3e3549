"""What published trials say together, in words that stay inside their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from outcomes.displays.links import Linked, cite_after, cite_within, name_citation
from outcomes.displays.passage import Paragraph, Passage
from outcomes.evidence.schema import COMPARATOR_ROLES, TRIALS_FOR_FUNNEL
from outcomes.rounding import format_count, format_level, format_number
from outcomes.study.study import Study
from outcomes.vocabulary.sentences import capitalise, join_words, say_size

if TYPE_CHECKING:
    from outcomes.analysis.joint_evidence import DomainEvidence
    from outcomes.analysis.study_added import StudyAdded
    from outcomes.analysis.synthesis import DomainPool

Interval = tuple[float, float]

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def write_evidence(evidence: DomainEvidence) -> Passage:
    """Write what the published trials of a domain say, a paragraph a comparator.

    With one trial nothing is pooled, and with two both intervals are given with what can and
    cannot be said. No sentence goes beyond its interval.

    Parameters
    ----------
    evidence : DomainEvidence
        One domain, from `outcomes.analysis.joint_evidence.gather_evidence`.

    Returns
    -------
    Passage
        Of kind ``result``; ``note`` where no effect could be made.
    """
    if not evidence.pools:
        return _write_nothing(evidence)
    main = evidence.main
    title = f"{capitalise(evidence.domain)}, {main[0].window.label}"
    paragraphs: list[Paragraph] = [say_pool(one, evidence.level) for one in main]
    there = {one.comparator for one in main}
    absent = [name for role, name in COMPARATOR_ROLES.items() if role not in (*there, "mixed")]
    if absent:
        paragraphs.append(f"Against {join_words(absent)}: no effect could be made at this time.")
    return Passage("result", title, tuple(paragraphs))


def write_added(study: Study, added: StudyAdded) -> Passage:
    """Write what adding this study changes, or why it is not added.

    Parameters
    ----------
    study : Study
        The study.
    added : StudyAdded
        From `outcomes.analysis.study_added.add_own_study`.

    Returns
    -------
    Passage
        Of kind ``result``, or ``caution`` where nothing was added.
    """
    title = "This study added"
    if added.refused:
        paragraphs: list[Paragraph] = [f"This study is not added: {added.refused}."]
        if study.file.provenance == "simulated":
            paragraphs.append(
                "A pool with simulated data in it would only give back what went into the "
                "simulation. For a study with collected data, the forest plots stand here before "
                "and after."
            )
        return Passage("caution", title, tuple(paragraphs))
    return Passage("result", title, tuple(_say_change(*pair) for pair in added.pairs))


def write_small_studies(evidence: Sequence[DomainEvidence]) -> Passage:
    """Write whether anything can be said of trials that stayed unpublished."""
    most = max((one.k for each in evidence for one in each.pools), default=0)
    if most >= TRIALS_FOR_FUNNEL:
        text = (
            f"The largest pool has {most} trials. A lopsided funnel may come from unpublished "
            "trials, from small trials that differ in patients or conduct, or from chance."
        )
    else:
        text = (
            f"The largest pool here has {_count(most)}. With fewer than {TRIALS_FOR_FUNNEL} trials "
            "neither a funnel plot nor a test can tell whether small trials were left unpublished, "
            "so none is shown. That is no sign that all were published."
        )
    return Passage("note", "Unpublished trials", (text,))


def _write_nothing(evidence: DomainEvidence) -> Passage:
    found = evidence.unused["trial"].nunique()
    trials = f"{capitalise(_count(found, 'randomised trial'))} {'was' if found == 1 else 'were'}"
    text = (
        f"{trials} found that could have looked at {evidence.domain}; no effect between arms could "
        "be made of what was read, so nothing is pooled and nothing is said about it."
    )
    keys = [key for key in evidence.unused["citation"] if key]
    return Passage("note", capitalise(evidence.domain), (cite_after(text, keys),))


def excludes_no_difference(one: DomainPool) -> bool:
    """Whether every interval of a pool, or the only trial's own, lies on one side."""
    if one.pooled is None:
        return _side(find_interval(one))
    return _side(one.pooled.ci_knapp_hartung) and _side(one.pooled.ci_normal)


def say_pool(one: DomainPool, level: float, *, head: str = "Against") -> Linked:
    """Return what the trials of one comparator and time say together, and no more.

    Parameters
    ----------
    one : DomainPool
        One trial or more.
    level : float
        Confidence level of the intervals.
    head : str
        The words before the comparator.
    """
    keys = list(dict.fromkeys(one.effects["citation"]))
    head = f"{head} {COMPARATOR_ROLES.get(one.comparator, one.comparator)}"
    if one.pooled is None:
        interval = find_interval(one)
        size = _say_effect(one, float(one.effects["yi"].iloc[0]))
        text = (
            f"{head}: one trial, {name_citation(keys[0])}, with {size} "
            f"({format_level(level)} CI {say_sides(one, interval)}). One trial is not pooled: "
            f"its own estimate stands. {_judge(interval)}"
        )
        return cite_within(text, keys)
    pooled = one.pooled
    names = join_words([name_citation(key) for key in keys])
    hartung, normal = pooled.ci_knapp_hartung, pooled.ci_normal
    text = (
        f"{head}: {_count(one.k)}, {names}; on average {_say_effect(one, pooled.estimate)}. "
        f"{format_level(level)} CI by Knapp-Hartung {say_sides(one, hartung)}; by the normal "
        f"distribution {say_sides(one, normal)}. "
    )
    return cite_within(text + _say_reading(one), keys)


def _say_reading(one: DomainPool) -> str:
    """Say what can and cannot be said of a pool; no side unless both intervals are on it."""
    pooled = one.pooled
    if pooled is None:
        return ""
    hartung, normal = _side(pooled.ci_knapp_hartung), _side(pooled.ci_normal)
    if one.k == 2:
        return _say_of_two(one, hartung, normal)
    if hartung and normal:
        side = "dextrose" if pooled.estimate > 0 else "the comparator"
        text = f"Both intervals exclude no difference: the average effect favours {side}."
    elif hartung or normal:
        which = "Knapp-Hartung" if hartung else "normal"
        text = (
            f"Only the {which} interval excludes no difference, so whether there is one on average "
            "stays open."
        )
    else:
        text = "Both intervals include no difference: the data fit a benefit of either."
    if math.isnan(pooled.pi[0]):
        return text
    place = say_sides(one, pooled.pi, "from")
    predicted = f"The true effect of a new trial alike would lie {place}"
    both = "on one side" if _side(pooled.pi) else "either side could come out better"
    return f"{text} {predicted} (prediction interval): {both}."


def _say_of_two(one: DomainPool, hartung: bool, normal: bool) -> str:
    """Say what two trials can and cannot tell; which intervals exclude no difference is given."""
    same = len({yi > 0 for yi in one.effects["yi"]}) == 1
    lean = "the two estimates lean to the same side" if same else "the two disagree"
    text = (
        f"What can be said: {lean}. What cannot: how far trials differ, which two numbers do "
        "not tell. "
    )
    if hartung:
        second = "takes the distance between trials as known"
        if not normal:
            second += " and includes no difference"
        return text + (
            "The Knapp-Hartung interval excludes no difference only because the two happen to lie "
            f"close together; the normal one {second}. Neither is a firm answer."
        )
    text += (
        "The Knapp-Hartung interval is honest about that and, at its width, useless; the normal "
        "one takes it as known and is too narrow."
    )
    if normal:
        text += (
            " Only the second excludes no difference, so whether there is one on average stays "
            "open."
        )
    return text


def _say_change(before: DomainPool, after: DomainPool) -> Linked:
    keys = list(dict.fromkeys(key for key in before.effects["citation"] if key))
    own = after.effects.iloc[-1]
    role = COMPARATOR_ROLES.get(before.comparator, before.comparator)
    interval = (float(own["ci_low"]), float(own["ci_high"]))
    sentences = [
        f"{capitalise(before.domain)} against {role}: this study has "
        f"{_say_effect(after, float(own['yi']))} (CI {say_sides(after, interval)})."
    ]
    sentences.append(f"Before: {_say_both(before)}. After: {_say_both(after)}.")
    if after.pooled is not None:
        weight = format_number(float(after.pooled.weights[-1]), 0)
        sentences.append(f"This study has {weight}% of the weight.")
        was = before.pooled.ci_knapp_hartung if before.pooled else None
        now = after.pooled.ci_knapp_hartung
        if was is not None and not math.isnan(now[0]):
            width = "narrower" if now[1] - now[0] < was[1] - was[0] else "no narrower"
            sentences.append(f"The Knapp-Hartung interval is {width} with it.")
        sentences.append(_say_reading(after))
    return cite_within(" ".join(sentences), keys)


def _say_both(one: DomainPool) -> str:
    if one.pooled is None:
        return f"one trial, {name_citation(one.effects['citation'].iloc[0])}, nothing pooled"
    return (
        f"{_count(one.k)}, on average {_say_effect(one, one.pooled.estimate)} (CI by "
        f"Knapp-Hartung {say_sides(one, one.pooled.ci_knapp_hartung)}; normal "
        f"{say_sides(one, one.pooled.ci_normal)})"
    )


def _say_effect(one: DomainPool, effect: float) -> str:
    """Return ``8.8 points in favour of dextrose``."""
    side = "dextrose" if effect > 0 else "the comparator"
    size = say_size(effect, _digits(one))
    return f"{size} {one.unit} in favour of {side}" if effect else "no difference"


def find_interval(one: DomainPool) -> Interval:
    """Return the interval by Knapp and Hartung, or the only trial's own."""
    if one.pooled is not None:
        return one.pooled.ci_knapp_hartung
    row = one.effects.iloc[0]
    return float(row["ci_low"]), float(row["ci_high"])


def say_sides(one: DomainPool, interval: Interval, opening: str = "") -> str:
    """Return an interval with the sides that it reaches in words."""
    low, high = interval
    digits = _digits(one)
    if math.isnan(low) or math.isnan(high):
        return "none"
    if low < 0 < high:
        return (
            f"from {say_size(low, digits)} in favour of the comparator to "
            f"{say_size(high, digits)} in favour of dextrose"
        )
    near, far = sorted((low, high), key=abs)
    side = "dextrose" if far > 0 else "the comparator"
    text = f"{say_size(near, digits)} to {say_size(far, digits)} in favour of {side}"
    return f"{opening} {text}".strip()


def _judge(interval: Interval) -> str:
    """Say what the interval of one trial allows, and no more."""
    if _side(interval):
        side = "dextrose" if interval[0] > 0 else "the comparator"
        return f"The interval excludes no difference: it favours {side}."
    return "The interval includes no difference: the data fit a benefit of either."


def _side(interval: Interval) -> bool:
    """Whether the whole interval lies on one side of no difference."""
    return interval[0] > 0 or interval[1] < 0


def _digits(one: DomainPool) -> int:
    return 1 if one.measure == "MD" else 2


def _count(number: int, what: str = "trial") -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else format_count(number)
    return f"{word} {what}{'' if number == 1 else 's'}"
