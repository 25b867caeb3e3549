"""Figures: estimates in, a drawing with its text alternative and its numbers out."""

from outcomes.displays.figure import Figure
from outcomes.figures.change import plot_change
from outcomes.figures.cumulative import plot_cumulative
from outcomes.figures.difference import plot_difference
from outcomes.figures.flow import plot_flow
from outcomes.figures.funnel import plot_funnel
from outcomes.figures.meta_forest import plot_meta_forest
from outcomes.figures.missing import plot_missing
from outcomes.figures.profile import plot_profile
from outcomes.figures.shares import plot_shares
from outcomes.figures.stages import plot_stages
from outcomes.figures.tipping import plot_tipping
from outcomes.figures.trajectory import plot_trajectory

__all__ = [
    "Figure",
    "plot_change",
    "plot_cumulative",
    "plot_difference",
    "plot_flow",
    "plot_funnel",
    "plot_meta_forest",
    "plot_missing",
    "plot_profile",
    "plot_shares",
    "plot_stages",
    "plot_tipping",
    "plot_trajectory",
]
