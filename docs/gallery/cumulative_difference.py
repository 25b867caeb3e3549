"""By how much more of one arm than of another improved, at several sizes of improvement."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
cumulative = analysis.accumulate_changes(study, "womac.pain")
figure = figures.plot_cumulative_difference(cumulative, study.labels)
figure.save_picture("cumulative_difference.svg", "svg")
