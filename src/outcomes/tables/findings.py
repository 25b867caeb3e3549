"""The summary of findings at the top of a page of published evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from outcomes.analysis.certainty import count_people, find_ends
from outcomes.displays.links import cite_within
from outcomes.displays.table import Column, Table
from outcomes.evidence.directions import DIRECTIONS
from outcomes.evidence.schema import SIGN
from outcomes.rounding import (
    ABSENT,
    format_count,
    format_interval,
    format_number,
    format_signed,
)
from outcomes.vocabulary.certainty import Size, rate_finding, say_informative
from outcomes.vocabulary.intervals import head_interval
from outcomes.vocabulary.pools import find_effect, name_against
from outcomes.vocabulary.sentences import capitalise, count_things, join_words
from outcomes.vocabulary.trials import describe_time, digits_of_measure

if TYPE_CHECKING:
    from outcomes.analysis.findings import Finding, Row
    from outcomes.analysis.important import Important
    from outcomes.analysis.synthesis import DomainPool
    from outcomes.evidence import Pack

RULE = (
    "Certainty (GRADE): as a review judged its own pool, with its name; else ours, by rule from "
    "numbers alone, and therefore at most. It starts as high for randomised trials and is lowered "
    "a level each for few participants (below 400; 300 who responded), a wide interval (from no "
    "difference to one that may matter), an interval around what matters between groups, trials "
    "that differ so much that a new one could find the opposite, and risk of bias of these trials "
    "while it is not judged here. Indirectness and unpublished trials are not looked at: they "
    "could lower it further."
)


def table_findings(findings: Sequence[Finding], pack: Pack, level: float = 0.95) -> Table:
    """Table what is known of each outcome, with its certainty and in plain words.

    Parameters
    ----------
    findings : sequence of Finding
        From `outcomes.analysis.findings.summarise_findings`.
    pack : Pack
        The evidence.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Table
        One row a domain, of the one that is asked about one a kind of comparator; never empty.
    """
    return Table(
        caption="What is known of each outcome",
        columns=(
            Column("Outcome, against what"),
            Column(f"Difference ({head_interval([level])})"),
            Column("Difference that matters"),
            Column("Participants, trials"),
            Column("Certainty"),
            Column("In plain words"),
        ),
        rows=tuple(_row(finding, pack) for finding in findings),
        row_headers=1,
        notes=(
            f"Above 0 favours {pack.topic.arm}. One trial stands for itself; the interval of two "
            "holds if both estimate one effect. "
            f"{RULE}",
            *_list_sources(findings),
        ),
    )


def _list_sources(findings: Sequence[Finding]) -> list[str]:
    """Say where the differences that matter were found, which the study's instruments bring."""
    sources = dict.fromkeys(
        finding.important.source
        for finding in findings
        if finding.important is not None and finding.important.origin == "study"
    )
    return [f"Differences that matter: {'; '.join(sources)}."] if sources else []


def _row(finding: Finding, pack: Pack) -> tuple[str, ...]:
    if finding.pool is not None:
        return _of_pool(finding, finding.pool, pack)
    if finding.review is not None:
        return _of_review(finding, pack)
    if finding.directions:
        return _of_directions(finding, pack)
    nothing = "No number and no direction was read: nothing is known here."
    domains = capitalise(join_words(list(finding.domains)))
    return (domains, "none read", ABSENT, ABSENT, ABSENT, nothing)


def _of_pool(finding: Finding, one: DomainPool, pack: Pack) -> tuple[str, ...]:
    effect, ends = find_effect(one), find_ends(one)
    digits = digits_of_measure(one.measure)
    people = count_people(one)
    counted = "number not printed" if math.isnan(people) else format_count(people)
    stated = f"{format_signed(effect, digits)} ({format_interval(*ends, digits)}) {one.unit}"
    certainty = finding.certainty
    size = _size(effect, ends, finding.important)
    said = say_informative(
        finding.arm or pack.topic.arm,
        one.domain,
        one.name_comparator(),
        certainty.level if certainty else "very low",
        size,
        better=effect > 0,
        holds_less=_holds_less(ends, finding.important),
    )
    what = f"{one.label}, {one.window.label}{f', {finding.arm}' if finding.arm else ''}"
    return (
        capitalise(f"{what}, against {name_against(one)}"),
        cite_within(stated, pack.cite(one.effects["citation"]) if one.k <= 2 else ()),
        _important(finding.important, one.unit, pack),
        f"{counted} in {count_things(one.k, 'trial')}",
        capitalise(rate_finding(finding, pack)),
        _add_directions(f"{capitalise(said)}.", finding, pack),
    )


