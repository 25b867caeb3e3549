"""CONSORT 2025, for randomised trials, in our own words.

Items and numbers: Hopewell S, Chan A-W, Collins GS, et al. CONSORT 2025 statement: updated
guideline for reporting randomised trials. BMJ 2025;389:e081123.
"""

from __future__ import annotations

from outcomes.report.checklist.item import Item, in_section, in_study_file, in_words
from outcomes.study.study import Study

CITATION = (
    "Hopewell S, Chan A-W, Collins GS, et al. CONSORT 2025 statement: updated guideline for "
    "reporting randomised trials. BMJ 2025;389:e081123."
)
RESULT = ("treatment-effect", "before-after")
"""Reports that hold the study's own result."""
QUALITY = ("data-quality",)

_TITLE = "Title and abstract"
_OPEN = "Open science"
_INTRODUCTION = "Introduction"
_METHODS = "Methods"
_RESULTS = "Results"
_DISCUSSION = "Discussion"
_NOT_RUN = "Not answered: no report that would answer it was made."


def _lacks_treated(study: Study) -> str:
    flow = study.file.flow.arms
    told = all(name in flow and flow[name].received is not None for name in study.arms)
    return "" if told else "who received the treatment is not recorded"


def _lacks_reasons(study: Study) -> str:
    flow = study.file.flow
    told = flow.excluded and all(
        name in flow.arms and "lost" in flow.arms[name].model_fields_set for name in study.arms
    )
    return "" if told else "reasons are not recorded, or not for all"


