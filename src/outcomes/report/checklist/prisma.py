"""PRISMA 2020, for systematic reviews, in our own words.

Items and numbers: Page MJ, McKenzie JE, Bossuyt PM, et al. The PRISMA 2020 statement: an updated
guideline for reporting systematic reviews. BMJ 2021;372:n71.
"""

from __future__ import annotations

from outcomes.report.checklist.item import Find, Item, in_section, in_words

CITATION = (
    "Page MJ, McKenzie JE, Bossuyt PM, et al. The PRISMA 2020 statement: an updated guideline for "
    "reporting systematic reviews. BMJ 2021;372:n71."
)
EVIDENCE = ("evidence",)

_TITLE = "Title and abstract"
_INTRODUCTION = "Introduction"
_METHODS = "Methods"
_RESULTS = "Results"
_DISCUSSION = "Discussion"
_OTHER = "Other information"
_NO = "Not answered: the report on the evidence does not say."
_NO_SEARCH = "Not answered: no search was made for this report; it pools the trials it was given."
_COMMITTED = "as printed in publications; who took them out is not said"


def _evidence(heading: str, *, lacks: str = "") -> tuple[Find, ...]:
    return (in_section(EVIDENCE, heading, lacks=lacks),)


ITEMS = (
    Item(
        "1",
        _TITLE,
        "The title says that it is a systematic review.",
        (),
        "Not answered: it is a pooling of given trials and does not call itself a review.",
    ),
    Item("2", _TITLE, "A structured abstract.", (), _NO),
    Item("3", _INTRODUCTION, "Why the review was done.", (), _NO),
    Item(
        "4",
        _INTRODUCTION,
        "What question it asks.",
        (in_words(EVIDENCE, "question", "question"),),
        _NO,
    ),
    Item(
        "5",
        _METHODS,
        "Which studies count, and how they are grouped.",
        _evidence("trials say together|every effect", lacks="the grouping; no criteria"),
        _NO,
    ),
    Item("6", _METHODS, "Where studies were looked for, and when.", (), _NO_SEARCH),
    Item("7", _METHODS, "The full search.", (), _NO_SEARCH),
    Item("8", _METHODS, "How studies were chosen, and by how many people.", (), _NO_SEARCH),
    Item(
        "9",
        _METHODS,
        "How data were taken from reports.",
        _evidence("every effect", lacks=_COMMITTED),
        _NO,
    ),
    Item(
        "10a",
        _METHODS,
        "Which outcomes were sought, and which results where there were several.",
        _evidence("every effect"),
        _NO,
    ),
    Item(
        "10b",
        _METHODS,
        "Which other variables were sought, and what was assumed.",
        _evidence("every effect", lacks="assumptions about numbers only"),
        _NO,
    ),
    Item("11", _METHODS, "How risk of bias was judged.", (), _NO),
    Item(
        "12",
        _METHODS,
        "The measure of effect for each outcome.",
        _evidence("trials say together|every effect"),
        _NO,
    ),
    Item(
        "13a",
        _METHODS,
        "How it was decided which studies enter which synthesis.",
        _evidence("every effect", lacks="which were left out, and why"),
        _NO,
    ),
    Item(
        "13b",
        _METHODS,
        "How data were prepared, as missing standard deviations.",
        _evidence("every effect|behind the pools"),
        _NO,
    ),
    Item(
        "13c", _METHODS, "How results are tabled and shown.", _evidence("trials say together"), _NO
    ),
    Item(
        "13d",
        _METHODS,
        "How results were pooled, and how heterogeneity was measured.",
        (in_section(EVIDENCE, "way of pooling"), in_section(EVIDENCE, "references on methods")),
        _NO,
    ),
    Item("13e", _METHODS, "How causes of heterogeneity were looked for.", (), _NO),
    Item("13f", _METHODS, "Analyses of sensitivity.", _evidence("way of pooling|sensitivity"), _NO),
    Item(
        "14",
        _METHODS,
        "How bias from missing results was judged.",
        (in_words(EVIDENCE, "funnel", "what stands behind the pools"),),
        _NO,
    ),
    Item(
        "15",
        _METHODS,
        "How certainty was judged.",
        _evidence("certain", lacks="judgements, no account of who made them"),
        _NO,
    ),
    Item("16a", _RESULTS, "How many studies were found and kept (a flow diagram).", (), _NO_SEARCH),
    Item(
        "16b",
        _RESULTS,
        "Studies that seem to fit and were left out, with reasons.",
        (
            in_words(EVIDENCE, "not used", "effects not used"),
            in_words(EVIDENCE, "left out", "effects left out"),
        ),
        _NO,
    ),
    Item(
        "17",
        _RESULTS,
        "Each study, with its features and citation.",
        _evidence("^references$", lacks="citations; features stand with each effect"),
        _NO,
    ),
    Item(
        "18",
        _RESULTS,
        "Risk of bias of each study.",
        (in_words(EVIDENCE, "risk of bias", "risk of bias", lacks="only where it was judged"),),
        _NO,
    ),
    Item(
        "19",
        _RESULTS,
        "Results of each study: numbers by arm, effect and precision.",
        _evidence("every effect"),
        _NO,
    ),
    Item(
        "20a",
        _RESULTS,
        "For each synthesis: the studies and their risk of bias.",
        _evidence("trials say together", lacks="the studies; bias only where it was judged"),
        _NO,
    ),
    Item(
        "20b",
        _RESULTS,
        "For each synthesis: estimate, precision, heterogeneity, direction.",
        _evidence("trials say together|over the weeks"),
        _NO,
    ),
    Item("20c", _RESULTS, "Causes of heterogeneity that were looked for.", (), _NO),
    Item(
        "20d",
        _RESULTS,
        "Results of analyses of sensitivity.",
        _evidence("way of pooling|sensitivity"),
        _NO,
    ),
    Item(
        "21",
        _RESULTS,
        "Judgements of bias from missing results.",
        (in_words(EVIDENCE, "funnel", "what stands behind the pools"),),
        _NO,
    ),
    Item(
        "22",
        _RESULTS,
        "Certainty for each outcome.",
        _evidence("certain", lacks="for the evidence as a whole, not by outcome"),
        _NO,
    ),
    Item(
        "23a",
        _DISCUSSION,
        "An interpretation in the light of other evidence.",
        _evidence("this study added", lacks="beside this study only"),
        _NO,
    ),
    Item("23b", _DISCUSSION, "Limits of the evidence.", _evidence("certain|limit"), _NO),
    Item("23c", _DISCUSSION, "Limits of the review itself.", _evidence("limit"), _NO),
    Item("23d", _DISCUSSION, "What follows for practice, policy and research.", (), _NO),
    Item("24a", _OTHER, "Registration, or that there is none.", (), _NO),
    Item("24b", _OTHER, "The protocol, or that there is none.", (), _NO),
    Item("24c", _OTHER, "Changes to either.", (), _NO),
    Item("25", _OTHER, "Support, and what part it had.", (), _NO),
    Item("26", _OTHER, "Competing interests.", (), _NO),
    Item(
        "27",
        _OTHER,
        "Where data, code and material can be had.",
        _evidence("how this page was made"),
        _NO,
    ),
)
"""In order; the reports on the evidence and the study's certainty are all that is asked."""
