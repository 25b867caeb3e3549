"""Items 22a to 30 of CONSORT 2025: results and discussion."""

from __future__ import annotations

from outcomes.report.checklist import conditions, gaps
from outcomes.report.checklist.item import (
    NO_ANALYSIS,
    Item,
    given,
    in_section,
    in_study_file,
    keyed_item,
)
from outcomes.report.study_details import TREATMENT

_RESULTS = "Results"
_DISCUSSION = "Discussion"
_NOT_MADE = "Not answered: no report that would answer it was made."

ITEMS = (
    Item(
        "22a",
        _RESULTS,
        "How many were assigned, treated and analysed in each arm (a flow diagram).",
        (
            in_section(
                "participant-flow",
                "participant flow",
                conditions.has_flow,
                lacks=gaps.of_treated,
            ),
            in_section(
                "seen",
                "who was seen",
                conditions.counts_seen,
                lacks="seen at each visit, not who was treated",
            ),
        ),
        _NOT_MADE,
    ),
    Item(
        "22b",
        _RESULTS,
        "Losses and exclusions in each arm, with reasons.",
        (
            in_section(
                "participant-flow",
                "participant flow",
                conditions.has_flow,
                lacks=gaps.of_reasons,
            ),
            in_section(
                "missing",
                "what is missing",
                conditions.counts_missing,
                lacks="numbers, no reasons",
            ),
        ),
        _NOT_MADE,
    ),
    keyed_item(
        "23a",
        _RESULTS,
        "Dates of recruitment and follow-up.",
        "dates",
        given("dates", "recruitment_start", "recruitment_end", "follow_up_end"),
    ),
    keyed_item("23b", _RESULTS, "Why the trial ended or was stopped.", "ended"),
    keyed_item(
        "24a",
        _RESULTS,
        "Treatment and comparator as they were given, who by, how closely.",
        "treatment of each arm: as_given, given_by",
        in_study_file(
            "what was given",
            TREATMENT,
            conditions.tells_what_was_given,
            lacks=gaps.of_treatment_given,
        ),
    ),
    keyed_item(
        "24b",
        _RESULTS,
        "Other care that participants had in each arm.",
        "other_care",
        given("other_care", lacks=gaps.of_other_care),
    ),
    Item(
        "25",
        _RESULTS,
        "A table of participants at baseline, by arm.",
        (in_section("baseline", "participants at baseline", conditions.has_baseline),),
        "Not answered: no report describes the participants at baseline.",
    ),
    Item(
        "26",
        _RESULTS,
        "For each outcome and arm: how many were analysed, the result, the size of the effect and "
        "its precision.",
        (
            in_section("answer", "the answer", conditions.has_primary, lacks=gaps.of_results),
            in_section(
                "every-visit",
                "every endpoint and visit",
                conditions.has_primary,
                lacks=gaps.of_results,
            ),
        ),
        "Not answered: the primary result was not estimated in any report.",
    ),
    Item(
        "27",
        _RESULTS,
        "All harms, in each arm.",
        (in_section("harms", "harms", conditions.counts_harms),),
        "Not answered: no harms are recorded, which is not the same as no harm.",
    ),
    Item(
        "28",
        _RESULTS,
        "Results of any further analyses, planned ones distinguished from others.",
        (
            in_section(
                ("secondary", "every-visit"), "secondary endpoints", conditions.has_secondary
            ),
            in_section("limits", "what if the missing scores were worse", conditions.has_tipping),
        ),
        NO_ANALYSIS,
    ),
    Item(
        "29",
        _DISCUSSION,
        "An interpretation that weighs benefit and harm and other evidence.",
        (
            in_section(
                "comparators",
                "beside what has been published",
                conditions.has_echo,
                lacks="other evidence only; benefit and harm are not weighed",
            ),
            in_section(
                "published",
                "beside published findings",
                conditions.has_claims,
                lacks="other evidence only; benefit and harm are not weighed",
            ),
        ),
        "Not answered: nothing published is set beside the result.",
    ),
    Item(
        "30",
        _DISCUSSION,
        "Limits: bias, imprecision, how far it can be generalised.",
        (
            in_section(
                "limits",
                "what limits it",
                conditions.asks_primary,
                lacks="not how far it can be generalised",
            ),
            in_section(
                "missing",
                "what is missing",
                conditions.counts_missing,
                lacks="missing scores only",
            ),
        ),
        _NOT_MADE,
    ),
)
