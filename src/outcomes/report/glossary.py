"""Words that a reader may not know, and which of them a page uses."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FOLDED_CODE = re.compile(r'<details class="code">.*?</details>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True)
class Term:
    """A word or phrase, how it is recognised on a page, and what it means.

    Parameters
    ----------
    name : str
        As the glossary lists it.
    meaning : str
        Plain text, one or two sentences.
    spellings : tuple of str
        What a page may write, in lower case; the name itself if empty. Whole words only.
    """

    name: str
    meaning: str
    spellings: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Id of the term on the page of words and methods."""
        return "word-" + "-".join(_WORD.findall(self.name.lower()))


TERMS = (
    Term(
        "Analysis of covariance (ANCOVA)",
        "A comparison of scores after treatment that takes into account what each participant "
        "scored before it.",
        ("ancova", "analysis of covariance"),
    ),
    Term("Arm", "A group of participants who were to receive the same treatment.", ("arm", "arms")),
    Term("Baseline", "The state of participants before treatment begins; time 0."),
    Term(
        "Certainty of evidence",
        "How confident one can be that a pooled result is close to the truth. It is lowered by "
        "weaknesses of the trials, disagreement between them, indirectness, few participants, and "
        "trials that may never have been published.",
        ("certainty", "grade"),
    ),
    Term(
        "Confidence interval (CI)",
        "A range of values that are compatible with the data. If a study were repeated many times, "
        "95% of such intervals would include the true value. Its width says how uncertain the "
        "estimate is.",
        ("ci", "confidence interval", "confidence intervals"),
    ),
    Term(
        "Control",
        "The arm that an injection or other treatment is compared with: no treatment, exercise, "
        "or usual care.",
    ),
    Term(
        "Covariate",
        "A trait measured before treatment, such as age, that an analysis takes into account.",
        ("covariate", "covariates"),
    ),
    Term(
        "Degrees of freedom (df)",
        "How much information the spread of the data rests on. With few, an interval is wider.",
        ("df", "degrees of freedom"),
    ),
    Term(
        "Endpoint",
        "A score or event by which a study judges treatments.",
        ("endpoint", "endpoints"),
    ),
    Term(
        "Estimand",
        "What exactly is to be estimated: for whom, which score, when, compared with what, and "
        "what is done about events such as other treatments.",
    ),
    Term(
        "Favours",
        "Said of a result only where the whole interval lies on one arm's side. Otherwise at most "
        "the estimate favours an arm, and the data are compatible with a benefit of either.",
    ),
    Term(
        "Funnel plot",
        "A plot of trials by effect and precision. An uneven funnel can mean that small trials "
        "with unwelcome results were not published.",
        ("funnel plot", "funnel"),
    ),
    Term(
        "I\u00b2",
        "The share of the variation between trials' effects that chance alone does not explain.",
        ("i2", "i\u00b2"),
    ),
    Term(
        "Intercurrent event",
        "Something that happens after treatment began and changes what scores mean, such as "
        "surgery.",
        ("intercurrent event", "intercurrent events"),
    ),
    Term(
        "Knapp-Hartung interval",
        "An interval for the average of several trials that allows for how little is known about "
        "the differences between them. With few trials it is wide.",
        ("knapp-hartung",),
    ),
    Term(
        "Minimal detectable change",
        "The smallest change of one patient that is unlikely to be error of measurement.",
        ("minimal detectable change", "mdc"),
    ),
    Term(
        "Minimal important change or difference",
        "The smallest change within a patient, or difference between groups, that patients were "
        "found to notice as worthwhile.",
        ("minimal important change", "minimal important difference", "mic", "mcid", "mid"),
    ),
    Term(
        "Mixed model for repeated measures (MMRM)",
        "A comparison that uses all scores of each participant after baseline together. It is "
        "valid if what is missing depends only on scores that were observed.",
        ("mmrm", "mixed model for repeated measures"),
    ),
    Term(
        "Natural course",
        "How a complaint changes by itself, without treatment.",
    ),
    Term(
        "p value",
        "How often chance alone would give a difference at least as large as this one, if there "
        "were none. It does not say how large or important a difference is.",
        ("p", "p value", "p values"),
    ),
    Term(
        "Person-time at risk (person-years, person-months)",
        "The time until a first event, or for as long as followed, of all participants together: "
        "ten people for a year and twenty for half a year are both ten person-years.",
        tuple(f"person-{unit}s" for unit in ("minute", "hour", "day", "week", "month", "year")),
    ),
    Term(
        "Placebo",
        "A treatment made to look and feel like the one studied, without its active part. People "
        "given placebo often improve; only the difference from placebo shows what the treatment "
        "does.",
    ),
    Term(
        "Pooled effect",
        "The average effect of several trials, each counted by how precise it is.",
        ("pooled effect", "pooled effects", "pooled estimate", "pool", "pools"),
    ),
    Term(
        "Prediction interval",
        "Where the true effect of a new trial of the same kind would be expected. It is wider "
        "than the interval of the average where trials differ.",
        ("prediction interval", "prediction intervals"),
    ),
    Term(
        "Regression to the mean",
        "People come for treatment when they feel worst, and would on average feel better at the "
        "next visit without it.",
    ),
    Term(
        "Risk of bias",
        "How far the way a trial was done may have pushed its result to one side.",
    ),
    Term(
        "Simulated data",
        "Scores made by a program. Nobody was treated and nobody was measured.",
        ("simulated",),
    ),
    Term(
        "Standard deviation (SD)",
        "How far participants' scores lie from their mean. About two thirds lie within one.",
        ("sd", "standard deviation", "standard deviations"),
    ),
    Term(
        "Standard error (SE)",
        "How far an estimate is likely to be from the truth by chance alone.",
        ("se", "standard error", "standard errors"),
    ),
    Term(
        "Standardised difference",
        "A difference in units of the standard deviation, so that scores on different scales can "
        "be compared.",
        ("standardised difference", "standardised differences", "standardised effect"),
    ),
    Term(
        "Tau\u00b2",
        "How much the true effects of trials differ from each other.",
        ("tau2", "tau\u00b2", "tau squared"),
    ),
    Term("VISA-A", "A questionnaire on the Achilles tendon, 0 to 100; 100 is no complaint."),
    Term(
        "Visual analogue scale (VAS)",
        "A line on which participants mark how strong a complaint is, from none to the worst "
        "imaginable.",
        ("vas", "visual analogue scale"),
    ),
    Term(
        "WOMAC",
        "A questionnaire on pain, stiffness and daily function with osteoarthritis of the knee or "
        "hip.",
    ),
)
"""In the order of the alphabet."""


def read_words(html: str) -> str:
    """Return the words of a page in lower case, one space apart and around; code left out."""
    text = _TAG.sub(" ", _FOLDED_CODE.sub(" ", html)).lower()
    return f" {' '.join(_WORD.findall(text))} "


def find_terms(words: str) -> tuple[Term, ...]:
    """Return the terms that a page uses, in order.

    Parameters
    ----------
    words : str
        From `read_words`.

    Examples
    --------
    >>> [term.name for term in find_terms(read_words("<p>Means at baseline.</p>"))]
    ['Baseline']
    """
    return tuple(term for term in TERMS if any(f" {word} " in words for word in _spell(term)))


def _spell(term: Term) -> tuple[str, ...]:
    return term.spellings or (term.name.lower(),)
