"""PRISMA 2020, for systematic reviews, in our own words.

Items and numbers: Page MJ, McKenzie JE, Bossuyt PM, et al. The PRISMA 2020 statement: an updated
guideline for reporting systematic reviews. BMJ 2021;372:n71.
"""

from __future__ import annotations

from outcomes.report.checklist import conditions, gaps
from outcomes.report.checklist.item import Find, Item, in_frame, in_section

CITATION = (
    "Page MJ, McKenzie JE, Bossuyt PM, et al. The PRISMA 2020 statement: an updated guideline for "
    "reporting systematic reviews. BMJ 2021;372:n71."
)
EFFECTS = "effects"
"""Id of the section that lists the effects of published trials; a report with it is asked."""
CERTAINTY = ("certainty", "limits")
"""Ids under which the limits and the certainty of the evidence may stand."""
REFERENCES = ("references", "methods")

_TITLE = "Title and abstract"
_INTRODUCTION = "Introduction"
_METHODS = "Methods"
_RESULTS = "Results"
_DISCUSSION = "Discussion"
_OTHER = "Other information"
_NO = "Not answered: the report on the evidence does not say."
_NO_SEARCH = "Not answered: no search was made for this report; it pools the trials it was given."
_NO_EFFECT = "Not answered: no effect of a trial could be read."
_NO_POOL = "Not answered: no two trials could be pooled."
_NO_CAUSES = "Not answered: causes of heterogeneity were not looked for."
_NOT_JUDGED = "Not answered: nobody has judged it in the study file (key: certainty)."
_UNKEPT = "Not answered: neither the study file nor the report has a place for it."


def _effects(text: str, *, lacks: str = "") -> tuple[Find, ...]:
    """Return what finds every effect, where one was read."""
    return (in_section(EFFECTS, text, conditions.has_effects, lacks=lacks),)


_PUBLICATION_BIAS = (
    in_section(CERTAINTY, "a funnel plot", conditions.has_large_pool),
    in_section(
        CERTAINTY,
        "certainty: publication bias",
        conditions.judges_publication_bias,
        lacks="as stated in the study file",
    ),
    in_section(
        CERTAINTY,
        "unpublished trials",
        conditions.has_pool,
        lacks="too few trials for a funnel plot or a test",
    ),
)

