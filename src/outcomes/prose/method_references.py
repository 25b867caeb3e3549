"""Where the methods of the reports come from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from outcomes.displays.links import Linked
from outcomes.displays.passage import Paragraph

_YEAR = re.compile(r"(?<![-\d])(?:19|20)\d\d(?=[;.])")


@dataclass(frozen=True)
class Reference:
    """A paper that describes a method.

    Parameters
    ----------
    text : str
        The citation as readers see it.
    doi : str
        Digital object identifier; empty if it has none.
    address : str
        Where it can be read, if it has no identifier.
    """

    text: str
    doi: str
    address: str = ""

    @property
    def where(self) -> str:
        """Address of its identifier, or of the text itself."""
        return self.address or f"https://doi.org/{self.doi}"

    @property
    def short(self) -> str:
        """First author and year, ``Kenward 1997``."""
        author = re.sub(r" [A-Z]{1,3}$", "", re.split(r"[,.]", self.text)[0])
        return f"{author} {_YEAR.findall(self.text)[-1]}"


REFERENCES = {
    "ich2019": Reference(
        "International Council for Harmonisation. ICH E9(R1): addendum on estimands and "
        "sensitivity analysis in clinical trials. 2019.",
        "",
        "https://database.ich.org/sites/default/files/E9-R1_Step4_Guideline_2019_1203.pdf",
    ),
    "mallinckrodt2008": Reference(
        "Mallinckrodt CH, Lane PW, Schnell D, Peng Y, Mancuso JP. Recommendations for the primary "
        "analysis of continuous endpoints in longitudinal clinical trials. Drug Information "
        "Journal 2008;42:303-319.",
        "10.1177/009286150804200402",
    ),
    "kenward1997": Reference(
        "Kenward MG, Roger JH. Small sample inference for fixed effects from restricted maximum "
        "likelihood. Biometrics 1997;53:983-997.",
        "10.2307/2533558",
    ),
    "vickers2001": Reference(
        "Vickers AJ, Altman DG. Analysing controlled trials with baseline and follow up "
        "measurements. BMJ 2001;323:1123-1124.",
        "10.1136/bmj.323.7321.1123",
    ),
    "hills1979": Reference(
        "Hills M, Armitage P. The two-period cross-over clinical trial. British Journal of "
        "Clinical Pharmacology 1979;8:7-20.",
        "10.1111/j.1365-2125.1979.tb05903.x",
    ),
    "senn2002": Reference(
        "Senn S. Cross-over trials in clinical research. 2nd ed. Wiley 2002.", "10.1002/0470854596"
    ),
    "freeman1989": Reference(
        "Freeman PR. The performance of the two-stage analysis of two-treatment, two-period "
        "crossover trials. Statistics in Medicine 1989;8:1421-1432.",
        "10.1002/sim.4780081202",
    ),
    "bland2011": Reference(
        "Bland JM, Altman DG. Comparisons against baseline within randomised groups are often used "
        "and can be highly misleading. Trials 2011;12:264.",
        "10.1186/1745-6215-12-264",
    ),
    "barnett2005": Reference(
        "Barnett AG, van der Pols JC, Dobson AJ. Regression to the mean: what it is and how to "
        "deal with it. International Journal of Epidemiology 2005;34:215-220.",
        "10.1093/ije/dyh299",
    ),
    "holm1979": Reference(
        "Holm S. A simple sequentially rejective multiple test procedure. Scandinavian Journal of "
        "Statistics 1979;6:65-70.",
        "",
        "https://www.jstor.org/stable/4615733",
    ),
    "hochberg1988": Reference(
        "Hochberg Y. A sharper Bonferroni procedure for multiple tests of significance. Biometrika "
        "1988;75:800-802.",
        "10.1093/biomet/75.4.800",
    ),
    "westfall2001": Reference(
        "Westfall PH, Krishen A. Optimally weighted, fixed sequence and gatekeeper multiple "
        "testing procedures. Journal of Statistical Planning and Inference 2001;99:25-40.",
        "10.1016/S0378-3758(01)00077-5",
    ),
    "bretz2009": Reference(
        "Bretz F, Maurer W, Brannath W, Posch M. A graphical approach to sequentially rejective "
        "multiple test procedures. Statistics in Medicine 2009;28:586-604.",
        "10.1002/sim.3495",
    ),
    "wilson1927": Reference(
        "Wilson EB. Probable inference, the law of succession, and statistical inference. Journal "
        "of the American Statistical Association 1927;22:209-212.",
        "10.1080/01621459.1927.10502953",
    ),
    "clopper1934": Reference(
        "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case "
        "of the binomial. Biometrika 1934;26:404-413.",
        "10.1093/biomet/26.4.404",
    ),
    "newcombe1998": Reference(
        "Newcombe RG. Interval estimation for the difference between independent proportions: "
        "comparison of eleven methods. Statistics in Medicine 1998;17:873-890.",
        "10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I",
    ),
    "katz1978": Reference(
        "Katz D, Baptista J, Azen SP, Pike MC. Obtaining confidence intervals for the risk ratio "
        "in cohort studies. Biometrics 1978;34:469-474.",
        "10.2307/2530610",
    ),
    "woolf1955": Reference(
        "Woolf B. On estimating the relation between blood group and disease. Annals of Human "
        "Genetics 1955;19:251-253.",
        "10.1111/j.1469-1809.1955.tb01348.x",
    ),
    "altman1998": Reference(
        "Altman DG. Confidence intervals for the number needed to treat. BMJ 1998;317:1309-1312.",
        "10.1136/bmj.317.7168.1309",
    ),
    "ye2023": Reference(
        "Ye T, Bannick M, Yi Y, Shao J. Robust variance estimation for covariate-adjusted "
        "unconditional treatment effect in randomized clinical trials with binary outcomes. "
        "Statistical Theory and Related Fields 2023;7:159-163.",
        "10.1080/24754269.2023.2205802",
    ),
    "barnard1999": Reference(
        "Barnard J, Rubin DB. Small-sample degrees of freedom with multiple imputation. Biometrika "
        "1999;86:948-955.",
        "10.1093/biomet/86.4.948",
    ),
    "fieller1954": Reference(
        "Fieller EC. Some problems in interval estimation. Journal of the Royal Statistical "
        "Society B 1954;16:175-185.",
        "10.1111/j.2517-6161.1954.tb00159.x",
    ),
    "garwood1936": Reference(
        "Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-442.",
        "10.1093/biomet/28.3-4.437",
    ),
    "zou2008": Reference(
        "Zou GY, Donner A. Construction of confidence limits about effect measures: a general "
        "approach. Statistics in Medicine 2008;27:1693-1702.",
        "10.1002/sim.3095",
    ),
    "graham2003": Reference(
        "Graham PL, Mengersen K, Morton AP. Confidence limits for the ratio of two rates based on "
        "likelihood scores: non-iterative method. Statistics in Medicine 2003;22:2071-2083.",
        "10.1002/sim.1405",
    ),
    "glynn1996": Reference(
        "Glynn RJ, Buring JE. Ways of measuring rates of recurrent events. BMJ 1996;312:364-367.",
        "10.1136/bmj.312.7027.364",
    ),
    "junqueira2023": Reference(
        "Junqueira DR, Zorzela L, Golder S, et al. CONSORT Harms 2022 statement, explanation, and "
        "elaboration: updated guideline for the reporting of harms in randomised trials. BMJ "
        "2023;381:e073725.",
        "10.1136/bmj-2022-073725",
    ),
    "austin2009": Reference(
        "Austin PC. Balance diagnostics for comparing the distribution of baseline covariates "
        "between treatment groups in propensity-score matched samples. Statistics in Medicine "
        "2009;28:3083-3107.",
        "10.1002/sim.3697",
    ),
    "senn1994": Reference(
        "Senn S. Testing for baseline balance in clinical trials. Statistics in Medicine "
        "1994;13:1715-1726.",
        "10.1002/sim.4780131703",
    ),
    "viechtbauer2005": Reference(
        "Viechtbauer W. Bias and efficiency of meta-analytic variance estimators in the "
        "random-effects model. Journal of Educational and Behavioral Statistics 2005;30:261-293.",
        "10.3102/10769986030003261",
    ),
    "knapp2003": Reference(
        "Knapp G, Hartung J. Improved tests for a random effects meta-regression with a single "
        "covariate. Statistics in Medicine 2003;22:2693-2710.",
        "10.1002/sim.1482",
    ),
    "wiksten2016": Reference(
        "Wiksten A, R\u00fccker G, Schwarzer G. Hartung-Knapp method is not always conservative "
        "compared with fixed-effect meta-analysis. Statistics in Medicine 2016;35:2503-2515.",
        "10.1002/sim.6879",
    ),
    "jackson2017": Reference(
        "Jackson D, Law M, R\u00fccker G, Schwarzer G. The Hartung-Knapp modification for "
        "random-effects meta-analysis: a useful refinement but are there any residual concerns? "
        "Statistics in Medicine 2017;36:3923-3934.",
        "10.1002/sim.7411",
    ),
    "bender2018": Reference(
        "Bender R, Friede T, Koch A, et al. Methods for evidence synthesis in the case of very few "
        "studies. Research Synthesis Methods 2018;9:382-392.",
        "10.1002/jrsm.1297",
    ),
    "higgins2002": Reference(
        "Higgins JPT, Thompson SG. Quantifying heterogeneity in a meta-analysis. Statistics in "
        "Medicine 2002;21:1539-1558.",
        "10.1002/sim.1186",
    ),
    "guyatt2008": Reference(
        "Guyatt GH, Oxman AD, Vist GE, et al. GRADE: an emerging consensus on rating quality of "
        "evidence and strength of recommendations. BMJ 2008;336:924-926.",
        "10.1136/bmj.39489.470347.AD",
    ),
    "higgins2009": Reference(
        "Higgins JPT, Thompson SG, Spiegelhalter DJ. A re-evaluation of random-effects "
        "meta-analysis. Journal of the Royal Statistical Society A 2009;172:137-159.",
        "10.1111/j.1467-985X.2008.00552.x",
    ),
}
"""By a key of our own; the sentences of `outcomes.prose.methods` choose among them."""


def list_references(keys: Iterable[str]) -> tuple[Paragraph, ...]:
    """Return a paragraph that names papers by author and year, each a link; none without a key.

    In full they stand once a site, on its page of words and methods.
    """
    papers = [REFERENCES[key] for key in dict.fromkeys(keys)]
    if not papers:
        return ()
    text = f"Where the methods come from: {', '.join(paper.short for paper in papers)}."
    return (Linked(text, links={paper.short: paper.where for paper in papers}),)


def find_references(texts: Iterable[str]) -> tuple[Reference, ...]:
    """Return the papers on methods that texts lead to, each once."""
    led_to = {where for text in texts if isinstance(text, Linked) for where in text.links.values()}
    return tuple(paper for paper in REFERENCES.values() if paper.where in led_to)
