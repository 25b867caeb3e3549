"""The mixed model for repeated measures (MMRM), from cross-products.

The marginal model of trials with repeated scores: a mean for every arm and visit, a covariance
matrix of the visits, fitted by REML from all scores there are, with Kenward-Roger or Satterthwaite
degrees of freedom. See docs/methods/mmrm.md.
"""

from outcomes.analysis.mmrm.baseline import fit_clda, stack_baseline
from outcomes.analysis.mmrm.cross_products import CrossProducts
from outcomes.analysis.mmrm.design import Design
from outcomes.analysis.mmrm.fallback import FALLBACK, Step, fit_with_fallback
from outcomes.analysis.mmrm.fit import fit_cross_products, fit_mmrm
from outcomes.analysis.mmrm.result import MMRMFit
from outcomes.analysis.mmrm.structures import STRUCTURES
from outcomes.analysis.mmrm.summary import method_text
from outcomes.analysis.mmrm.trial import TrialModel, estimate_trial, fit_trial

__all__ = [
    "FALLBACK",
    "STRUCTURES",
    "CrossProducts",
    "Design",
    "MMRMFit",
    "Step",
    "TrialModel",
    "estimate_trial",
    "fit_clda",
    "fit_cross_products",
    "fit_mmrm",
    "fit_trial",
    "fit_with_fallback",
    "method_text",
    "stack_baseline",
]
