"""The figures of published evidence, each with its title: a domain, its weeks, a study added."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.analysis.joint_evidence import DomainEvidence
from outcomes.analysis.many_trials import list_large_pools
from outcomes.analysis.study_added import StudyAdded
from outcomes.analysis.synthesis import DomainPool
from outcomes.displays.figure import Figure
from outcomes.figures.funnel import plot_funnel
from outcomes.figures.meta_forest import plot_meta_forest
from outcomes.figures.trajectory import plot_trajectory
from outcomes.study.study import Study
from outcomes.vocabulary.series import name_series


def plot_domain(evidence: DomainEvidence) -> Figure | None:
    """Plot the main pools of a domain; it must have some."""
    return plot_meta_forest(evidence.main, _name(evidence.main[0]), level=evidence.level)


def plot_weeks(evidence: DomainEvidence) -> Figure | None:
    """Plot the effects of a domain over the weeks."""
    title = evidence.label.capitalize()
    return plot_trajectory(
        name_series(evidence), title, favoured=evidence.pack.topic.arm, level=evidence.level
    )


def plot_funnels(evidence: Sequence[DomainEvidence]) -> tuple[Figure, ...]:
    """Plot a funnel of each main pool that has trials enough for one."""
    figures = (plot_funnel(one, _name(one)) for one in list_large_pools(evidence))
    return tuple(figure for figure in figures if figure is not None)


def plot_added(added: StudyAdded, study: Study) -> tuple[Figure, ...]:
    """Plot each pool that a study was added to, before and after."""
    shown = (
        plot_meta_forest(
            [before],
            _name(before),
            level=before.level,
            after=after,
            provenance=study.file.provenance,
        )
        for before, after in added.pairs
    )
    return tuple(figure for figure in shown if figure is not None)


def _name(one: DomainPool) -> str:
    return f"{one.label.capitalize()}, {one.window.label}"
