"""From published rows to effects between arms, and from those to pools.

Positive always favours the treatment: the sign of each printed number is turned once, by its row's
``higher``, where the effect is made. No simulated study enters: the rows are those of
`outcomes.evidence`, and `add_study` refuses simulated data.
"""

from outcomes.analysis.synthesis.choose import WINDOWS, Window, choose_effects
from outcomes.analysis.synthesis.collect import Collected, collect, collect_effects
from outcomes.analysis.synthesis.effects import COLUMNS
from outcomes.analysis.synthesis.own import add_study
from outcomes.analysis.synthesis.pools import (
    DomainPool,
    pool_collected,
    pool_domain,
    pool_each_window,
)
from outcomes.analysis.synthesis.recalculate import Recalculated, rebuild_published

__all__ = [
    "COLUMNS",
    "WINDOWS",
    "Collected",
    "DomainPool",
    "Recalculated",
    "Window",
    "add_study",
    "choose_effects",
    "collect",
    "collect_effects",
    "pool_collected",
    "pool_domain",
    "pool_each_window",
    "rebuild_published",
]