def _add_directions(said: str, finding: Finding, pack: Pack) -> str:
    """Add which trials printed no number, and what they found by their own tests."""
    rows = finding.directions
    if not rows:
        return said
    told = "; ".join(
        f"{DIRECTIONS[direction].format(arm=pack.topic.arm)} in {join_words(names)}"
        for direction, names in _name_by_direction(rows, pack).items()
    )
    without = f"Without a number, by the authors' tests: {told}."
    return cite_within(f"{said} {without}", pack.cite(row["citation"] for row in rows))


def _name_by_direction(rows: Sequence[Row], pack: Pack) -> dict[str, list[str]]:
    """Return the trials that have each direction, a trial of several under each."""
    named: dict[str, list[str]] = {}
    for row in rows:
        names = named.setdefault(row["direction"], [])
        name = pack.name_citation(row["trial"])
        names.extend([] if name in names else [name])
    return named


def _of_review(finding: Finding, pack: Pack) -> tuple[str, ...]:
    row = finding.review
    if row is None:
        return ()
    sign = SIGN[row["higher"]]
    effect = sign * row["value"]
    low, high = sorted((sign * row["ci_low"], sign * row["ci_high"]))
    digits = 2 if row["statistic"] == "standardised mean difference" else 1
    when = f", {describe_time(row)}" if row["week"] == row["week"] else ""
    name = pack.name_citation(row["trial"])
    stated = f"{format_signed(effect, digits)} ({format_interval(low, high, digits)}) {row['unit']}"
    size = _size(effect, (low, high), finding.important)
    said = say_informative(
        pack.topic.arm,
        finding.domains[0],
        f"{row['comparator']} in {row['condition']}",
        row["certainty"],
        size,
        better=effect > 0,
        holds_less=_holds_less((low, high), finding.important),
    )
    cited = pack.cite([row["citation"]])
    return (
        capitalise(f"{row['outcome']}{when}, against {row['comparator']} in {row['condition']}"),
        cite_within(f"{stated}, pooled by {name}", cited),
        _important(finding.important, row["unit"], pack),
        "not printed" if math.isnan(row["n"]) else format_count(row["n"]),
        cite_within(capitalise(rate_finding(finding, pack)), cited),
        f"{capitalise(said)}.",
    )


def _of_directions(finding: Finding, pack: Pack) -> tuple[str, ...]:
    rows = finding.directions
    named = _name_by_direction(rows, pack)
    better, worse, same = (len(named.get(direction, ())) for direction in DIRECTIONS)
    trials = {row["trial"]: row["n"] for row in rows}
    sizes = [n for n in trials.values() if n == n]
    against = pack.topic.name_comparator(finding.role)
    conditions = " or ".join(dict.fromkeys(str(row["condition"]) for row in rows))
    told = [
        f"{pack.topic.arm} better in {format_count(better)}" if better else "",
        f"worse in {format_count(worse)}" if worse else "",
        f"no difference found in {format_count(same)}" if same else "",
    ]
    counted = f"{format_count(sum(sizes))} in " if sizes else ""
    (domain,) = finding.domains
    return (
        capitalise(f"{domain}, against {against} in {conditions}"),
        cite_within(
            f"no number read; by the authors' tests: {'; '.join(filter(None, told))}",
            pack.cite(row["citation"] for row in rows),
        ),
        ABSENT,
        f"{counted}{count_things(len(trials), 'report')}",
        capitalise(rate_finding(finding, pack)),
        f"How large a difference {pack.topic.arm} makes to {domain}, if any, is not known.",
    )


def _size(effect: float, ends: tuple[float, float], important: Important | None) -> Size:
    """Return how the estimate stands to no difference and to the one that matters."""
    if important is None:
        return "unknown"
    if abs(effect) >= important.low:
        return "important" if important.is_between_groups else "noticed"
    if ends[0] <= 0 <= ends[1]:
        return "none"
    return "small" if important.is_between_groups else "unnoticed"


def _holds_less(ends: tuple[float, float], important: Important | None) -> bool:
    """Whether an interval holds sizes below the one that matters."""
    if important is None:
        return False
    return ends[0] <= 0 <= ends[1] or min(abs(ends[0]), abs(ends[1])) < important.low


def _important(important: Important | None, unit: str, pack: Pack) -> str:
    if important is None:
        return "not known on this scale"
    low, high = important.low, important.high
    number = format_number(low) if low == high else f"{format_number(low)} to {format_number(high)}"
    meaning = {
        "minimal important difference": "between groups",
        "minimal important change": "to one patient",
    }.get(important.meaning, "")
    head = " ".join(filter(None, (number, unit, meaning)))
    return cite_within(head, pack.cite([important.source])) if important.origin == "pack" else head
