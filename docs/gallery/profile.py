"""Scores over time: the mean of each arm at each visit, with its interval."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
scores = analysis.summarise_scores(study)
figure = figures.plot_profile(scores, study.labels, "womac.pain")
figure.save_picture("profile.svg", "svg")
