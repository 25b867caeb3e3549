"""What one group did by itself, in plain words: no effect of a treatment."""

from __future__ import annotations

from outcomes.instruments.definition import Endpoint
from outcomes.prose.change import has_baseline, is_absent, nobody_changed
from outcomes.prose.patients_words import (
    NO_ANSWER,
    NOT_SURE,
    Row,
    count_affected,
    say_amount,
    say_counted_by,
    say_move,
    say_once,
)
from outcomes.prose.sides import find_sides, on_side
from outcomes.rounding import format_number
from outcomes.study.study import Study
from outcomes.vocabulary.lookup import Lookup
from outcomes.vocabulary.names import say_arm
from outcomes.vocabulary.scales import digits_of, with_unit
from outcomes.vocabulary.visits import at_visit

NO_START = "There is no score from the start to compare it with."


def say_alone(found: Lookup, study: Study) -> str:
    """Return what one group did by itself, which is not yet what a treatment did."""
    primary = study.file.plan.primary
    sides = find_sides(found, primary.endpoint, primary.visit, "change", "share", "mean")
    sentences = [
        text for side in sides for arm in study.arms for text in _say_arm(found, study, arm, side)
    ]
    if not sentences:
        return f"Nothing could be worked out {at_visit(primary.visit)}. {NO_ANSWER}"
    return say_once(sentences)


def _say_arm(found: Lookup, study: Study, arm: str, side: str) -> list[str]:
    primary = study.file.plan.primary
    endpoint = study.endpoints[primary.endpoint]
    place = {"endpoint": primary.endpoint, "visit": primary.visit, "arm": arm, "side": side}
    change, share, mean = (found.row(name, **place) for name in ("change", "share", "mean"))
    says_mean = endpoint.kind != "binary" and not has_baseline(study, primary.endpoint)
    sentences = []
    if change is not None and not is_absent(change["estimate"]):
        sentences += _say_own_change(change, endpoint, study)
    elif mean is not None and says_mean:
        sentences += [_say_own_mean(mean, endpoint), NO_START]
    if share is not None and not is_absent(share["estimate"]):
        sentences.append(_say_own_share(share, endpoint))
    if side and sentences:
        sentences[0] = f"{on_side(side)}{sentences[0][:1].lower()}{sentences[0][1:]}"
    return sentences


def _say_own_change(row: Row, endpoint: Endpoint, study: Study) -> list[str]:
    who = f"with {say_arm(study.labels, row['arm'])}"
    low, high = sorted((row["ci_low"], row["ci_high"]))
    if nobody_changed(row):
        return [f"Since the start, the score did not change in anybody {who}."]
    stated = f"Since the start, the score {say_move(row, endpoint)} {who}, on average."
    if is_absent(row["ci_low"]) or is_absent(row["ci_high"]):
        return [stated, NOT_SURE]
    names = [
        f"{'a rise' if end > 0 else 'a fall'} of {say_amount(end, endpoint)}" for end in (low, high)
    ]
    near, far = (names[0], names[1]) if high > 0 else (names[1], names[0])
    if low == 0 or high == 0:
        near = "no change"
    return [stated, f"The true change could be anywhere from {near} to {far}."]


def _say_own_mean(row: Row, endpoint: Endpoint) -> str:
    digits = digits_of(endpoint)
    mean = with_unit(format_number(row["estimate"], digits), endpoint.unit)
    return f"The score was {mean} on average."


def _say_own_share(row: Row, endpoint: Endpoint) -> str:
    if endpoint.kind == "binary":
        return f"The answer was yes for {count_affected(row)}."
    return f"{count_affected(row)} got better by at least {say_counted_by(row, endpoint)}."