ITEMS = (
    Item(
        "1a",
        _TITLE,
        "The title says that the trial is randomised.",
        (in_study_file("title", "content", lambda study: "randomi" in study.file.title.lower()),),
        "Not answered: the title does not say so.",
        True,
    ),
    Item(
        "1b",
        _TITLE,
        "A structured summary of design, methods, results and conclusions.",
        (
            in_study_file(
                "summary",
                "content",
                lambda study: study.file.summary,
                lacks="results stand on the reports' cards below it",
            ),
        ),
        "Not answered: the study file has no summary.",
    ),
    Item("2", _OPEN, "Where the trial is registered, its number and the date."),
    Item(
        "3",
        _OPEN,
        "Where protocol and statistical analysis plan can be read.",
        (in_study_file("what was planned", "plan", lacks="a plan in brief, no protocol"),),
    ),
    Item(
        "4",
        _OPEN,
        "Where and how data, code and other material can be had.",
        (
            in_section(
                (*RESULT, *QUALITY), "how this page was made", lacks="nothing on patients' own data"
            ),
        ),
        _NOT_RUN,
    ),
    Item("5a", _OPEN, "Who paid for the trial, and what part they had in it."),
    Item("5b", _OPEN, "What interests the authors have that may matter."),
    Item(
        "6",
        _INTRODUCTION,
        "The background, and why the trial was done.",
        (
            in_section(
                (*RESULT, "evidence"), "published", lacks="what is published, not why it was done"
            ),
        ),
    ),
    Item(
        "7",
        _INTRODUCTION,
        "The objectives, on benefit and on harm.",
        (in_words(RESULT, "question", "question", lacks="stated for benefit only"),),
        _NOT_RUN,
    ),
    Item("8", _METHODS, "How patients or the public took part in design, conduct and reporting."),
    Item(
        "9",
        _METHODS,
        "The design: type of trial, allocation ratio, framework (as superiority).",
        (
            in_study_file(
                "design and arms", "arms", lacks="neither the ratio intended nor the framework"
            ),
        ),
    ),
    Item(
        "10",
        _METHODS,
        "Important changes after the start, outcomes and analyses not planned among them, and why.",
        (in_words(RESULT, "not declared", "endpoints not declared in the plan", lacks="reasons"),),
    ),
    Item("11", _METHODS, "Where the trial took place: countries, clinics."),
    Item(
        "12a",
        _METHODS,
        "Who could take part.",
        (
            in_study_file(
                "condition",
                "content",
                lambda study: study.file.condition,
                lacks="the condition only, no other criteria",
            ),
        ),
        "Not answered: the study file names no condition.",
    ),
    Item("12b", _METHODS, "Which sites, and which people giving treatment, could take part."),
    Item(
        "13",
        _METHODS,
        "Treatment and comparator, in enough detail to be repeated.",
        (in_study_file("arms", "arms", lacks="names and roles only, no doses or sessions"),),
    ),
    Item(
        "14",
        _METHODS,
        "Primary and secondary outcomes: measure, summary, time point.",
        (in_study_file("what was planned", "plan"), in_section(RESULT, "planned")),
    ),
    Item(
        "15",
        _METHODS,
        "How harms were defined and looked for.",
        (),
        "Not answered: the study file lists events, not how they were asked for.",
    ),
    Item("16a", _METHODS, "How the number of participants was decided on."),
    Item("16b", _METHODS, "Analyses before the end, and rules for stopping."),
    Item("17a", _METHODS, "Who made the random sequence, and how.", randomised_only=True),
    Item(
        "17b", _METHODS, "The kind of randomisation, with blocks or strata.", randomised_only=True
    ),
    Item("18", _METHODS, "How the next allocation was kept hidden.", randomised_only=True),
    Item(
        "19",
        _METHODS,
        "Whether those who enrolled or assigned participants could see the sequence.",
        randomised_only=True,
    ),
    Item("20a", _METHODS, "Who did not know which treatment was given.", randomised_only=True),
    Item(
        "20b",
        _METHODS,
        "How that was achieved, and how alike treatments were.",
        randomised_only=True,
    ),
    Item(
        "21a",
        _METHODS,
        "Statistical methods for each outcome, harms among them.",
        (
            in_study_file(
                "what was planned",
                "plan",
                lambda study: study.file.plan.primary.method,
                lacks="no method for harms",
            ),
            in_section(RESULT, "references on methods", lacks="no method for harms"),
        ),
        _NOT_RUN,
    ),
    Item(
        "21b",
        _METHODS,
        "Who is counted in each analysis, and in which arm.",
        (in_study_file("population", "plan", lambda study: study.file.plan.population),),
    ),
    Item(
        "21c",
        _METHODS,
        "What was done about missing scores.",
        (
            in_words(RESULT, "what is missing depends only on", "the answer"),
            in_words(RESULT, "have a score", "the answer"),
        ),
        "Not answered: no report says what is assumed about missing scores.",
    ),
    Item(
        "21d",
        _METHODS,
        "Methods of further analyses, planned or not.",
        (
            in_section(
                RESULT,
                "sensitivity|subgroup|tipping|other endpoint",
                lacks="see what is planned there",
            ),
        ),
        "Not answered: no report has further analyses.",
    ),
    Item(
        "22a",
        _RESULTS,
        "How many were assigned, treated and analysed in each arm (a flow diagram).",
        (
            in_section(RESULT, "participant flow", lacks=_lacks_treated),
            in_section(QUALITY, "who was seen", lacks="seen at each visit, not who was treated"),
        ),
        _NOT_RUN,
    ),
    Item(
        "22b",
        _RESULTS,
        "Losses and exclusions in each arm, with reasons.",
        (
            in_section(RESULT, "participant flow", lacks=_lacks_reasons),
            in_section(QUALITY, "missing", lacks="numbers, no reasons"),
        ),
        _NOT_RUN,
    ),
    Item("23a", _RESULTS, "Dates of recruitment and follow-up."),
    Item("23b", _RESULTS, "Why the trial ended or was stopped."),
    Item("24a", _RESULTS, "Treatment and comparator as they were given, who by, how closely."),
    Item("24b", _RESULTS, "Other care that participants had in each arm."),
    Item(
        "25",
        _RESULTS,
        "A table of participants at baseline, by arm.",
        (in_section(QUALITY, "baseline"),),
        _NOT_RUN,
    ),
    Item(
        "26",
        _RESULTS,
        "For each outcome and arm: how many were analysed, the result, the size of the effect and "
        "its precision.",
        (in_section(RESULT, "answer|result"), in_section(RESULT, "every endpoint|as observed")),
        _NOT_RUN,
    ),
    Item(
        "27",
        _RESULTS,
        "All harms, in each arm.",
        (
            in_section(RESULT, "harm|adverse|safety"),
            in_words(RESULT, "recorded event", "participants with a recorded event"),
        ),
        "Not answered: no harms are recorded, which is not the same as no harm.",
    ),
    Item(
        "28",
        _RESULTS,
        "Results of any further analyses, planned ones told from others.",
        (in_section(RESULT, "sensitivity|subgroup|tipping|other endpoint"),),
        "Not answered: no report has further analyses.",
    ),
    Item(
        "29",
        _DISCUSSION,
        "An interpretation that weighs benefit and harm and other evidence.",
        (in_section(RESULT, "published|cannot show|compares"),),
        _NOT_RUN,
    ),
    Item(
        "30",
        _DISCUSSION,
        "Limits: bias, imprecision, how far it can be generalised.",
        (
            in_section(RESULT, "limit|cannot show"),
            in_section(QUALITY, "missing", lacks="missing scores only"),
        ),
        _NOT_RUN,
    ),
)
"""In order."""
