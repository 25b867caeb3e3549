"""The figures of published evidence, each with its title: a domain, its weeks, a study added."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.analysis.joint_evidence import DomainEvidence
from outcomes.analysis.study_added import StudyAdded
from outcomes.analysis.synthesis import DomainPool
from outcomes.displays.figure import Figure
from outcomes.evidence.schema import TRIALS_FOR_FUNNEL
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
    title = evidence.domain.capitalize()
    return plot_trajectory(
        name_series(evidence), title, favoured=evidence.pack.topic.arm, level=evidence.level
    )


def plot_funnels(evidence: Sequence[DomainEvidence]) -> tuple[Figure, ...]:
    """Plot a funnel of each pool that has trials enough for one."""
    many = (one for each in evidence for one in each.pools if one.k >= TRIALS_FOR_FUNNEL)
    return tuple(figure for one in many if (figure := plot_funnel(one, _name(one))) is not None)


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
    return f"{one.domain.capitalize()}, {one.window.label}"
