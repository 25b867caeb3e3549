"""Why something was not estimated, and why somebody is not in a model, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from outcomes.analysis_record import BASELINE, LeftOut, Reason
from outcomes.study.study import Labels
from outcomes.vocabulary.names import name_arm, name_covariate
from outcomes.vocabulary.sentences import join_words, mid_sentence
from outcomes.vocabulary.visits import at_visit, say_visit


def say_reason(reason: Reason, labels: Labels) -> str:
    """Return a reason as a clause that follows ``because`` or a colon.

    Parameters
    ----------
    reason : Reason
        From the ``reason`` column of an estimates frame, or a record's ``because``.
    labels : Labels
        The study's names.

    Examples
    --------
    >>> from outcomes.study import load_study
    >>> labels = load_study("knee-dextrose-saline").labels
    >>> say_reason(Reason("no-scores", ("saline",), ("week 52",)), labels)
    'nobody with saline injections has a score at week 52'
    """
    return _CLAUSES[reason.code](reason, labels)


def say_why_not(reason: Reason | None, labels: Labels) -> str:
    """Return why a row has no number, as `say_reason`; an analysis may have given no reason."""
    return "the analysis gives no reason" if reason is None else say_reason(reason, labels)


def say_left_out(part: LeftOut, labels: Labels) -> str:
    """Return why participants are not in a model, as ``no baseline score``."""
    reason = part.reason
    if reason.code == "outside-set":
        return f"not of the set \u201c{reason.columns[0]}\u201d"
    if reason.code == "after-event":
        return f"no score before {reason.columns[0].replace('_', ' ')}"
    if reason.code == "no-scores":
        visits = reason.visits
        return f"no score {at_visits(visits)}" if len(visits) == 1 else "no score after baseline"
    return "no baseline score"


def at_visits(visits: Sequence[str], *, last: str = "and") -> str:
    """Return ``at week 5``, ``at week 5 and week 9``, or ``after baseline`` for none.

    Parameters
    ----------
    visits : sequence of str
        Names of visits.
    last : str
        The word before the last of several.
    """
    if not visits:
        return "after baseline"
    if len(visits) == 1:
        return at_visit(visits[0])
    names = [at_visit(visits[0]), *(say_visit(visit) for visit in visits[1:])]
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _whose(reason: Reason, labels: Labels, last: str = "or") -> str:
    """Return `` with saline injections``, empty for no arm."""
    names = [mid_sentence(name_arm(labels, arm)) for arm in reason.arms]
    if not names:
        return ""
    return f" with {join_words(names) if last == 'and' else f' {last} '.join(names)}"


def _say_columns(reason: Reason, labels: Labels) -> str:
    return join_words(
        [
            "a baseline score" if name == BASELINE else f"a value of {name_covariate(labels, name)}"
            for name in reason.columns
        ]
    )


def _outside_set(reason: Reason, labels: Labels) -> str:
    return f"nobody{_whose(reason, labels)} is of the analysis set"


def _after_event(reason: Reason, labels: Labels) -> str:
    events = join_words([name.replace("_", " ") for name in reason.columns]) or "the event"
    return f"nobody{_whose(reason, labels)} has a score before {events}"


def _no_scores(reason: Reason, labels: Labels) -> str:
    when = at_visits(reason.visits, last="or")
    return f"nobody{_whose(reason, labels)} has a score {when}"


def _no_complete_case(reason: Reason, labels: Labels) -> str:
    when = at_visits(reason.visits, last="or")
    needed = _say_columns(reason, labels) or "what the analysis needs"
    return f"nobody{_whose(reason, labels)} has both a score {when} and {needed}"


def _too_few(reason: Reason, labels: Labels) -> str:
    when = f" {at_visits(reason.visits)}" if reason.visits else ""
    return f"too few participants{_whose(reason, labels, 'and')} have a score{when}"


def _no_spread(reason: Reason, labels: Labels) -> str:
    if reason.columns:
        names = [name_covariate(labels, name) for name in reason.columns]
        return f"{join_words(names)} is the same for all"
    when = f" {at_visits(reason.visits)}" if reason.visits else ""
    return f"every score{when} is the same"


def _same_change(reason: Reason, labels: Labels) -> str:
    return f"everybody{_whose(reason, labels)} changed by the same"


def _no_missing_score(reason: Reason, labels: Labels) -> str:
    when = f" {at_visits(reason.visits)}" if reason.visits else ""
    return f"no score is missing{when}{_whose(reason, labels)}"


def _collinear(reason: Reason, labels: Labels) -> str:
    names = join_words([name_covariate(labels, name) for name in reason.columns]) or "a covariate"
    return f"{names} cannot be told apart from the arm and the other covariates"


def _no_value(reason: Reason, labels: Labels) -> str:
    needed = _say_columns(reason, labels) or "what the analysis needs"
    return f"nobody{_whose(reason, labels)} has {needed}"


def _no_time(reason: Reason, labels: Labels) -> str:
    return f"nobody{_whose(reason, labels)} is known to have been followed after baseline"


def _undated_events(reason: Reason, labels: Labels) -> str:
    return f"the times of events{_whose(reason, labels)} are not known"


def _not_analysed(reason: Reason, labels: Labels) -> str:
    return f"no primary analysis has anybody{_whose(reason, labels)}"


def _always(clause: str) -> Callable[[Reason, Labels], str]:
    return lambda reason, labels: clause


_CLAUSES: Mapping[str, Callable[[Reason, Labels], str]] = {
    "outside-set": _outside_set,
    "after-event": _after_event,
    "no-scores": _no_scores,
    "unseen-arm": _no_scores,
    "no-baseline": _always("there is no baseline score"),
    "no-value": _no_value,
    "no-complete-case": _no_complete_case,
    "too-few": _too_few,
    "no-spread": _no_spread,
    "collinear": _collinear,
    "same-change": _same_change,
    "exact-fit": _always(
        "the model fits every score exactly, so nothing is left to judge a difference by"
    ),
    "not-countable": _always("some answers lie between yes and no, as a mean of two sides does"),
    "not-fitted": _always("no solution was found for these scores"),
    "not-recorded": _always("it is not recorded in the study's files"),
    "not-analysed": _not_analysed,
    "one-visit": _always("fewer than two follow-up visits have scores in every arm"),
    "no-missing-score": _no_missing_score,
    "yes-or-no": _always("its answers are yes or no"),
    "no-direction": _always("neither direction of change is declared better"),
    "no-time": _no_time,
    "undated-events": _undated_events,
    "no-events": _always("nobody in the arm compared with had an event"),
    "few-events": _always("fewer than five participants of an arm had one"),
    "no-threshold": _always("no size of change by which to count responders is available for it"),
    "no-covariate": _always("there is no baseline score and no covariate to adjust for"),
    "few-responses": _always(
        "too few participants responded, or did not respond, for the terms of the model"
    ),
    "empty-cell": _always("nobody, or everybody, in an arm responded"),
    "same-share": _always("as many responded in the one arm as in the other"),
    "separated": _always("the covariates predict the response of some participants with certainty"),
    "periods-not-balanced": _always(
        "the two treatments were not given equally often in each period, so their paired "
        "differences contain the effect of the period"
    ),
    "not-two-by-two": _always("this is only estimated for two treatments in two periods"),
    "separate-sides": _always(
        "the sides are analysed separately, and missing sides are not filled in"
    ),
}
"""By `outcomes.analysis_record.ReasonCode`."""
