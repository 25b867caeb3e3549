"""Meta-analysis: several trials' effects, pooled as the best programs do.

Numbers only: where they come from, and whether they may be pooled, is the caller's to know. See
docs/methods/meta-analysis.md.
"""

from outcomes.analysis.meta.dependence import correlate_within, share_controls
from outcomes.analysis.meta.dependent import DependentPool, pool_dependent
from outcomes.analysis.meta.funnel import Funnel, describe_funnel
from outcomes.analysis.meta.heterogeneity import TAU2_ESTIMATORS
from outcomes.analysis.meta.influence import summarise_influence
from outcomes.analysis.meta.mantel_haenszel import MantelHaenszel, pool_counts
from outcomes.analysis.meta.mixed_fit import TESTS, Heterogeneity, Interval
from outcomes.analysis.meta.number_needed import (
    NumberNeeded,
    number_from_difference,
    number_from_ratio,
)
from outcomes.analysis.meta.pool import OnScale, Pooled, pool
from outcomes.analysis.meta.regress import MetaRegression, Predicted, Wald, regress
from outcomes.analysis.meta.sensitivity import accumulate, leave_one_out
from outcomes.analysis.meta.small_studies import Asymmetry, regress_asymmetry
from outcomes.analysis.meta.subgroups import Subgroups, compare_subgroups
from outcomes.analysis.meta.trim_fill import TrimFill, trim_and_fill

__all__ = [
    "TAU2_ESTIMATORS",
    "TESTS",
    "Asymmetry",
    "DependentPool",
    "Funnel",
    "Heterogeneity",
    "Interval",
    "MantelHaenszel",
    "MetaRegression",
    "NumberNeeded",
    "OnScale",
    "Pooled",
    "Predicted",
    "Subgroups",
    "TrimFill",
    "Wald",
    "accumulate",
    "compare_subgroups",
    "correlate_within",
    "describe_funnel",
    "leave_one_out",
    "number_from_difference",
    "number_from_ratio",
    "pool",
    "pool_counts",
    "pool_dependent",
    "regress",
    "regress_asymmetry",
    "share_controls",
    "summarise_influence",
    "trim_and_fill",
]
