"""Many endpoints in one figure: a panel each, measured ones and yes-or-no ones apart."""

from __future__ import annotations

from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pytest

from outcomes.figures import plot_differences, plot_profiles

from .examples import FLEXION, PAIN, make_labels, make_rows

LABELS = make_labels()
ROWS = make_rows(LABELS)
SATISFIED = replace(FLEXION, name="satisfied", label="Satisfied", kind="binary", low=0, high=1)
MIXED = make_labels(endpoints=(PAIN, SATISFIED))


@pytest.mark.parametrize(("plot", "panels"), [(plot_profiles, 2), (plot_differences, 4)])
def test_each_endpoint_and_comparison_has_a_panel(plot, panels) -> None:  # type: ignore[no-untyped-def]
    (figure,) = plot(ROWS, LABELS)
    assert len(figure.axes) == panels
    assert set(figure.data["endpoint"]) == {"WOMAC pain", "Knee flexion"}


def test_measured_and_yes_or_no_are_two_figures_and_cannot_share_axes() -> None:
    rows = make_rows(MIXED)
    rows = rows[(rows["endpoint"] != "satisfied") | (rows["quantity"] == "mean")].copy()
    shares = rows["endpoint"] == "satisfied"
    rows.loc[shares, ["estimate", "ci_low", "ci_high"]] /= 1000
    rows.loc[shares, "quantity"] = rows.loc[shares, "quantity"].replace("mean", "share")
    figures = plot_profiles(rows, MIXED)
    assert [set(one.data["endpoint"]) for one in figures] == [{"WOMAC pain"}, {"Satisfied"}]
    _, axes = plt.subplots(1, 2)
    with pytest.raises(ValueError, match="name one kind"):
        plot_profiles(rows, MIXED, ax=list(np.ravel(axes)))
    (alone,) = plot_profiles(rows, MIXED, ["pain"], ax=[axes[0]])
    assert alone.axes[0] is axes[0]
