"""Checking the sequences and periods of a crossover, and that other designs have none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from outcomes.errors import Fault
from outcomes.study.codes import did_you_mean
from outcomes.study.periods import find_start, list_assessments, list_periods
from outcomes.study.plan import Visit
from outcomes.study.read_study_file import Draft
from outcomes.study.source import KeyPath

_EXAMPLE = "`sequences: {AB: [drug, placebo], BA: [placebo, drug]}`"


def check_crossover(draft: Draft) -> Iterator[Fault]:
    """Yield what is wrong with ``sequences`` and with the periods of visits.

    Parameters
    ----------
    draft : Draft
        The study file as far as it could be read.
    """
    if not draft.is_valid("design"):
        return
    if not draft.file.is_crossover:
        yield from _refuse_elsewhere(draft)
        return
    if draft.is_valid("sequences") and draft.is_valid("arms"):
        yield from _check_sequences(draft)
        yield from _check_treatments(draft)
    if draft.is_valid("visits") and draft.is_valid("sequences") and draft.file.sequences:
        found = list(_check_each_visit(draft))
        yield from found
        if not found:
            yield from _check_order(draft)
            yield from _check_counterparts(draft)
            yield from _check_primary(draft)


def _refuse_elsewhere(draft: Draft) -> Iterator[Fault]:
    message = f"This is of a crossover, and this study is {draft.file.design}."
    fix = "Remove it, or say `design: crossover`."
    if draft.file.sequences:
        yield draft.source.fault(("sequences",), message, fix)
    if "sequence" in draft.file.columns.model_fields_set:
        yield draft.source.fault(("columns", "sequence"), message, fix)
    for number, visit in enumerate(draft.file.visits):
        for key, given in (("period", visit.period), ("before-treatment", visit.before_treatment)):
            if given:
                yield draft.source.fault(("visits", number, key), message, fix, given)


def _check_sequences(draft: Draft) -> Iterator[Fault]:
    sequences, say = draft.file.sequences, draft.source.fault
    if "arm" in draft.file.columns.model_fields_set:
        yield say(
            ("columns", "arm"),
            "In a crossover nobody has one arm.",
            "Name the column of the sequences instead: `columns: {sequence: ...}`.",
        )
    if len(sequences) < 2:
        yield say(
            ("sequences",) if sequences else ("design",),
            "A crossover has at least two sequences: in one alone, treatment and period cannot be "
            "told apart.",
            f"Give the treatments of each in order of the periods, as {_EXAMPLE}.",
        )
    lengths = [len(given) for given in sequences.values()]
    first: dict[tuple[str, ...], str] = {}
    for name, given in sequences.items():
        path: KeyPath = ("sequences", name)
        if len(given) < 2:
            yield say(path, "A sequence has at least two periods.", "Name the treatment of each.")
        elif len(given) != lengths[0]:
            yield say(
                path,
                f"This sequence has {len(given)} periods, and `{next(iter(sequences))}` has "
                f"{lengths[0]}.",
                "Name one treatment for each period, in every sequence alike.",
                list(given),
            )
        if name in draft.file.arms:
            yield say(
                path,
                "A sequence and a treatment have the same name.",
                "Call one of them otherwise.",
                name,
            )
        other = first.setdefault(given, name)
        if other != name:
            yield say(
                path,
                f"The sequences `{other}` and `{name}` are the same.",
                "Give them one name, in the tables too, or correct the order of treatments.",
                list(given),
            )


def _check_treatments(draft: Draft) -> Iterator[Fault]:
    arms, sequences, say = draft.file.arms, draft.file.sequences, draft.source.fault
    for name, given in sequences.items():
        for number, treatment in enumerate(given):
            if treatment not in arms:
                yield say(
                    ("sequences", name, number),
                    "There is no such treatment.",
                    f"{did_you_mean(treatment, arms)}The `arms` are: {', '.join(arms)}.",
                    treatment,
                )
        if len(given) > 1 and len(set(given)) == 1:
            yield say(
                ("sequences", name),
                "Every period of this sequence has the same treatment.",
                "Correct it, or say `parallel` if nobody changed the treatment.",
                list(given),
            )
    used = {treatment for given in sequences.values() for treatment in given}
    for name in arms if sequences else ():
        if name not in used:
            yield say(
                ("arms", name), "No sequence has this treatment.", "Remove it, or add it.", name
            )
    for name, arm in arms.items():
        if arm.code is not None:
            yield say(
                ("arms", name, "code"),
                "The tables of a crossover hold sequences, not treatments.",
                "Remove it; the keys of `sequences` are what the tables hold.",
                arm.code,
            )


def _check_each_visit(draft: Draft) -> Iterator[Fault]:
    periods, say = list_periods(draft.file), draft.source.fault
    for number, visit in enumerate(draft.file.visits):
        path: KeyPath = ("visits", number)
        if visit.period is None and visit.weeks > 0:
            yield say(
                path,
                "This visit does not say in which period it lies.",
                "Add `period: 1` or another, and `before-treatment: true` if the treatment of the "
                "period had not been given yet; only a visit at time 0 needs none.",
                visit.name,
            )
        elif visit.period is None and visit.before_treatment:
            yield say(
                (*path, "before-treatment"),
                "This visit is the baseline of a period, and does not say of which.",
                "Add `period: 1` or another, or remove the line.",
            )
        elif visit.period is not None and visit.weeks == 0 and not visit.before_treatment:
            yield say(
                (*path, "period"),
                "At time 0 no treatment had been given.",
                "Add `before-treatment: true`, or leave `period` out.",
                visit.period,
            )
        elif visit.period is not None and visit.period not in periods:
            yield say(
                (*path, "period"),
                f"There is no such period: the sequences have {len(periods)}.",
                f"Give a number from 1 to {len(periods)}, or add a treatment to each sequence.",
                visit.period,
            )


def _check_order(draft: Draft) -> Iterator[Fault]:
    visits = draft.file.visits
    in_time = sorted((visit for visit in visits if visit.period), key=lambda visit: visit.weeks)
    for before, visit in pairwise(in_time):
        if (before.period or 0) > (visit.period or 0):
            yield draft.source.fault(
                ("visits", visits.index(visit), "period"),
                f"This visit of period {visit.period} is later than `{before.name}` of period "
                f"{before.period}.",
                "Correct the times or the periods: one period ends before the next one.",
                visit.period,
            )
        elif before.period == visit.period and visit.before_treatment:
            yield draft.source.fault(
                ("visits", visits.index(visit), "before-treatment"),
                f"Period {visit.period} has a visit before this one, so it is not its baseline.",
                "Keep it for the first visit of the period, before its treatment.",
            )


def _check_counterparts(draft: Draft) -> Iterator[Fault]:
    """Every period must have the same visits, or treatments would be compared at other times."""
    visits, periods = draft.file.visits, list_periods(draft.file)
    after = {period: list_assessments(visits, period) for period in periods}
    for period, own in after.items():
        if len(own) != len(after[1]) or not own:
            yield draft.source.fault(
                ("visits",),
                f"Period {period} has {len(own)} visits after its treatment, and period 1 has "
                f"{len(after[1])}.",
                "Give every period the same visits after its treatment, at least one.",
            )
    starts = [period for period in periods if find_start(visits, period) is not None]
    for period in periods if starts and len(starts) < len(periods) else ():
        if period not in starts:
            yield draft.source.fault(
                ("visits",),
                f"Period {starts[0]} has a baseline of its own, and period {period} has none.",
                "Mark the visit before the treatment of every period with `before-treatment: "
                "true`, or none.",
            )


def _check_primary(draft: Draft) -> Iterator[Fault]:
    path: KeyPath = ("plan", "primary", "visit")
    wanted = draft.file.plan.primary.visit
    visit: Visit | None = next((one for one in draft.file.visits if one.name == wanted), None)
    if visit is not None and visit.before_treatment and visit.weeks > 0:
        yield draft.source.fault(
            path,
            "This visit is before the treatment of its period.",
            "Name a visit after it; its counterparts in the other periods are found by order.",
            wanted,
        )
