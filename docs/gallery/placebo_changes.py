"""The change in a study's placebo arm beside those of trials, reviews and untreated groups."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
placebo = analysis.gather_placebo_changes(study, analysis.summarise_change(study))
figure = figures.plot_placebo_changes(placebo, study.labels)
figure.save_picture("placebo_changes.svg", "svg")
