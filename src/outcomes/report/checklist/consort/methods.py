"""Items 8 to 21d of CONSORT 2025: methods."""

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
from outcomes.study.study import Study
from outcomes.vocabulary.population import declared_population

_METHODS = "Methods"


def _excuse_one_arm(study: Study) -> str:
    if study.file.asks_once:
        return "Does not apply: nobody was allocated to a treatment."
    one = study.file.design == "single-arm"
    return "Does not apply: everybody had the same treatment." if one else ""


def _excuse_open(study: Study) -> str:
    blinding = study.file.blinding
    if blinding is not None and not blinding.blinded:
        return "Does not apply: nobody was blinded."
    return _excuse_one_arm(study)


ITEMS = (
    keyed_item(
        "8",
        _METHODS,
        "How patients or the public took part in design, conduct and reporting.",
        "patient_involvement",
    ),
    Item(
        "9",
        _METHODS,
        "The design: type of trial, allocation ratio, framework (as superiority).",
        (in_study_file("design and arms", "arms", lacks=gaps.of_design),),
    ),
    keyed_item(
        "10",
        _METHODS,
        "Important changes after the start, outcomes and analyses not planned among them, and why.",
        "changes",
        given("changes"),
        in_section(
            "every-visit",
            "endpoints not declared in the plan",
            conditions.has_undeclared,
            lacks="no reasons",
        ),
    ),
    keyed_item(
        "11",
        _METHODS,
        "Where the trial took place: countries, clinics.",
        "setting",
        given("setting", "care", "locations"),
    ),
    keyed_item(
        "12a",
        _METHODS,
        "Who could take part.",
        "eligibility",
        given("eligibility", "inclusion", "exclusion"),
        in_study_file(
            "condition",
            "content",
            lambda study: study.file.condition,
            lacks="the condition, no criteria",
        ),
    ),
    keyed_item(
        "12b",
        _METHODS,
        "Which sites, and which people giving treatment, could take part.",
        "eligibility: sites, therapists",
        given("eligibility", "sites", "therapists"),
    ),
    keyed_item(
        "13",
        _METHODS,
        "Treatment and comparator, in enough detail to be repeated.",
        "treatment of each arm",
        in_study_file(
            "what was given", TREATMENT, conditions.tells_what_was_done, lacks=gaps.of_treatment
        ),
    ),
    Item(
        "14",
        _METHODS,
        "Primary and secondary outcomes: measure, summary, time point.",
        (in_study_file("what was planned", "plan", lacks=gaps.of_outcomes),),
    ),
    keyed_item("15", _METHODS, "How harms were defined and looked for.", "harms_assessment"),
    keyed_item("16a", _METHODS, "How the number of participants was decided on.", "sample_size"),
    keyed_item("16b", _METHODS, "Analyses before the end, and rules for stopping.", "interim"),
    keyed_item(
        "17a",
        _METHODS,
        "Who made the random sequence, and how.",
        "sequence",
        given("sequence", "generated_by", "method"),
        randomised_only=True,
    ),
    keyed_item(
        "17b",
        _METHODS,
        "The kind of randomisation, with blocks or strata.",
        "sequence",
        in_study_file(
            "sequence", "sequence", conditions.tells_restrictions, lacks=gaps.of_restrictions
        ),
        randomised_only=True,
    ),
    keyed_item(
        "18",
        _METHODS,
        "How the next allocation was kept hidden.",
        "concealment",
        randomised_only=True,
    ),
    keyed_item(
        "19",
        _METHODS,
        "Whether those who enrolled or assigned participants could see the sequence.",
        "enrolment",
        given("enrolment", "access"),
        randomised_only=True,
    ),
    Item(
        "20a",
        _METHODS,
        "Who did not know which treatment was given.",
        (given("blinding"),),
        "Not answered: the study file does not say (key: blinding).",
        excuse=_excuse_one_arm,
    ),
    Item(
        "20b",
        _METHODS,
        "How that was achieved, and how alike treatments were.",
        (given("blinding", lacks=gaps.of_blinding),),
        "Not answered: the study file does not say (key: blinding).",
        excuse=_excuse_open,
    ),
    Item(
        "21a",
        _METHODS,
        "Statistical methods for each outcome, harms among them.",
        (
            in_section(
                "methods",
                "methods and references",
                conditions.has_primary,
                lacks=gaps.of_harm_methods,
            ),
        ),
        "Not answered: no report has a primary result, and so none says how it was made.",
    ),
    Item(
        "21b",
        _METHODS,
        "Who is counted in each analysis, and in which arm.",
        (
            in_section(
                "participant-flow", "those in the primary analysis", conditions.counts_analysed
            ),
            in_study_file(
                "population",
                "plan",
                lambda study: declared_population(study.file),
                lacks="as declared, not as counted in an analysis",
            ),
        ),
        "Not answered: no report counts who was analysed.",
    ),
    Item(
        "21c",
        _METHODS,
        "What was done about missing scores.",
        (
            in_section("limits", "missing scores", conditions.has_missing_in_comparison),
            in_section(
                "missing",
                "no score of the primary result is missing",
                conditions.has_none_missing,
            ),
            in_section(
                "missing",
                "what is missing",
                conditions.has_missing,
                lacks="how many, not what is assumed of them",
            ),
        ),
        "Not answered: no report counts the missing scores.",
    ),
    Item(
        "21d",
        _METHODS,
        "Methods of further analyses, planned or not.",
        (
            in_section("secondary", "secondary endpoints", conditions.has_secondary),
            in_section(
                "limits",
                "what if the missing scores were worse",
                conditions.has_tipping,
                lacks="not declared in the plan",
            ),
        ),
        NO_ANALYSIS,
    ),
)
