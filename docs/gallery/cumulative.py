"""How many improved by how much: the responders by every threshold at once."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
cumulative = analysis.accumulate_changes(study, "womac.pain")
figure = figures.plot_cumulative(cumulative, study.labels)
figure.save_picture("cumulative.svg", "svg")
