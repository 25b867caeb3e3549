"""Publications of the methods that a page names, so that a reader can look them up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MethodReference:
    """A publication, and the words by which a page shows that it uses its method.

    Parameters
    ----------
    method : str
        What it is cited for.
    citation : str
        Authors, title, journal, year, pages.
    spellings : tuple of str
        What a page may write, in lower case, whole words.
    """

    method: str
    citation: str
    spellings: tuple[str, ...]


REFERENCES = (
    MethodReference(
        "Estimands",
        "International Council for Harmonisation. ICH E9(R1): addendum on estimands and "
        "sensitivity analysis in clinical trials. 2019.",
        ("estimand", "intercurrent event", "treatment-policy"),
    ),
    MethodReference(
        "Mixed model for repeated measures",
        "Mallinckrodt CH, Lane PW, Schnell D, Peng Y, Mancuso JP. Recommendations for the primary "
        "analysis of continuous endpoints in longitudinal clinical trials. Drug Information "
        "Journal 2008;42:303-319.",
        ("mmrm", "mixed model for repeated measures"),
    ),
    MethodReference(
        "Degrees of freedom of the mixed model",
        "Kenward MG, Roger JH. Small sample inference for fixed effects from restricted maximum "
        "likelihood. Biometrics 1997;53:983-997.",
        ("kenward-roger",),
    ),
    MethodReference(
        "Analysis of covariance",
        "Vickers AJ, Altman DG. Analysing controlled trials with baseline and follow up "
        "measurements. BMJ 2001;323:1123-1124.",
        ("ancova", "analysis of covariance"),
    ),
    MethodReference(
        "Change without a control arm",
        "Bland JM, Altman DG. Comparisons against baseline within randomised groups are often "
        "used and can be highly misleading. Trials 2011;12:264.",
        ("regression to the mean",),
    ),
    MethodReference(
        "Interval of a share",
        "Wilson EB. Probable inference, the law of succession, and statistical inference. Journal "
        "of the American Statistical Association 1927;22:209-212.",
        ("wilson", "wilson s"),
    ),
    MethodReference(
        "Interval of a difference between shares",
        "Newcombe RG. Interval estimation for the difference between independent proportions. "
        "Statistics in Medicine 1998;17:873-890.",
        ("newcombe", "newcombe s"),
    ),
    MethodReference(
        "Standardised difference at baseline",
        "Austin PC. Balance diagnostics for comparing the distribution of baseline covariates "
        "between treatment groups in propensity-score matched samples. Statistics in Medicine "
        "2009;28:3083-3107.",
        ("standardised difference", "standardised differences"),
    ),
    MethodReference(
        "No tests of baseline balance",
        "Senn S. Testing for baseline balance in clinical trials. Statistics in Medicine "
        "1994;13:1715-1726.",
        ("alike at baseline",),
    ),
    MethodReference(
        "Knapp-Hartung interval",
        "Knapp G, Hartung J. Improved tests for a random effects meta-regression with a single "
        "covariate. Statistics in Medicine 2003;22:2693-2710.",
        ("knapp-hartung",),
    ),
    MethodReference(
        "Pooling, and the variance between trials",
        "Viechtbauer W. Conducting meta-analyses in R with the metafor package. Journal of "
        "Statistical Software 2010;36(3):1-48.",
        ("pooled", "between-trial variance"),
    ),
    MethodReference(
        "Prediction interval",
        "Higgins JPT, Thompson SG, Spiegelhalter DJ. A re-evaluation of random-effects "
        "meta-analysis. Journal of the Royal Statistical Society, Series A 2009;172:137-159.",
        ("prediction interval", "prediction intervals"),
    ),
    MethodReference(
        "I\u00b2",
        "Higgins JPT, Thompson SG. Quantifying heterogeneity in a meta-analysis. Statistics in "
        "Medicine 2002;21:1539-1558.",
        ("i2", "i\u00b2"),
    ),
    MethodReference(
        "Certainty of evidence",
        "Guyatt GH, Oxman AD, et al. GRADE: an emerging consensus on rating quality of "
        "evidence and strength of recommendations. BMJ 2008;336:924-926.",
        ("grade", "grade s"),
    ),
)
"""In the order in which a report comes to them; the method notes in ``docs/methods/`` say more."""


def find_references(words: str) -> tuple[MethodReference, ...]:
    """Return the publications of the methods that a page names, in order.

    Parameters
    ----------
    words : str
        From `outcomes.report.glossary.read_words`.
    """
    return tuple(
        reference
        for reference in REFERENCES
        if any(f" {spelling} " in words for spelling in reference.spellings)
    )
