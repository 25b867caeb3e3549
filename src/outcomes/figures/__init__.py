"""Figures: estimates in, a drawing with its text alternative and its numbers out.

Names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.lazy import load_when_used

if TYPE_CHECKING:
    from outcomes.displays.figure import Figure
    from outcomes.figures.change import plot_change
    from outcomes.figures.cumulative import plot_cumulative
    from outcomes.figures.cumulative_difference import plot_cumulative_difference
    from outcomes.figures.difference import plot_difference
    from outcomes.figures.domain_evidence import plot_added, plot_domain, plot_funnels, plot_weeks
    from outcomes.figures.flow import plot_flow
    from outcomes.figures.funnel import plot_funnel
    from outcomes.figures.harms import plot_harms
    from outcomes.figures.meta_forest import plot_meta_forest
    from outcomes.figures.missing import plot_missing
    from outcomes.figures.motion_gains import plot_motion_gains
    from outcomes.figures.multiples import plot_differences, plot_profiles
    from outcomes.figures.placebo_changes import plot_placebo_changes
    from outcomes.figures.profile import plot_profile
    from outcomes.figures.residuals import plot_residuals
    from outcomes.figures.responders import plot_responders
    from outcomes.figures.result_strip import draw_result
    from outcomes.figures.shares import plot_shares
    from outcomes.figures.stages import plot_stages
    from outcomes.figures.subgroups import plot_subgroups
    from outcomes.figures.tipping import plot_tipping
    from outcomes.figures.trajectory import plot_trajectory
    from outcomes.figures.ways import plot_ways

__all__ = [
    "Figure",
    "draw_result",
    "plot_added",
    "plot_change",
    "plot_cumulative",
    "plot_cumulative_difference",
    "plot_difference",
    "plot_differences",
    "plot_domain",
    "plot_flow",
    "plot_funnel",
    "plot_funnels",
    "plot_harms",
    "plot_meta_forest",
    "plot_missing",
    "plot_motion_gains",
    "plot_placebo_changes",
    "plot_profile",
    "plot_profiles",
    "plot_residuals",
    "plot_responders",
    "plot_shares",
    "plot_stages",
    "plot_subgroups",
    "plot_tipping",
    "plot_trajectory",
    "plot_ways",
    "plot_weeks",
]

_HOMES = {
    "Figure": "..displays.figure",
    "draw_result": ".result_strip",
    "plot_added": ".domain_evidence",
    "plot_change": ".change",
    "plot_cumulative": ".cumulative",
    "plot_cumulative_difference": ".cumulative_difference",
    "plot_difference": ".difference",
    "plot_differences": ".multiples",
    "plot_domain": ".domain_evidence",
    "plot_flow": ".flow",
    "plot_funnel": ".funnel",
    "plot_funnels": ".domain_evidence",
    "plot_harms": ".harms",
    "plot_meta_forest": ".meta_forest",
    "plot_missing": ".missing",
    "plot_motion_gains": ".motion_gains",
    "plot_placebo_changes": ".placebo_changes",
    "plot_profile": ".profile",
    "plot_profiles": ".multiples",
    "plot_residuals": ".residuals",
    "plot_responders": ".responders",
    "plot_shares": ".shares",
    "plot_stages": ".stages",
    "plot_subgroups": ".subgroups",
    "plot_tipping": ".tipping",
    "plot_trajectory": ".trajectory",
    "plot_ways": ".ways",
    "plot_weeks": ".domain_evidence",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_when_used(__name__, _HOMES)
