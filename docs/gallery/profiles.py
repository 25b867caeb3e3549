"""Scores over time of many endpoints, as small multiples on the same visits."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
scores = analysis.summarise_scores(study)
(figure,) = figures.plot_profiles(scores, study.labels)
figure.save_picture("profiles.svg", "svg")