ITEMS = (
    Item(
        "1",
        _TITLE,
        "The title says that it is a systematic review.",
        missing="Not answered: it is a pooling of given trials and does not call itself a review.",
    ),
    Item("2", _TITLE, "A structured abstract.", missing=_NO),
    Item("3", _INTRODUCTION, "Why the review was done.", missing=_NO),
    Item("4", _INTRODUCTION, "What question it asks.", (in_section("question", "question"),), _NO),
    Item(
        "5",
        _METHODS,
        "Which studies count, and how they are grouped.",
        _effects("every effect", lacks="the grouping; no criteria"),
        _NO_EFFECT,
    ),
    Item("6", _METHODS, "Where studies were looked for, and when.", missing=_NO_SEARCH),
    Item("7", _METHODS, "The full search.", missing=_NO_SEARCH),
    Item("8", _METHODS, "How studies were chosen, and by how many people.", missing=_NO_SEARCH),
    Item(
        "9",
        _METHODS,
        "How data were taken from reports.",
        _effects("every effect", lacks="as printed; who took them out is not said"),
        _NO_EFFECT,
    ),
    Item(
        "10a",
        _METHODS,
        "Which outcomes were sought, and which results where there were several.",
        _effects("every effect"),
        _NO_EFFECT,
    ),
    Item(
        "10b",
        _METHODS,
        "Which other variables were sought, and what was assumed.",
        _effects("every effect", lacks="assumptions about numbers only"),
        _NO_EFFECT,
    ),
    Item("11", _METHODS, "How risk of bias was judged.", missing=_NO),
    Item(
        "12",
        _METHODS,
        "The measure of effect for each outcome.",
        _effects("every effect"),
        _NO_EFFECT,
    ),
    Item(
        "13a",
        _METHODS,
        "How it was decided which studies enter which synthesis.",
        _effects("every effect", lacks="which were left out, and why"),
        _NO_EFFECT,
    ),
    Item(
        "13b",
        _METHODS,
        "How data were prepared, as missing standard deviations.",
        _effects("how each effect was made"),
        _NO_EFFECT,
    ),
    Item(
        "13c",
        _METHODS,
        "How results are tabled and shown.",
        (in_section("domains", "domain by domain", conditions.has_effects),),
        _NO_EFFECT,
    ),
    Item(
        "13d",
        _METHODS,
        "How results were pooled, and how heterogeneity was measured.",
        (
            in_section("sensitivity", "ways of pooling", conditions.has_pool),
            in_section("methods", "methods and references", conditions.has_pool),
        ),
        _NO_POOL,
    ),
    Item("13e", _METHODS, "How causes of heterogeneity were looked for.", missing=_NO_CAUSES),
    Item(
        "13f",
        _METHODS,
        "Analyses of sensitivity.",
        (in_section("sensitivity", "ways of pooling", conditions.has_pool),),
        _NO_POOL,
    ),
    Item("14", _METHODS, "How bias from missing results was judged.", _PUBLICATION_BIAS, _NO_POOL),
    Item(
        "15",
        _METHODS,
        "How certainty was judged.",
        (
            in_section(
                CERTAINTY,
                "certainty",
                conditions.judges_certainty,
                lacks="judgements, no account of who made them",
            ),
        ),
        _NOT_JUDGED,
    ),
    Item("16a", _RESULTS, "How many studies were found and kept (a flow diagram).", (), _NO_SEARCH),
    Item(
        "16b",
        _RESULTS,
        "Studies that seem to fit and were left out, with reasons.",
        (in_section(EFFECTS, "trials that give no effect", conditions.has_left_out),),
        "Not answered: of every trial that is known here an effect was read.",
    ),
    Item(
        "17",
        _RESULTS,
        "Each study, with its features and citation.",
        (
            in_section(
                REFERENCES,
                "references",
                conditions.has_effects,
                lacks="citations; features stand with each effect",
            ),
        ),
        _NO_EFFECT,
    ),
    Item(
        "18",
        _RESULTS,
        "Risk of bias of each study.",
        (
            in_section(
                CERTAINTY,
                "risk of bias",
                conditions.judges_bias_of_trials,
                lacks="only where a judgement was read",
            ),
            in_section(
                CERTAINTY,
                "certainty: risk of bias",
                conditions.judges_bias,
                lacks="of all trials together, not of each",
            ),
        ),
        "Not answered: no judgement on a trial was read, and none stands in the study file.",
    ),
    Item(
        "19",
        _RESULTS,
        "Results of each study: numbers by arm, effect and precision.",
        _effects("every effect"),
        _NO_EFFECT,
    ),
    Item(
        "20a",
        _RESULTS,
        "For each synthesis: the studies and their risk of bias.",
        (
            in_section(
                "domains", "domain by domain", conditions.has_pool, lacks=gaps.of_bias_by_trial
            ),
        ),
        _NO_POOL,
    ),
    Item(
        "20b",
        _RESULTS,
        "For each synthesis: estimate, precision, heterogeneity, direction.",
        (
            in_section("domains", "domain by domain", conditions.has_pool),
            in_section("over-time", "over the weeks", conditions.has_pool),
        ),
        _NO_POOL,
    ),
    Item("20c", _RESULTS, "Causes of heterogeneity that were looked for.", missing=_NO_CAUSES),
    Item(
        "20d",
        _RESULTS,
        "Results of analyses of sensitivity.",
        (in_section("sensitivity", "ways of pooling", conditions.has_pool),),
        _NO_POOL,
    ),
    Item("21", _RESULTS, "Judgements of bias from missing results.", _PUBLICATION_BIAS, _NO_POOL),
    Item(
        "22",
        _RESULTS,
        "Certainty for each outcome.",
        (in_section(CERTAINTY, "certainty", conditions.judges_certainty, lacks=gaps.of_certainty),),
        _NOT_JUDGED,
    ),
    Item(
        "23a",
        _DISCUSSION,
        "An interpretation in the light of other evidence.",
        (
            in_section(
                "study-added",
                "this study added",
                conditions.may_be_added,
                lacks="beside this study only",
            ),
        ),
        "Not answered: there are no collected data of this treatment to set beside the trials.",
    ),
    Item(
        "23b",
        _DISCUSSION,
        "Limits of the evidence.",
        (in_section(CERTAINTY, "what limits it"),),
        _NO,
    ),
    Item(
        "23c",
        _DISCUSSION,
        "Limits of the review itself.",
        (in_section(CERTAINTY, "what limits it", lacks="not that no search was made"),),
        _NO,
    ),
    Item("23d", _DISCUSSION, "What follows for practice, policy and research.", missing=_NO),
    Item("24a", _OTHER, "Registration, or that there is none.", missing=_UNKEPT),
    Item("24b", _OTHER, "The protocol, or that there is none.", missing=_UNKEPT),
    Item("24c", _OTHER, "Changes to either.", missing=_UNKEPT),
    Item("25", _OTHER, "Support, and what part it had.", missing=_UNKEPT),
    Item("26", _OTHER, "Competing interests.", missing=_UNKEPT),
    Item(
        "27",
        _OTHER,
        "Where data, code and material can be had.",
        (in_frame("how this page was made"),),
        _NO,
    ),
)
"""In order; only reports with a section `EFFECTS` are asked."""
